//! A clue as it is typed into the form (线索登记表), and how it is read. It must not know whether it
//! becomes a new clue or supplements an old one.

use fangfei_intake::value::{MoneyUnit, amount, count, firm_code};
use fangfei_model::{
    clue::{Clue, ClueFacts},
    code::{division::DivisionLevel, uscc::Uscc},
    ctx::Ctx,
    id::SubjectId,
    money::Fen,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Result, typed::Typed};

/// The longest account of facts, in characters.
const LONGEST_FACTS: usize = 5_000;
/// The longest single line.
const LONGEST_LINE: usize = 200;

/// Titles under which ranges stay beside a clue, as imports name them.
pub(super) const AMOUNT: &str = "涉及金额";
pub(super) const PEOPLE: &str = "涉及人数";

/// Whether a sum is told in 万元 without loss.
fn is_in_wan(fen: Fen) -> bool {
    fen.0 >= 1_000_000 && fen.0 % 10_000 == 0
}

/// A sum as it is typed, in the unit that suits it.
fn figure(fen: Fen) -> String {
    match is_in_wan(fen) {
        true => fen.wan(),
        false => fen.yuan(),
    }
}

/// The form, every field as typed. Names are those of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClueDraft {
    /// Whom it is about.
    pub subject_name: String,
    /// Their unified social credit code, for finding their file; not kept on the clue.
    pub uscc: String,
    /// The chosen file: an id, `none` for “none of these”, blank when not asked yet.
    pub subject: String,
    /// Division code.
    pub division: String,
    /// Channel code.
    pub channel: String,
    /// Sweep mode code or blank.
    pub sweep_mode: String,
    /// Campaign id or blank.
    pub campaign: String,
    /// Focus sector code or blank.
    pub sector: String,
    /// Day found.
    pub found_on: String,
    /// What is reported.
    pub facts: String,
    /// Where.
    pub address: String,
    /// How money is raised.
    pub mode: String,
    /// Money: 约300, 1.2亿元.
    pub amount: String,
    /// `wan` or `yuan`.
    pub amount_unit: String,
    /// Head count: 100余人.
    pub people: String,
}

/// What was chosen about the subject's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SubjectChoice {
    /// Nothing yet: candidates may be offered.
    Open,
    /// None of the candidates.
    Nobody,
    /// This one.
    File(SubjectId),
}

impl ClueDraft {
    /// An empty form with today's date.
    pub fn empty(ctx: &Ctx) -> Self {
        Self {
            found_on: ctx.today().to_string(),
            amount_unit: "wan".to_owned(),
            ..Self::default()
        }
    }

    /// The form as it stands for supplementing.
    pub fn of(clue: &Clue) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let about = |approximate: bool| if approximate { "约" } else { "" };
        Self {
            subject_name: clue.subject_name.clone(),
            uscc: String::new(),
            subject: clue
                .subject
                .map_or_else(|| "none".to_owned(), |id| id.to_string()),
            division: clue.division.as_str().to_owned(),
            channel: clue.channel.code().to_owned(),
            sweep_mode: clue.sweep_mode.map_or("", |m| m.code()).to_owned(),
            campaign: clue.campaign.map(|id| id.to_string()).unwrap_or_default(),
            sector: clue.sector.map_or("", |s| s.code()).to_owned(),
            found_on: clue.found_on.to_string(),
            facts: clue.facts.clone(),
            address: text(&clue.address),
            mode: text(&clue.mode),
            amount: clue
                .amount
                .map(|fen| format!("{}{}", about(clue.amount_approximate), figure(fen)))
                .unwrap_or_default(),
            amount_unit: clue
                .amount
                .map_or("yuan", |fen| if is_in_wan(fen) { "wan" } else { "yuan" })
                .to_owned(),
            people: clue
                .people
                .map(|n| format!("{}{n}", about(clue.people_approximate)))
                .unwrap_or_default(),
        }
    }

    /// Figures typed as ranges (300-500), as typed: they count by their lower end, and the clue keeps both.
    pub(super) fn ranges(&self) -> Vec<(&'static str, String)> {
        let unit = match self.amount_unit.as_str() {
            "wan" => MoneyUnit::Wan,
            _ => MoneyUnit::Yuan,
        };
        let sum = amount(&self.amount, Some(unit)).ok();
        let sum = sum.filter(|read| read.value.high.is_some());
        let names_unit = self.amount.contains(['元', '万', '亿']);
        let people = count(&self.people).ok();
        let people = people.filter(|read| read.value.high.is_some());
        let title = if names_unit { "" } else { unit.title() };
        let sum = sum.map(|_| (AMOUNT, format!("{}{title}", self.amount.trim())));
        let people = people.map(|_| (PEOPLE, self.people.trim().to_owned()));
        sum.into_iter().chain(people).collect()
    }

    pub(super) fn subject_choice(&self) -> Result<SubjectChoice> {
        match self.subject.trim() {
            "" => Ok(SubjectChoice::Open),
            "none" => Ok(SubjectChoice::Nobody),
            id => id
                .parse()
                .map(SubjectChoice::File)
                .map_err(|_| Error::field("subject", "请重新选择主体档案")),
        }
    }

    /// The credit code, if one is typed and right.
    pub(super) fn credit_code(&self) -> Option<Uscc> {
        firm_code(&self.uscc, true)
            .ok()?
            .value
            .as_str()
            .parse()
            .ok()
    }

    /// Reads every field; `subject` is decided by the caller.
    pub(super) fn read(&self, ctx: &Ctx, subject: Option<SubjectId>) -> Result<ClueFacts> {
        let mut typed = Typed::on(ctx.today());
        let name = typed.needed("subject_name", "涉及主体", &self.subject_name, LONGEST_LINE);
        if let (false, Err(fault)) = (self.uscc.trim().is_empty(), firm_code(&self.uscc, true)) {
            typed.wrong("uscc", fault.to_string());
        }
        // A township's own place goes without saying; a county has many.
        let scope = ctx.scope();
        let own = scope.division();
        let wide = own.is_some_and(|own| own.level() < DivisionLevel::Township);
        if self.division.trim().is_empty() && wide {
            typed.wrong("division", "请选择属地");
        }
        let division = typed.division(ctx, &self.division);
        let channel = typed.needed_choice("channel", "线索来源", &self.channel);
        let sweep_mode = typed.chosen("sweep_mode", "排查方式", &self.sweep_mode);
        let campaign = typed.chosen("campaign", "专项行动", &self.campaign);
        let sector = typed.chosen("sector", "重点领域", &self.sector);
        let found_on = typed.needed_day("found_on", "发现日期", &self.found_on);
        if found_on.is_some_and(|day| day > ctx.today()) {
            typed.wrong("found_on", "发现日期在将来，请填写实际发现或接报的日期");
        }
        let facts = typed.needed("facts", "主要情况", &self.facts, LONGEST_FACTS);
        let address = typed.words("address", "地点", &self.address, LONGEST_LINE);
        let mode = typed.words("mode", "集资模式", &self.mode, LONGEST_LINE);
        let amount = typed.money("amount", &self.amount, &self.amount_unit);
        let people = typed.people("people", &self.people);
        let needed = name.zip(division).zip(channel).zip(found_on).zip(facts);
        typed.finish(
            needed.map(
                |((((subject_name, division), channel), found_on), facts)| ClueFacts {
                    division,
                    subject,
                    subject_name,
                    channel,
                    sweep_mode,
                    campaign,
                    sector,
                    found_on,
                    facts,
                    address,
                    mode,
                    amount: amount.map(|a| a.value),
                    amount_approximate: amount.is_some_and(|a| a.approximate),
                    people: people.map(|p| p.value),
                    people_approximate: people.is_some_and(|p| p.approximate),
                },
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_credit_code_is_not_used_for_matching() {
        let draft = |uscc: &str| ClueDraft {
            uscc: uscc.to_owned(),
            ..ClueDraft::default()
        };
        assert!(draft("91140521MA0EXAMPLE").credit_code().is_none());
        assert!(draft("").credit_code().is_none());
    }

    #[test]
    fn none_of_these_is_a_choice_and_blank_is_not() {
        let choice = |subject: &str| {
            ClueDraft {
                subject: subject.to_owned(),
                ..ClueDraft::default()
            }
            .subject_choice()
        };
        assert_eq!(choice("").unwrap(), SubjectChoice::Open);
        assert_eq!(choice("none").unwrap(), SubjectChoice::Nobody);
        assert!(choice("XS-1").is_err());
    }
}
