//! The journal: what was done, by whom, to which versions, in a signed Merkle tree (RFC 6962).

mod append;
mod entry;
mod head;
mod key;
mod merkle;

pub(crate) use append::{Append, append};
pub(crate) use entry::{Touch, body_hash};
pub(crate) use head::{OpenHead, lock};
pub use head::{Head, Receipt};
pub(crate) use key::JournalKey;
