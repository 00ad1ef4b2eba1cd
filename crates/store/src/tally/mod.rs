//! Kept counts (计数): how many records there are by place, state and month, exact at every commit, so
//! that the figures of a page do not grow slower with the records behind them.

mod answer;
mod check;
mod definition;
mod keep;
mod rebuild;
mod span;

pub(crate) use answer::{count, group};
pub(crate) use check::differences;
pub(crate) use definition::TALLIES;
pub(crate) use keep::Changes;
pub(crate) use rebuild::rebuild;
