//! What the benchmarks share: the real program on a data folder, a plain HTTP client, a million clues,
//! a table of timings. It must not hold what is measured.

mod client;
mod clues;
mod program;
mod table;

pub use client::Client;
pub use clues::add_clues;
pub use program::{Program, Run, program};
pub use table::{Row, Timings, print};
