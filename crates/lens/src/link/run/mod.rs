//! Whole files linked without labels, after Fellegi and Sunter: values are prepared once, rows that share a key are
//! compared, the weights of agreement are learned from the file itself, matches are joined into clusters.
//! It must not know files or what becomes of a cluster.

mod block;
mod card;
mod cluster;
mod driver;
mod guess;
mod kind;
mod level;
mod model;
mod rows;
mod sample;
mod value;
mod weigh;

pub use cluster::Judged;
pub use driver::{Link, Linked, Settings, link};
pub use guess::guess;
pub use kind::ColumnKind;
pub use model::{FieldWeights, Weights};
pub use rows::{Rows, RowsBuilder};
