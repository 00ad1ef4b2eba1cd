//! The audited write transaction: the only way to change records. It must not know use cases.

mod insert;
mod many_rows;
mod number;
mod projection;
mod transaction;
mod update;

pub(crate) use many_rows::ManyRows;
pub(crate) use projection::{Projection, scope_values};
pub use transaction::Write;
