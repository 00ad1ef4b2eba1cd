//! What one person claims (集资参与人的债权), as the division needs it. It must not know documents
//! or statements.

use fangfei_model::{claim::ClaimFigures, money::Fen};
use serde::{Deserialize, Serialize};

use super::RefundError;

/// Whether a claim takes part in the division.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// 已确认: counted and paid.
    #[default]
    Admitted,
    /// 有争议: counted, its share kept in deposit (提存) until the dispute is decided.
    Disputed {
        /// What is disputed.
        reason: Box<str>,
    },
    /// 不予清退: neither counted nor paid, such as fund-raisers, helpers and defendants
    /// (条例 Arts 3, 25).
    Excluded {
        /// Why, with the document it rests on.
        reason: Box<str>,
    },
}

impl Standing {
    /// Its name.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Admitted => "已确认",
            Self::Disputed { .. } => "有争议",
            Self::Excluded { .. } => "不予清退",
        }
    }
}

/// One person's claim. A person with several contracts is one claim: what was gained on one
/// contract is set off against the loss on another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Claim {
    /// Number or name that tells the person apart.
    pub claimant: Box<str>,
    /// Principal paid in (投入本金).
    pub paid_in: Fen,
    /// Principal returned before the case (已返还本金).
    pub returned: Fen,
    /// Interest, dividends, rebates and commission received (已收利息、分红、返利、提成); set off
    /// against unpaid principal (2019 两高一部意见).
    pub received: Fen,
    /// The class a rule may give priority to; none for ordinary claimants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Box<str>>,
    /// Whether it takes part.
    #[serde(flatten)]
    pub standing: Standing,
}

impl Claim {
    /// An admitted claim of an ordinary claimant.
    pub fn new(claimant: &str, paid_in: Fen, returned: Fen, received: Fen) -> Self {
        Self {
            claimant: claimant.into(),
            paid_in,
            returned,
            received,
            ..Self::default()
        }
    }

    /// The net loss (净损失): principal paid in − principal returned − interest, dividends and
    /// commission received; nothing below zero.
    pub fn loss(&self) -> Fen {
        let figures = ClaimFigures {
            paid_in: self.paid_in,
            returned: self.returned,
            received: self.received,
        };
        figures.loss()
    }

    /// Whether the claim is counted in the division.
    pub fn counts(&self) -> bool {
        !matches!(self.standing, Standing::Excluded { .. })
    }

    pub(super) fn check(&self) -> Result<(), RefundError> {
        if self.claimant.trim().is_empty() {
            return Err(RefundError::Nameless);
        }
        let figures = [
            ("投入本金", self.paid_in),
            ("已返还本金", self.returned),
            ("已收利息、分红、提成", self.received),
        ];
        match figures.into_iter().find(|(_, amount)| *amount < Fen::ZERO) {
            Some((what, amount)) => Err(RefundError::Negative {
                claimant: self.claimant.clone(),
                what,
                amount,
            }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_got_more_than_he_paid_in_has_no_loss() {
        let claim = |a, b, c| Claim::new("甲", Fen(a), Fen(b), Fen(c)).loss();
        assert_eq!(claim(10_000, 2_000, 3_000), Fen(5_000));
        assert_eq!(claim(10_000, 2_000, 9_000), Fen::ZERO);
        assert_eq!(claim(0, i64::MAX, i64::MAX), Fen::ZERO);
        assert_eq!(claim(i64::MAX, 0, 0), Fen(i64::MAX));
    }
}
