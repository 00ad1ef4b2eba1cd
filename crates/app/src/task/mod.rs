//! Tasks (待办任务): what each unit owes by when, handed in, accepted or sent back. It must not know
//! how plans are read.

mod raise;
mod todo;

pub use raise::raise_due;
pub use todo::{Todo, todo, waiting};
