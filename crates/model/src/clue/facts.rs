//! What is known of a clue as it was reported, and how it is supplemented before the first check. It
//! must not know the later moves.

use jiff::{Timestamp, civil::Date};

use super::{Channel, Clue, ClueState, SweepMode};
use crate::{
    code::division::DivisionCode,
    ctx::china_date,
    id::{CampaignId, ClueId, SubjectId, UnitId},
    money::Fen,
    refusal::Refusal,
    subject::FocusSector,
};

/// The part of a clue that the reporting person fills in (线索登记表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClueFacts {
    /// The division it lies in.
    pub division: DivisionCode,
    /// The subject's file, when there is one.
    pub subject: Option<SubjectId>,
    /// The name of whom it is about, as reported.
    pub subject_name: String,
    /// How it came in.
    pub channel: Channel,
    /// By which sweep mode.
    pub sweep_mode: Option<SweepMode>,
    /// In which campaign.
    pub campaign: Option<CampaignId>,
    /// Which focus sector.
    pub sector: Option<FocusSector>,
    /// The day it was found or reported.
    pub found_on: Date,
    /// What is reported.
    pub facts: String,
    /// Where.
    pub address: Option<String>,
    /// How money is raised, in words.
    pub mode: Option<String>,
    /// Money at stake as far as known.
    pub amount: Option<Fen>,
    /// Whether the amount is 约.
    pub amount_approximate: bool,
    /// People taking part as far as known.
    pub people: Option<u32>,
    /// Whether the head count is 余 or 约.
    pub people_approximate: bool,
}

impl ClueFacts {
    /// A clue names somebody, says something, and was not found in the future.
    fn checked(self, what: &'static str, today: Date) -> Result<Self, Refusal> {
        if self.subject_name.trim().is_empty() {
            return Err(Refusal::new(
                what,
                "没有填写涉及主体",
                "不知道名称时请写明可辨认的称呼，例如“某街某号店铺”",
            ));
        }
        if self.facts.trim().is_empty() {
            return Err(Refusal::new(
                what,
                "没有填写主要情况",
                "请写明时间、地点、怎样宣传、承诺什么回报",
            ));
        }
        if self.found_on > today {
            return Err(Refusal::new(
                what,
                format!("发现日期{}在将来", self.found_on),
                "请填写实际发现或接报的日期",
            ));
        }
        if self.amount.is_some_and(|fen| fen < Fen::ZERO) {
            return Err(Refusal::new(
                what,
                "涉及金额是负数",
                "请填写不小于零的金额，不清楚就留空",
            ));
        }
        Ok(self)
    }
}

impl Clue {
    /// 登记: a new clue, waiting to be accepted.
    pub fn report(
        id: ClueId,
        number: String,
        registered_at: Timestamp,
        origin_unit: Option<UnitId>,
        facts: ClueFacts,
    ) -> Result<Self, Refusal> {
        let facts = facts.checked("登记线索", china_date(registered_at))?;
        Ok(Self {
            id,
            number,
            source_number: None,
            division: facts.division,
            subject: facts.subject,
            subject_name: facts.subject_name,
            channel: facts.channel,
            sweep_mode: facts.sweep_mode,
            campaign: facts.campaign,
            sector: facts.sector,
            found_on: facts.found_on,
            registered_at,
            facts: facts.facts,
            address: facts.address,
            mode: facts.mode,
            amount: facts.amount,
            amount_approximate: facts.amount_approximate,
            people: facts.people,
            people_approximate: facts.people_approximate,
            origin_unit,
            unit: None,
            import: None,
            extra: Vec::new(),
            imported_rows: Vec::new(),
            state: ClueState::Received,
        })
    }

    /// What is known of it, for supplementing.
    pub fn reported(&self) -> ClueFacts {
        ClueFacts {
            division: self.division,
            subject: self.subject,
            subject_name: self.subject_name.clone(),
            channel: self.channel,
            sweep_mode: self.sweep_mode,
            campaign: self.campaign,
            sector: self.sector,
            found_on: self.found_on,
            facts: self.facts.clone(),
            address: self.address.clone(),
            mode: self.mode.clone(),
            amount: self.amount,
            amount_approximate: self.amount_approximate,
            people: self.people,
            people_approximate: self.people_approximate,
        }
    }

    /// 补充: facts may be corrected until the first check; afterwards the check's findings stand beside them.
    pub fn supplement(self, today: Date, facts: ClueFacts) -> Result<Self, Refusal> {
        if !self.open_to_supplement() {
            return Err(self.refuse_move(
                "补充线索",
                "初核以前才能补充；之后的新情况请写入初核、研判意见或处置进展",
            ));
        }
        let facts = facts.checked("补充线索", today)?;
        Ok(Self {
            division: facts.division,
            subject: facts.subject,
            subject_name: facts.subject_name,
            channel: facts.channel,
            sweep_mode: facts.sweep_mode,
            campaign: facts.campaign,
            sector: facts.sector,
            found_on: facts.found_on,
            facts: facts.facts,
            address: facts.address,
            mode: facts.mode,
            amount: facts.amount,
            amount_approximate: facts.amount_approximate,
            people: facts.people,
            people_approximate: facts.people_approximate,
            ..self
        })
    }

    /// Whether its facts may still be corrected.
    pub fn open_to_supplement(&self) -> bool {
        matches!(self.state, ClueState::Received | ClueState::Accepted { .. })
    }
}
