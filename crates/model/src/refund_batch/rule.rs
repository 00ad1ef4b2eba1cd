//! By which rule the money is shared out. It must not know the claims.

use serde::{Deserialize, Serialize};

use super::RefundBasis;
use crate::{money::Fen, refusal::Refusal};

/// The rule of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRule {
    /// In proportion to what.
    pub basis: RefundBasis,
    /// The most that one person is paid over all batches.
    pub cap: Option<Fen>,
    /// Payments below this wait for a later batch.
    pub least: Option<Fen>,
    /// Held back for late and disputed claims.
    pub reserve: Fen,
    /// Why this rule, where it is not the usual one: the decision that set it.
    pub ground: String,
}

impl Default for RefundRule {
    /// In proportion to principal not returned, everything received set off (2019 两高一部意见).
    fn default() -> Self {
        Self {
            basis: RefundBasis::NetLoss,
            cap: None,
            least: None,
            reserve: Fen::ZERO,
            ground: String::new(),
        }
    }
}

impl RefundRule {
    /// Whether it departs from the usual rule.
    pub fn unusual(&self) -> bool {
        self.basis != RefundBasis::NetLoss
            || self.cap.is_some()
            || self.least.is_some()
            || self.reserve > Fen::ZERO
    }

    /// A rule of its own needs the decision that set it.
    pub fn checked(mut self, what: &'static str, available: Fen) -> Result<Self, Refusal> {
        self.ground = self.ground.trim().to_owned();
        let negative = [self.cap, self.least, Some(self.reserve)]
            .into_iter()
            .flatten()
            .any(|fen| fen < Fen::ZERO);
        if negative {
            return Err(Refusal::new(
                what,
                "规则中的金额是负数",
                "请填写不小于 0 的金额",
            ));
        }
        if self.reserve > available {
            return Err(Refusal::new(
                what,
                format!("预留 {} 元超过本批资金", self.reserve.grouped()),
                "请减少预留",
            ));
        }
        if self.unusual() && self.ground.is_empty() {
            return Err(Refusal::new(
                what,
                "采用了特别的分配规则，没有写明依据",
                "请写明确定这一规则的会议纪要或批准文书",
            ));
        }
        Ok(self)
    }
}
