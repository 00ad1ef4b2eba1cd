//! The lake (数据湖): facts about firms in Parquet, with their source, their row and the day they became known.
//! It must not know indicators, users or the case database.
//!
//! A file of an office becomes one sorted Parquet file of facts. Nothing is overwritten: a new version of a firm
//! is a new row, and an as-of question of any past day sees only what was known then.

mod alias;
mod builder;
mod cell;
mod complaint;
mod date;
mod error;
mod existing;
mod fact;
mod frame;
mod held;
mod held_source;
mod load;
mod manifest;
mod parquet_file;
mod parquet_text;
mod query;
mod reader;
mod schema;
mod session;
mod show;
mod storage;
mod view;

pub use cell::{CellFault, Plain, Value};
pub(crate) use complaint::in_chinese;
pub use date::{day_of, parse_date, shown_date};
pub use error::LakeError;
pub use fact::{Fact, Rejected};
pub(crate) use fact::{spellings, subject_name};
#[cfg(feature = "cluster")]
pub(crate) use frame::provider;
pub(crate) use held::{Holding, mentions, named};
pub use load::{LoadOptions, Loaded};
pub use manifest::{Manifest, Source, TableFile};
pub use parquet_file::read_parquet;
pub use parquet_text::ParquetText;
pub use query::Answer;
pub use reader::{PlainRow, PlainTable, TableReader};
pub use schema::{ColumnSpec, ColumnType, TableSpec, shipped};
#[cfg(feature = "cluster")]
pub(crate) use session::forget_clocks;
pub use session::{Limits, session};
pub use show::{TableSummary, summary};
pub use storage::{Lake, Settings};
pub use view::AsOf;
