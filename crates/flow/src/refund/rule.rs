//! How money is divided (分配规则), as data that a decision document states. It must not know
//! claims.

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use super::{Rate, RefundError};

/// What a person's share is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 按净损失: unreturned principal after interest, dividends and commission were set off.
    #[default]
    NetLoss,
    /// 按集资额: what was paid in (2019 两高一部意见: 按照集资参与人的集资额比例), never above the net loss.
    Contribution,
}

/// A class of claimants that is served before the others (优先清退), up to a level that the others
/// then reach before anybody goes further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// The class as the claims name it.
    pub class: Box<str>,
    /// The share of the loss up to which it goes first; the whole loss when absent.
    pub up_to: Option<Rate>,
    /// The law, judgment or decision it rests on. A priority without ground is refused.
    pub ground: Box<str>,
}

/// Money kept back for claims that may still come or are not decided (预留).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    /// What for, with the decision it rests on.
    pub ground: Box<str>,
    /// A fixed sum in fen.
    #[serde(default)]
    pub amount: Fen,
    /// A share of the money available, rounded down to the fen; added to `amount`.
    pub share: Option<Rate>,
}

/// A rule of division. The default divides everything in proportion to net losses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// What shares are measured by.
    pub basis: Basis,
    /// Classes that go first, in this order.
    pub priorities: Vec<Priority>,
    /// Money kept back.
    pub reserves: Vec<Reserve>,
    /// Nobody gets more than this from all batches together, in fen.
    pub cap: Option<Fen>,
    /// Nobody gets more than this share of the loss from all batches together.
    pub cap_rate: Option<Rate>,
    /// A payment below this many fen waits for the next batch, unless it settles the loss.
    pub minimum: Fen,
    /// Who gets the odd fen when remainders are equal: by the claimants' numbers when absent, else
    /// in an order drawn from this number, so that the same people do not come first in every batch.
    pub tie_seed: Option<u64>,
}

impl Rule {
    /// The sum kept back from this much money.
    pub(super) fn reserved(&self, available: Fen) -> Result<Fen, RefundError> {
        let mut sum = 0_i128;
        for reserve in &self.reserves {
            let share = reserve.share.map_or(Fen::ZERO, |r| r.floor_of(available));
            sum += i128::from(reserve.amount.0) + i128::from(share.0);
        }
        if sum > i128::from(available.0) {
            return Err(RefundError::Rule(format!(
                "预留合计超过可分配资金 {available} 元，请减少预留"
            )));
        }
        Ok(Fen(i64::try_from(sum).unwrap_or(i64::MAX)))
    }

    pub(super) fn check(&self) -> Result<(), RefundError> {
        let refuse = |text: String| Err(RefundError::Rule(text));
        for priority in &self.priorities {
            if priority.ground.trim().is_empty() {
                return refuse(format!("优先类别“{}”没有写依据", priority.class));
            }
            if priority.up_to.is_some_and(|rate| !rate.is_at_most_one()) {
                return refuse(format!("优先类别“{}”的比例超过 100%", priority.class));
            }
        }
        for reserve in &self.reserves {
            if reserve.ground.trim().is_empty() {
                return refuse("有一项预留没有写依据".to_owned());
            }
            if reserve.amount < Fen::ZERO {
                return refuse(format!("预留“{}”是负数", reserve.ground));
            }
            if reserve.share.is_some_and(|rate| !rate.is_at_most_one()) {
                return refuse(format!("预留“{}”的比例超过 100%", reserve.ground));
            }
        }
        if self.cap_rate.is_some_and(|rate| !rate.is_at_most_one()) {
            return refuse("每人上限比例超过 100%".to_owned());
        }
        if self.minimum < Fen::ZERO || self.cap.is_some_and(|cap| cap < Fen::ZERO) {
            return refuse("每人上限和最低付款额不能是负数".to_owned());
        }
        Ok(())
    }
}
