//! Addresses: taken into parts and compared from the country down to the room. It must not know firms or persons.

mod compare;
mod features;
mod part;
mod segment;
mod telling;
mod trees;
mod words;

pub use compare::{compare, compare_parts};
pub use features::{feature_names, features};
pub use part::{AddressPart, PartKind};
pub use segment::{Segmented, segment};

use crate::link::{fold::is_letter, numeral};

/// Letters and digits of an address, its Chinese numerals in digits.
pub fn letters(text: &str) -> Vec<char> {
    let mut chars = numeral::folded(text).chars;
    chars.retain(|c| is_letter(*c));
    chars
}
