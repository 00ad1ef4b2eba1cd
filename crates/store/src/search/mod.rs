//! One search box over all nouns: substrings of two characters or more and single characters, alike
//! on both databases, within the reader's scope.

mod filter;
mod find;
mod fold;
mod index;
mod token;

pub(crate) use filter::candidates;
pub use find::Found;
pub(crate) use index::{Additions, SearchRow, replace, rows};
