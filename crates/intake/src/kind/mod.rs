//! Kinds of tables (表的种类): which fields a register of subjects or a clue ledger has, and by which
//! names offices call them. Kinds are data (`kinds/*.toml`). It must not know files or rows.

mod definition;
mod shipped;

pub use definition::{Choice, Field, FieldId, FieldType, Kind, KindError};
pub use shipped::{SHIPPED, shipped};
