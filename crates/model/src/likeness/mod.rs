//! Likenesses (疑似同一): two files of subjects that may be one, or two clues that may belong together
//! (串案). The program says why it thinks so; a person decides, and may take the decision back. It must
//! not know how likenesses are found.

mod list;
mod record;
mod state;
mod step;

pub use list::{LikenessKind, LikenessStatus};
pub use record::{Likeness, Party};
pub use state::{Judgement, LikenessState};
