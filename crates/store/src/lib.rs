//! The store: the only SQL. Records with every earlier version, scoped reads, audited writes, the
//! journal, search, jobs, blobs and sessions, on SQLite and PostgreSQL. It must not know use cases
//! or HTTP.

mod blob;
mod column;
mod comparison;
mod connection;
mod constraint;
mod error;
mod job;
mod journal;
mod media;
mod migration;
mod page;
mod place;
mod reader;
mod reference;
mod scope;
mod search;
mod selection;
mod session;
mod setting;
mod store;
mod table;
mod tally;
mod unaudited;
mod write;

pub use blob::{Blob, Blobs};
pub use error::{Error, Result};
pub use job::{Job, JobState};
pub use journal::{
    Event, ExportSummary, Head, JournalFilter, JournalReader, Problem, Receipt, Touched,
    Verification, verify_export,
};
pub use media::{Agreement, Media};
pub use migration::SchemaState;
pub use page::Page;
pub use reader::{Group, Reader, RowOut, Stored, Version};
pub use reference::Industry;
pub use search::Found;
pub use session::{Session, Throttle};
pub use store::{Snapshot, Store};
pub use write::Write;
