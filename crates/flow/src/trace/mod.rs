//! Following money from an account over hops and time, forward to where it went or back to where it came from. What
//! the rule cannot know is said, not guessed. It must not know patterns or files.

#[cfg(test)]
mod cases;
mod fifo;
mod follow;
mod kept;
mod picture;
mod place;
mod proportional;
mod table;

pub use follow::follow;
pub use kept::{Cut, Direction, End, Options, Rule, Start, Trace, TraceEdge, TraceNode, TracePart};
pub use picture::{Picture, svg};
pub use place::{Column, Map, Place, map};
pub use table::{TraceRow, csv, rows};
