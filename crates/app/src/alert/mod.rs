//! Alerts (预警): raised by a run of the index, merged with what is open about the same subject,
//! worked through by people: a clue, a rest until a day, or set aside with a reason. It must not know
//! how the index is made, and it never changes a subject.

mod list;
mod moves;
mod raise;

pub use list::{AlertFilter, AlertRow, count, list, of_subject, open_count};
pub use moves::{AlertMoves, get, moves, open_clue, rest, set_aside, wake};
pub(crate) use raise::raise;
