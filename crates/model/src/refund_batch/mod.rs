//! Refund batches (退付批次): money from the six kinds of sources of 条例 Art 26, shared out among the
//! confirmed claims by a stated rule, approved by a second person, paid. It must not know how the
//! shares are worked out.

mod allocation;
mod list;
mod record;
mod rule;
mod source;
mod state;
mod step;

pub use allocation::{AllocationRecord, Undecided};
pub use list::{BatchStatus, RefundBasis, SourceKind};
pub use record::RefundBatch;
pub use rule::RefundRule;
pub use source::RefundSource;
pub use state::{BatchState, BatchTurn, Payment};
