//! Money: from bank statements to transfers, patterns, participants' accounts, refunds and traces.
//! Plain data in, plain data out, the same answer for the same input in any order. It must not know
//! files, the database or HTTP. Amounts are integer fen; no floating point touches money.

pub mod claim;
pub mod graph;
pub mod ordinary;
pub mod participant;
pub mod pattern;
pub mod reconcile;
pub mod refund;
#[cfg(test)]
mod story;
pub mod trace;
pub mod transfer;

/// Number of the method: raised with every change after which the same statements may come to other transfers, findings
/// or participants, so that what was worked out before can be told from what would be now.
pub const METHOD: u32 = 3;
