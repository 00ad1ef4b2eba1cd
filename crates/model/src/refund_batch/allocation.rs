//! What sharing the money out came to: totals on the record, the lines in a blob. It must not know
//! how they were worked out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::money::Fen;

/// The allocation of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationRecord {
    /// SHA-256 of the blob that holds the lines, with everything they were worked out from.
    pub lines: String,
    /// Digest of everything it rests on: claims and their figures, money, rule, earlier batches.
    pub inputs: String,
    /// When it was worked out.
    pub at: Timestamp,
    /// People who take part.
    pub people: u64,
    /// What they have lost in all.
    pub loss: Fen,
    /// What earlier batches paid them.
    pub earlier: Fen,
    /// What this batch pays.
    pub paid: Fen,
    /// Kept back by the rule for late claims.
    pub reserved: Fen,
    /// Set apart for people whose claim is objected to, or below the least payment.
    pub held: Fen,
    /// Left over because everybody has reached the loss or the cap.
    pub left: Fen,
}

impl AllocationRecord {
    /// Everything paid so far against the loss, in hundredths of a percent, rounded down.
    pub fn rate(&self) -> i64 {
        if self.loss <= Fen::ZERO {
            return 0;
        }
        let paid = i128::from(self.earlier.0) + i128::from(self.paid.0);
        i64::try_from(paid * 10_000 / i128::from(self.loss.0)).unwrap_or(i64::MAX)
    }
}
