//! Whole files linked without labels, after Fellegi and Sunter: values are prepared once, rows that share a key are
//! compared, the weights of agreement are learned from the file itself, matches are joined into clusters.
//! It must not know files or what becomes of a cluster.

mod batch;
mod block;
mod card;
mod cluster;
mod clusters;
mod driver;
mod guess;
mod kept;
mod kind;
mod level;
mod model;
mod phone;
mod prepare;
mod prepared;
mod rows;
mod sample;
mod sorted;
mod texts;
mod values;
mod weigh;

pub use cluster::Judged;
pub use clusters::Clusters;
pub use driver::{Link, Linked, Settings, link, link_by};
pub use guess::guess;
pub use kept::KeptError;
pub use kind::ColumnKind;
pub use model::{FieldWeights, UnfitWeights, Weights};
pub use rows::{Rows, RowsBuilder, Stretch};
