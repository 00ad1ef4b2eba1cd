//! Statements become transfers: each source row ends as a transfer, as the other side of one, or as
//! a listed exception, and the three counts add up. It must not know files, patterns or people.

mod assemble;
mod balance;
mod booked_order;
mod coverage;
mod crowd;
mod draft;
mod edges;
mod exception;
mod holder;
mod holding;
mod item;
mod listed;
mod mask;
mod name_twin;
mod node;
mod overlap;
mod result;
mod reversal;
mod same_account;
mod stated;
mod totals;
mod twin;

pub use assemble::{reconcile, reconcile_all};
pub use exception::{Check, CheckKind, Exception, ExceptionKind};
pub use holder::holder_kind;
pub use result::{Continuity, Counts, Holding, Options, Reconciliation};
