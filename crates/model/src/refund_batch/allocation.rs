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
    /// Paid by earlier batches beyond the losses as they now stand: to be asked back. It pays nobody's
    /// loss. Older records have none.
    #[serde(default)]
    pub overpaid: Fen,
    /// Claims that were not decided when the money was shared out.
    #[serde(default)]
    pub undecided: Undecided,
}

/// Claims that are registered and neither confirmed nor ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Undecided {
    /// How many.
    pub claims: u64,
    /// The losses they claim.
    pub loss: Fen,
    /// What they would get of this batch if everything claimed were confirmed: the reserve proposed.
    pub share: Fen,
}

impl AllocationRecord {
    /// What of the loss has been paid so far, in hundredths of a percent, rounded down. Nobody counts
    /// with more than the own loss.
    pub fn rate(&self) -> i64 {
        if self.loss <= Fen::ZERO {
            return 0;
        }
        let paid =
            i128::from(self.earlier.0) + i128::from(self.paid.0) - i128::from(self.overpaid.0);
        i64::try_from(paid * 10_000 / i128::from(self.loss.0)).unwrap_or(i64::MAX)
    }
}
