//! The moves of a likeness, each with the reason why it is refused. It must not know who may make them
//! or what follows for the records.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Judgement, Likeness, LikenessKind, LikenessState, Party};
use crate::{
    code::division::DivisionCode,
    ctx::Stamp,
    id::LikenessId,
    refusal::{Refusal, reason},
};

impl Likeness {
    /// A likeness found for the first time; `None` where both are one record, or no division holds
    /// both.
    pub fn found(
        id: LikenessId,
        kind: LikenessKind,
        parties: [(Party, DivisionCode); 2],
        percent: u8,
        reasons: Vec<String>,
        at: Timestamp,
    ) -> Option<Self> {
        let [(a, place_a), (b, place_b)] = parties;
        let division = place_a.ancestors().find(|d| d.contains(&place_b))?;
        if a.id == b.id {
            return None;
        }
        let (left, right) = if a.id < b.id { (a, b) } else { (b, a) };
        Some(Self {
            id,
            kind,
            left,
            right,
            division,
            percent: percent.clamp(1, 99),
            reasons,
            found_at: at,
            state: LikenessState::Open,
        })
    }

    /// Found again: what nobody has decided takes the new figures; a decision stands.
    pub fn found_again(mut self, percent: u8, reasons: Vec<String>) -> Self {
        if matches!(
            self.state,
            LikenessState::Open | LikenessState::Lapsed { .. }
        ) {
            self.percent = percent.clamp(1, 99);
            self.reasons = reasons;
            self.state = LikenessState::Open;
        }
        self
    }

    /// The records were compared again and are alike no longer. A decision stands.
    pub fn lapse(mut self, at: Timestamp) -> Self {
        if matches!(self.state, LikenessState::Open) {
            self.state = LikenessState::Lapsed { at };
        }
        self
    }

    /// 合并、确认串案: both are the same, with the reason. Of two subjects one file goes on.
    pub fn judge_same(
        mut self,
        stamp: Stamp,
        kept: Option<Uuid>,
        why: &str,
    ) -> Result<Self, Refusal> {
        let what = match self.kind {
            LikenessKind::Subject => "合并主体档案",
            LikenessKind::Clue => "确认串案",
        };
        self.undecided(what)?;
        if self.kind == LikenessKind::Subject && !kept.is_some_and(|id| self.is_about(id)) {
            return Err(Refusal::new(
                what,
                "没有选择保留哪一份档案",
                "请在两份档案中选择继续使用的一份",
            ));
        }
        let reason = reason(what, why)?;
        self.state = LikenessState::Same {
            judgement: Judgement { stamp, reason },
            kept: kept.filter(|_| self.kind == LikenessKind::Subject),
        };
        Ok(self)
    }

    /// 排除: they are two, with the reason.
    pub fn judge_different(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "排除疑似同一";
        self.undecided(WHAT)?;
        let reason = reason(WHAT, why)?;
        self.state = LikenessState::Different {
            judgement: Judgement { stamp, reason },
        };
        Ok(self)
    }

    /// 撤回: what was decided no longer counts, with the reason; somebody has to look again.
    pub fn withdraw(mut self, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "撤回判断";
        if !matches!(
            self.state,
            LikenessState::Same { .. } | LikenessState::Different { .. }
        ) {
            return Err(Refusal::new(
                WHAT,
                format!("目前是“{}”", self.status()),
                "已认定或已排除的才能撤回",
            ));
        }
        reason(WHAT, why)?;
        self.state = LikenessState::Open;
        Ok(self)
    }

    fn undecided(&self, what: &'static str) -> Result<(), Refusal> {
        match self.state {
            LikenessState::Open | LikenessState::Lapsed { .. } => Ok(()),
            _ => Err(Refusal::new(
                what,
                format!("目前是“{}”", self.status()),
                "如需改变，请先撤回原判断并写明理由",
            )),
        }
    }
}
