//! The rules in force (规则): word classes, calendar, cut points, ledgers, returns. Shipped with the
//! program, overridden file by file from the data folder's `rules`.

mod cut_points;
mod file;
mod load;
mod terms;

pub use file::{RuleFile, RuleProblem};
pub use load::{LoadedReturn, Rules};
pub use terms::Terms;
