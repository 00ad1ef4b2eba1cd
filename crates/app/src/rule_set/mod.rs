//! Rule sets (指标方案): drafting, changing, publishing by a second person, and which one is in force.
//! It must not know what an indicator says.

mod list;
mod moves;

pub use list::{RuleSetRow, get, in_force, list};
pub(crate) use moves::locked;
pub use moves::{RuleSetMoves, change, draft, moves, publish, withdraw};
