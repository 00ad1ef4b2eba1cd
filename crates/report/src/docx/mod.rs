//! Papers in the official form of GB/T 9704-2012 (党政机关公文格式), and form tables.

mod block;
mod body;
mod end;
mod head;
mod page;
mod paper;
mod style;
mod table;

pub use block::{Block, Form, FormCell, FormRow, Table};
pub use paper::{Attachment, Paper, PrintLine, RedHead, Signature, one_by_one};
