//! Functions offered to the SQL of indicators, over whole columns. They must not know tables.
//!
//! | function | gives |
//! |---|---|
//! | `word_hits(text, 'C,D')` | distinct counting words of these classes in an advert or other text, evasion folded, warnings left out |
//! | `name_hits(name, 'A,A2')` | the same for a firm's name, licensed bodies left out |
//! | `scope_hits(scope, 'B')` | the same for a business scope |
//! | `words_found(text, 'C')` | those words, joined by 、 |
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
mod similarity;
mod text_column;
mod uscc_valid;
mod words;

use std::sync::Arc;

use datafusion::{logical_expr::AggregateUDF, prelude::SessionContext};

use crate::screen::Screen;

pub use refs::MOST_REFS;

/// Registers every function.
pub fn register(context: &SessionContext, screen: &Arc<Screen>) {
    for function in words::functions(screen) {
        context.register_udf(function);
    }
    context.register_udf(promised_yield::function());
    context.register_udf(name_part::function());
    context.register_udf(uscc_valid::function());
    context.register_udf(division_gap::function());
    context.register_udf(similarity::function());
    context.register_udaf(AggregateUDF::from(refs::Refs::default()));
}
