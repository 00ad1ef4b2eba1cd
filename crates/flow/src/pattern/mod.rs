//! Patterns over accounts, each with its evidence, its reason in words and its parameters as data. A finding is a
//! reason to look, never a verdict. It must not know files or the database.

#[cfg(test)]
mod account_cases;
mod account_watch;
mod day_book;
pub mod dormant;
mod episode;
mod event;
mod evidence;
mod find;
mod finding;
pub mod gather;
pub mod gather_scatter;
pub mod large;
pub mod many_payers;
mod met_days;
mod parameters;
#[cfg(test)]
mod properties;
pub mod public_to_private;
pub mod scatter;
pub mod transit;
pub mod under_threshold;
mod window;
mod window_rule;
mod words;
mod working_day;

pub use find::find;
pub use finding::{CAUTION, Finding, Pattern};
pub use parameters::{ParameterError, Parameters, Sheet, Yuan};
pub use words::{HolderWords, MemoWords, WordLists};
