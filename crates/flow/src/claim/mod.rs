//! Claims beside statements (债权核对): what a person claims, compared figure by figure with what the
//! statements show of this person, and how well it is proved. It must not decide a claim: a person
//! confirms it, and the claimant may object.

mod compare;
mod grade;
mod identity;
mod seen;

pub use compare::{Comparison, compare};
pub use grade::grade;
pub use identity::{Holding, Shared, names_agree, other_name, shared};
pub use seen::{Found, Register, Seen, Sought, seen};
