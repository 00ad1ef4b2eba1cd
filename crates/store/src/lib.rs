//! The store: the only SQL. Records with every earlier version, scoped reads, audited writes, the
//! journal, search, jobs, blobs and sessions, on SQLite and PostgreSQL. It must not know use cases
//! or HTTP.

mod column;
mod comparison;
mod connection;
mod constraint;
mod error;
mod journal;
mod migration;
mod page;
mod reader;
mod scope;
mod search;
mod selection;
mod store;
mod table;
mod write;

pub use error::{Error, Result};
pub use journal::{Head, Receipt};
pub use migration::SchemaState;
pub use page::Page;
pub use reader::{Group, Reader, RowOut, Stored, Version};
pub use search::Found;
pub use store::{Snapshot, Store};
pub use write::Write;
