//! Who does what by when (一事一策). It must not know where the item stands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Track;
use crate::{id::UnitId, refusal::Refusal};

/// Who does what by when (一事一策).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Responsible unit.
    pub unit: UnitId,
    /// Responsible person.
    pub owner: String,
    /// Leader in charge.
    pub leader: String,
    /// The way of disposal.
    pub track: Track,
    /// The plan.
    pub plan: String,
    /// By when.
    pub due: Date,
}

impl Assignment {
    /// Owner, leader and plan must be named.
    pub fn checked(self, attempt: &'static str) -> Result<Self, Refusal> {
        let missing = [
            (&self.owner, "责任人"),
            (&self.leader, "分管领导"),
            (&self.plan, "处置方案"),
        ]
        .into_iter()
        .find(|(text, _)| text.trim().is_empty());
        match missing {
            Some((_, what)) => Err(Refusal::new(
                attempt,
                format!("没有填写{what}"),
                "请补充后再提交",
            )),
            None => Ok(self),
        }
    }

    /// The due day must not lie before `from`.
    pub fn due_from(&self, attempt: &'static str, from: Date) -> Result<(), Refusal> {
        if self.due < from {
            return Err(Refusal::new(
                attempt,
                format!("完成时限{}早于今天", self.due),
                "请把时限改为今天或以后",
            ));
        }
        Ok(())
    }
}
