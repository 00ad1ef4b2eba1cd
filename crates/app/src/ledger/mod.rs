//! Ledgers (台账): rows of a definition as one reader sees them, now or as they stood on a past day,
//! narrowed, ordered, counted and taken out. It must not know pages or files' places.

mod ask;
pub(crate) mod column;
mod export;
mod name;
mod order;
mod read;
mod sheet;

pub use ask::{Ask, AskProblem, Given};
pub use column::{Print, Shown};
pub use export::{Exported, Format, export};
pub(crate) use name::Names;
pub use order::is_long;
pub(crate) use read::cells;
pub use read::{LedgerRow, LedgerSummary, Listed, list, open, rows, summaries};
