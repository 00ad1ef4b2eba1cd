//! Risk items (风险隐患清单, 挂账销号): opened with owner, leader, plan and due date → in disposal →
//! close-out applied for with evidence → verified by someone else → closed, or sent back; re-opening
//! keeps the history. It must not know clues.

mod assignment;
mod list;
mod record;
mod state;
mod step;

pub use assignment::Assignment;
pub use list::{RiskStatus, Track};
pub use record::RiskItem;
pub use state::{CloseApplication, Progress, RiskState, Turn, Verification};
