//! Clues (线索) and their way: registered → accepted or refused → first check → assessed → risk item
//! opened, or set aside. It must not know how they are stored or who is asked next.

mod facts;
mod list;
mod record;
mod state;
mod step;

pub use facts::ClueFacts;
pub use list::{Channel, CheckConclusion, ClueStatus, SweepMode};
pub use record::Clue;
pub use state::{Acceptance, ClueState, FirstCheck, Reassignment};
