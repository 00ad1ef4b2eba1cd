//! Refunds (清退、返还): money at hand divided among the people who lost, to the fen, in batches. It
//! must not know files, the database, nor how a claim was proved.

mod allocate;
mod allocation;
mod claim;
mod compare;
mod error;
mod level;
mod rate;
mod rounding;
mod rule;
mod source;
mod sum;

pub use allocate::allocate;
pub use allocation::{Allocation, Batch, Held, Payment, Share};
pub use claim::{Claim, Standing};
pub use compare::{Cause, Change, Run, compare};
pub use error::RefundError;
pub use rate::Rate;
pub use rule::{Basis, Priority, Reserve, Rule};
pub use source::{Due, Obligor, Receipt, SourceLedger, Split, refund_before_fine};
