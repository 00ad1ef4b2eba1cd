//! Patterns over accounts, each with its evidence, its reason in words and its parameters as data. A finding is a
//! reason to look, never a verdict. It must not know files or the database.

#[cfg(test)]
mod account_cases;
mod account_watch;
mod crowd;
mod curve;
pub mod cycle;
mod day_book;
pub mod dormant;
mod episode;
pub(crate) mod event;
mod evidence;
mod find;
mod finding;
pub mod fixed_rate;
pub mod gather;
pub mod gather_scatter;
pub mod large;
pub mod late_phase;
mod link;
mod lookout;
pub mod many_payers;
pub mod memo_words;
mod met_days;
pub mod new_money;
mod parameters;
pub(crate) mod payer;
pub mod payout_day;
#[cfg(test)]
mod pool_cases;
mod pool_watch;
#[cfg(test)]
mod properties;
pub mod public_to_private;
pub mod scatter;
pub mod scatter_gather;
pub mod stranger;
mod strength;
pub mod transit;
pub mod under_threshold;
mod watch;
mod window;
mod window_rule;
mod words;
mod working_day;

pub use find::{find, look};
pub(crate) use finding::money;
pub use finding::{CAUTION, Finding, Pattern};
pub use lookout::{OrdinaryAccount, Outlook};
pub use parameters::{ParameterError, Parameters, Sheet, Yuan};
pub use watch::Watch;
pub(crate) use words::with_small_letters;
pub use words::{HolderWords, MemoWords, WordLists};
