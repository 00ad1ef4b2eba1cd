//! Functions offered to the SQL of indicators, over whole columns. They must not know tables.
//!
//! | function | gives |
//! |---|---|
//! | `word_hits(text, 'C,D')` | distinct counting words of these classes in an advert or other text, evasion folded, warnings left out |
//! | `name_hits(name, 'A,A2')` | the same for a firm's name, licensed bodies left out |
//! | `scope_hits(scope, 'B')` | the same for a business scope |
//! | `words_found(text, 'C')`, `name_words(name, 'A')`, `scope_words(scope, 'B')` | those words, joined by 、 |
//! | `promised_yield(text)` | the highest annual return promised in a text, in percent; null where none is |
//! | `uscc_valid(code)` | whether the credit code stands by GB 32100 |
//! | `division_gap(a, b)` | how far two division codes (or credit codes) are apart: 0 same county, 1 same city, 2 same province, 3 further |
//! | `name_part(name, 'trade')` | a part of a firm's name as written: `place`, `trade` (字号), `industry`, `form`; null where there is none |
//! | `similarity(a, b)` | likeness of two short texts, 0 to 1 |
//! | `refs(ref)` | aggregate: up to 20 of the rows that prove a value, smallest first |

mod division_gap;
mod name_part;
mod promised_yield;
mod refs;
mod remembered;
mod similarity;
mod text_column;
mod uscc_valid;
mod words;

use std::sync::Arc;

use datafusion::{
    logical_expr::{AggregateUDF, ScalarUDF},
    prelude::SessionContext,
};

use crate::screen::Screen;

pub use refs::MOST_REFS;

/// Registers every function.
pub fn register(context: &SessionContext, screen: &Arc<Screen>) {
    scalars(screen)
        .into_iter()
        .for_each(|function| context.register_udf(function));
    context.register_udaf(aggregate());
}

/// The functions that give a value for every row.
pub(crate) fn scalars(screen: &Arc<Screen>) -> Vec<ScalarUDF> {
    let mut all = words::functions(screen);
    all.extend([
        promised_yield::function(),
        name_part::function(),
        uscc_valid::function(),
        division_gap::function(),
        similarity::function(),
    ]);
    all
}

/// The function that gathers the rows of a group.
pub(crate) fn aggregate() -> AggregateUDF {
    AggregateUDF::from(refs::Refs::default())
}
