//! Screening (字样筛查): word classes as data, matched over folded text, judged by their context.
//! It must not know who is screened or what follows from a hit.

mod context;
mod context_file;
mod cue;
mod field;
mod finding;
mod fold;
mod hit;
mod lexicon;
mod licensed;
mod rule_file;
mod rule_set;
mod screener;
mod sieve;
mod sound;
mod word_class;
mod word_table;

pub(crate) use fold::{FoldTable, Folded, Origin, Stretch};
pub(crate) use rule_set::builtin_folding;
pub(crate) use sieve::Sieve;
pub(crate) use word_table::WordTable;

pub use field::Field;
pub use hit::{Hit, Severity};
pub use rule_file::ScreenError;
pub use screener::{Scanner, Screen};
pub use word_class::ClassSummary;
