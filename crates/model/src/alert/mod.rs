//! Alerts (预警): what the index brought to the office's attention about one subject. An alert is a
//! reason to look: a person opens a clue from it, lets it rest until a day, or sets it aside with a
//! reason. It never changes the standing of a subject, and it must not know how the index is made.

mod list;
mod record;
mod state;
mod step;

pub use list::AlertStatus;
pub use record::{Alert, AlertPoint, Sighting};
pub use state::{AlertState, Ended, Rest};
