//! Record linkage (同一主体识别): the same firm, person or place written differently. Pairs are compared with reasons;
//! whole files are linked without labels. It must not know the case database, users or files.

pub mod address;
pub mod company;
pub mod journal;
pub mod person;
pub mod run;

mod fold;
mod glyph;
mod logistic;
mod numeral;
mod pair;
mod place;
mod similarity;
mod sound;
mod verdict;

pub use pair::{PairKind, compare};
pub use verdict::Verdict;
