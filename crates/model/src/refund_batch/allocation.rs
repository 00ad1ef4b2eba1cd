//! What sharing the money out came to: totals on the record, the lines in a blob. It must not know
//! how they were worked out.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{id::ClaimId, money::Fen};

/// The allocation of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationRecord {
    /// SHA-256 of the blob that holds the lines, each a [`ClaimShare`].
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
    /// What is left over or held back.
    pub left: Fen,
}

/// One person's line of an allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimShare {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: String,
    /// The confirmed loss.
    pub loss: Fen,
    /// What earlier batches paid.
    pub earlier: Fen,
    /// What this batch pays.
    pub paid: Fen,
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
