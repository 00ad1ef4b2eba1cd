//! Tasks (待办任务): what each unit owes by when, handed in, accepted or sent back. It must not know
//! how plans are read.

mod list;
mod moves;
mod raise;
mod todo;

pub use list::{TaskFilter, TaskLine, Which, count, list};
pub(crate) use list::{late, owed_states};
pub use moves::{
    SubmitDraft, accept, campaign_title, check_submit, get, may_decide, may_submit, send_back,
    submit,
};
pub(crate) use raise::at_start;
pub(crate) use raise::raise;
pub use raise::raise_due;
pub use todo::{MOST, Todo, todo, waiting};
