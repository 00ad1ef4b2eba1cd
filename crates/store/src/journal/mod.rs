//! The journal: what was done, by whom, to which versions, in a signed Merkle tree (RFC 6962).

mod append;
mod chain;
mod entry;
mod export;
mod head;
mod key;
mod list;
mod merkle;
mod problem;
mod verify;
mod verify_bodies;
mod verify_export;
mod walk;

pub(crate) use append::{Append, append};
pub(crate) use entry::{Touch, body_hash};
pub use export::ExportSummary;
pub use head::{Head, Receipt};
pub(crate) use head::{OpenHead, lock};
pub(crate) use key::JournalKey;
pub use list::{Event, JournalFilter, JournalReader, Touched};
pub(crate) use merkle::{hex, unhex};
pub use problem::{Problem, Verification};
pub use verify_export::verify_export;
