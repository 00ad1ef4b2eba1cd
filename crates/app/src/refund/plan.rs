//! A division as lines for programs (the contract of `refund plan --json`). It must not know files.

use fangfei_flow::refund::{Allocation, Held, Share};
use serde::Serialize;

/// One claimant's line. What is absent is zero or does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanLine<'a> {
    /// As named in the claims.
    pub claimant: &'a str,
    /// Net loss in fen.
    pub loss_fen: i64,
    /// To be paid now, in fen.
    pub paid_fen: i64,
    /// Paid in earlier batches.
    #[serde(skip_serializing_if = "is_zero")]
    pub earlier_fen: i64,
    /// Set apart and not paid now.
    #[serde(skip_serializing_if = "is_zero")]
    pub held_fen: i64,
    /// Why it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_held: Option<Held>,
    /// Paid earlier beyond the loss, to be asked back.
    #[serde(skip_serializing_if = "is_zero")]
    pub overpaid_fen: i64,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanTotal {
    /// Always `total`.
    pub kind: &'static str,
    /// The money that was to be divided.
    pub available_fen: i64,
    /// To be paid now.
    pub paid_fen: i64,
    /// 清退率: what this and all earlier batches pay of all counted losses, of each person at most the
    /// own loss; `null` without losses. Shown only: `paid_fen + earlier_fen − overpaid_fen` over
    /// `loss_fen` is the exact fraction.
    pub rate: Option<f64>,
    /// All counted losses.
    pub loss_fen: i64,
    /// Paid in earlier batches.
    pub earlier_fen: i64,
    /// Of that, paid beyond the losses as they now stand: to be asked back.
    #[serde(skip_serializing_if = "is_zero")]
    pub overpaid_fen: i64,
    /// Kept back by the rule.
    pub reserved_fen: i64,
    /// Set apart for persons and not paid now.
    pub held_fen: i64,
    /// Left over because everybody has reached the loss or the cap.
    pub left_fen: i64,
    /// Number of claims.
    pub claimants: usize,
    /// The number of the batch, which also draws the order of equal remainders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<u64>,
}

fn is_zero(fen: &i64) -> bool {
    *fen == 0
}

impl<'a> From<&'a Share> for PlanLine<'a> {
    fn from(share: &'a Share) -> Self {
        Self {
            claimant: &share.claimant,
            loss_fen: share.loss.0,
            paid_fen: share.paid.0,
            earlier_fen: share.earlier.0,
            held_fen: share.held.0,
            why_held: share.why_held,
            overpaid_fen: share.overpaid.0,
        }
    }
}

impl PlanTotal {
    /// The last line of a division.
    pub fn of(allocation: &Allocation, batch: Option<u64>) -> Self {
        let rate = allocation.cumulative_rate();
        Self {
            kind: "total",
            available_fen: allocation.available.0,
            paid_fen: allocation.paid.0,
            rate: rate.and_then(|rate| rate.decimal(15).parse().ok()),
            loss_fen: allocation.total_loss.0,
            earlier_fen: allocation.earlier.0,
            overpaid_fen: allocation.overpaid().0,
            reserved_fen: allocation.reserved.0,
            held_fen: allocation.held.0,
            left_fen: allocation.left.0,
            claimants: allocation.shares.len(),
            batch,
        }
    }
}

/// All lines but the last.
pub fn plan_lines(allocation: &Allocation) -> impl Iterator<Item = PlanLine<'_>> {
    allocation.shares.iter().map(PlanLine::from)
}
