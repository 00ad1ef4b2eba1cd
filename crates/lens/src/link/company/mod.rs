//! Company names: taken apart and compared. It must not know persons or addresses.

mod anatomy;
mod compare;
mod features;
mod unlisted;
mod weights;
mod words;

pub use anatomy::{Anatomy, Note, NoteKind, Part, anatomy};
pub use compare::{compare, compare_parts};
pub use features::{FEATURES, features};
pub(in crate::link) use unlisted::UnlistedMarks;
