//! Evidence files (证据材料): attached to a record, listed, opened. Who sees the record sees its
//! files; every opening is journaled. It must not know uploads or pages.

mod add;
mod attached_to;
mod file_name;
mod open;

pub(crate) use add::prepared;
pub use add::{Added, LARGEST, NewFile, add};
pub use attached_to::AttachedTo;
pub use open::{Opened, list_of, open};
