//! The outcome of a division (分配结果) and what a later batch must know of it. It must not know how
//! it was computed.

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use super::Rate;

/// Why a share is not paid now. It stays in the account and counts as available next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// 提存: the claim is disputed.
    Disputed,
    /// 待发: below the smallest payment; it comes with the next batch.
    BelowMinimum,
}

/// One claimant's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The claimant as named in the claim.
    pub claimant: Box<str>,
    /// The net loss.
    pub loss: Fen,
    /// Paid in earlier batches.
    pub earlier: Fen,
    /// To be paid now.
    pub paid: Fen,
    /// Set apart for this person and not paid now.
    pub held: Fen,
    /// Why it is held.
    pub why_held: Option<Held>,
    /// Paid in earlier batches beyond the loss as it now stands: to be asked back, never deducted
    /// from others.
    pub overpaid: Fen,
}

impl Share {
    /// What remains unpaid of the loss after this batch.
    pub fn unpaid(&self) -> Fen {
        Fen((self.loss.0 - self.earlier.0 - self.paid.0).max(0))
    }
}

/// A division. `available == reserved + paid + held + left`, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// One share for every claim, by claimant.
    pub shares: Vec<Share>,
    /// The money that was to be divided.
    pub available: Fen,
    /// Kept back by the rule before the division.
    pub reserved: Fen,
    /// Paid now, all together.
    pub paid: Fen,
    /// Set apart for persons and not paid now.
    pub held: Fen,
    /// Left over because everybody has reached the loss or the cap.
    pub left: Fen,
    /// All counted losses.
    pub total_loss: Fen,
    /// Paid in earlier batches, all together.
    pub earlier: Fen,
}

/// A payment that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// To whom.
    pub claimant: Box<str>,
    /// How much.
    pub paid: Fen,
}

/// A batch of payments that was carried out (已发放批次).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Batch {
    /// Its number, from 1.
    pub number: u32,
    /// What was paid to whom; nobody who got nothing.
    pub payments: Vec<Payment>,
}

impl Allocation {
    /// What this batch pays of all counted losses; `None` without losses.
    pub fn rate(&self) -> Option<Rate> {
        Rate::of(self.paid, self.total_loss)
    }

    /// What all batches together have paid of all counted losses: of each person at most the own loss.
    /// What somebody was paid beyond it settles nobody's loss.
    pub fn cumulative_rate(&self) -> Option<Rate> {
        let paid = self.paid.0.saturating_add(self.earlier.0);
        Rate::of(Fen(paid - self.overpaid().0), self.total_loss)
    }

    /// Paid in earlier batches beyond the losses as they now stand, all together: to be asked back.
    pub fn overpaid(&self) -> Fen {
        self.shares.iter().map(|share| share.overpaid).sum()
    }

    /// The share of this claimant.
    pub fn share(&self, claimant: &str) -> Option<&Share> {
        let at = self
            .shares
            .binary_search_by(|s| (*s.claimant).cmp(claimant));
        at.ok().and_then(|at| self.shares.get(at))
    }

    /// The batch that pays this division out.
    pub fn batch(&self, number: u32) -> Batch {
        let paid = self.shares.iter().filter(|share| share.paid > Fen::ZERO);
        let payments = paid.map(|share| Payment {
            claimant: share.claimant.clone(),
            paid: share.paid,
        });
        Batch {
            number,
            payments: payments.collect(),
        }
    }
}
