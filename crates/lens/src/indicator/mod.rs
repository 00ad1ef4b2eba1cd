//! Indicators (指标) as data: one file each, SQL over the lake, points by a curve, the rows that prove the value.
//! They must not know persons, statuses or decisions.
//!
//! # An indicator file
//!
//! `crates/lens/indicators/<id>.toml`; an office puts its own, or its own version of one, into
//! `<data>/rules/indicators/<id>.toml`. A file with `state = "off"` takes a shipped indicator out.
//!
//! ```toml
//! id = "penalty_count"
//! title = "近三年行政处罚次数"
//! dimension = "合规"                  # one of the dimensions in index.toml
//! unit = "次"
//! direction = "up"                    # up: more is worse; down: less is worse
//! ground = "防范和处置非法集资条例第八条"   # law or practice
//! version = "2026-11-28"
//! needs = ["penalty"]                 # tables without which nothing is known
//! absent = "none"                     # no row for a subject: none = nothing there (once the tables hold anything);
//!                                     # missing = not known (default)
//! # applies = "platform"            # only these subjects; for others it is neither known nor missing (default: all);
//! #                                 # a table, also with a condition: "enterprise WHERE industry_section = 'J'"
//! curve = [[0, 0], [1, 4], [3, 8]]    # value → points, straight between, level beyond; equal values make a step
//! says = "近三年受行政处罚{value}次"     # what the firm could be told; {value} and {note} are filled in
//! sql = '''
//! SELECT subject, count(*) AS value, refs(ref) AS rows, max(known_on) AS as_of
//! FROM penalty
//! WHERE known_on > {as_of} - INTERVAL '3' YEAR AND revoked_on IS NULL
//! GROUP BY subject
//! '''
//! ```
//!
//! The SQL gives at most one row a subject: `subject`; `value` (a number or yes/no; a null value means not known);
//! `rows` (one `ref`, or `refs(ref)` of several); if it likes `as_of` (the day of the newest fact) and `note` (words
//! for the explanation). `{as_of}` is the day asked for. The tables are those of `crates/lens/tables`, each as of
//! that day; the functions are those of [`crate::function`]. Beside the tables stands `affiliation`: see
//! [`affiliation`].
//!
//! # A case file
//!
//! `crates/lens/tests/indicators/<id>.toml` shows what the indicator says of invented rows:
//!
//! ```toml
//! as_of = "2024-06-30"
//! [[rows]]
//! table = "penalty"
//! uscc = "甲"                          # any columns of the table; rows are numbered from 1 within the case
//! decided_on = "2024-01-05"
//! [[expect]]
//! subject = "甲"
//! value = 1
//! points = 4
//! rows = [1]
//! [[absent]]                           # a subject about which nothing must be said
//! subject = "乙"
//! ```

pub mod affiliation;
mod curve;
mod definition;
mod error;
mod measure;
mod shipped;
mod sql;

pub use curve::{Curve, Points};
pub use definition::{Absent, Direction, Indicator};
pub use error::IndicatorError;
pub use measure::{Measure, Measured, measure};
pub(crate) use measure::{failed, read};
pub use shipped::{of_folder, shipped, shipped_text, with_folder};
