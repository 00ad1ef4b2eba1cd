//! The moves of a claim, each with the reason why it is refused. It must not know who may make them
//! or how they are stored.

use jiff::civil::Date;

use super::{
    Claim, ClaimCheck, ClaimState, ClaimStatus, Confirmation, Objection, Settlement, SettlementKind,
};
use crate::{
    ctx::Stamp,
    refusal::{Refusal, reason},
};

impl Claim {
    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("申报{}目前是“{}”", self.number, self.status()),
            next,
        )
    }

    /// 登记: a name and figures that can be; a claim of nothing paid in is none.
    pub fn registered(mut self) -> Result<Self, Refusal> {
        const WHAT: &str = "登记申报";
        self.claimant.name = self.claimant.name.trim().to_owned();
        if self.claimant.name.is_empty() {
            return Err(Refusal::new(WHAT, "没有填写申报人姓名", "请按身份证件填写"));
        }
        self.claimed = self.claimed.checked(WHAT)?;
        if self.claimed.paid_in.0 == 0 {
            return Err(Refusal::new(
                WHAT,
                "投入本金为 0",
                "没有投入本金的，不登记为集资参与人",
            ));
        }
        Ok(self)
    }

    /// 更正申报: what was taken down, before anything was confirmed; a comparison made before no
    /// longer stands.
    pub fn change(mut self, to: Self) -> Result<Self, Refusal> {
        if !matches!(self.state, ClaimState::Registered | ClaimState::Checked) {
            return Err(self.refuse_move("更正申报", "确认以后请通过异议更正，以便留下理由"));
        }
        let to = to.registered()?;
        self.claimant = to.claimant;
        self.accounts = to.accounts;
        self.payee = to.payee;
        self.claimed = to.claimed;
        self.documents = to.documents;
        self.check = None;
        self.state = ClaimState::Registered;
        Ok(self)
    }

    /// 变更收款账户: as long as money may still be paid.
    pub fn pay_to(mut self, payee: super::PayeeAccount) -> Result<Self, Refusal> {
        if matches!(self.state, ClaimState::Settled { .. }) {
            return Err(self.refuse_move("变更收款账户", "已办结的申报不再付款"));
        }
        self.payee = Some(payee);
        Ok(self)
    }

    /// 核对: compared with the statements, as often as there are new ones.
    pub fn checked(mut self, check: ClaimCheck) -> Result<Self, Refusal> {
        if matches!(self.state, ClaimState::Settled { .. }) {
            return Err(self.refuse_move("核对申报", "已办结的申报不再核对"));
        }
        if self.state == ClaimState::Registered {
            self.state = ClaimState::Checked;
        }
        self.check = Some(check);
        Ok(self)
    }

    /// 确认: by somebody other than who took it down; other figures than the claimed ones need a
    /// reason.
    pub fn confirm(mut self, confirmation: Confirmation) -> Result<Self, Refusal> {
        const WHAT: &str = "确认申报";
        if !matches!(self.state, ClaimState::Registered | ClaimState::Checked) {
            return Err(self.refuse_move(WHAT, "有不同意见的，请登记异议后答复"));
        }
        let confirmation = self.confirmable(WHAT, confirmation)?;
        self.state = ClaimState::Confirmed { confirmation };
        Ok(self)
    }

    fn confirmable(
        &self,
        what: &'static str,
        mut confirmation: Confirmation,
    ) -> Result<Confirmation, Refusal> {
        if self.registered.by.is_some() && self.registered.by == confirmation.stamp.by {
            return Err(Refusal::new(
                what,
                "登记人和确认人是同一人",
                "请由另一人确认",
            ));
        }
        confirmation.figures = confirmation.figures.checked(what)?;
        confirmation.opinion = confirmation.opinion.trim().to_owned();
        if confirmation.figures != self.claimed && confirmation.opinion.is_empty() {
            return Err(Refusal::new(
                what,
                "确认金额与申报不同，没有写明理由",
                "请写明依据，申报人有权知道",
            ));
        }
        Ok(confirmation)
    }

    /// 登记异议: against what was confirmed.
    pub fn object(mut self, stamp: Stamp, raised: Date, text: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "登记异议";
        let ClaimState::Confirmed { confirmation } = &self.state else {
            return Err(self.refuse_move(WHAT, "已确认的申报才能提出异议"));
        };
        if raised > stamp.day() {
            return Err(Refusal::new(
                WHAT,
                format!("提出日期{raised}在将来"),
                "请填写实际日期",
            ));
        }
        let text = reason(WHAT, text)?;
        let objection = Objection {
            stamp,
            raised,
            text,
            against: confirmation.clone(),
        };
        self.state = ClaimState::Objected { objection };
        Ok(self)
    }

    /// 答复异议: what counts from now on, with the reason; objection and answer are kept.
    pub fn answer(mut self, confirmation: Confirmation) -> Result<Self, Refusal> {
        const WHAT: &str = "答复异议";
        let ClaimState::Objected { objection } = &self.state else {
            return Err(self.refuse_move(WHAT, "没有待答复的异议"));
        };
        let objection = objection.clone();
        let confirmation = Confirmation {
            opinion: reason(WHAT, &confirmation.opinion)?,
            ..confirmation
        };
        let confirmation = self.confirmable(WHAT, confirmation)?;
        self.answered.push((objection, confirmation.clone()));
        self.state = ClaimState::Confirmed { confirmation };
        Ok(self)
    }

    /// 办结: no objection may be open; whoever waives or is not recognised need not be confirmed.
    pub fn settle(mut self, settlement: Settlement) -> Result<Self, Refusal> {
        const WHAT: &str = "办结申报";
        let unconfirmed = matches!(
            settlement.kind,
            SettlementKind::Waived | SettlementKind::NotRecognised
        );
        let may = match self.status() {
            ClaimStatus::Confirmed => true,
            ClaimStatus::Registered | ClaimStatus::Checked => unconfirmed,
            ClaimStatus::Objected | ClaimStatus::Settled => false,
        };
        if !may {
            return Err(self.refuse_move(WHAT, "请先确认申报、答复异议，再办结"));
        }
        let note = reason(WHAT, &settlement.note)?;
        self.state = ClaimState::Settled {
            confirmation: self.confirmation().cloned(),
            settlement: Settlement { note, ..settlement },
        };
        Ok(self)
    }
}
