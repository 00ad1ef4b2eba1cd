//! Schemes with known truth: a story of a scheme and the town around it, printed as the statements an
//! office would receive, with tables of what is true, and a judge that compares. Everybody in it is
//! invented; the same seed makes the same files. It must not know the product's readers.

mod cast;
mod cell;
mod dirt;
mod file;
mod folder;
mod judge;
mod known;
mod layout;
mod line;
mod names;
mod ordinary;
mod print;
mod sheet;
mod story;
mod terms;
mod truth;
mod venture;
mod world;
mod write;

pub use dirt::Dirt;
pub use folder::{Folder, FolderError, Gap, StatementFile, print};
pub use judge::{Found, Verdict, judge, read_found};
pub use known::{Tally, transfers};
pub use line::{Leg, Line};
pub use sheet::{Cell, Row, RowTruth, Sheet, Shown};
pub use story::{Recipe, Story, tell};
pub use terms::Kind;
pub use truth::{Fate, Participant, PrintedRow, Sums, Week, curve, participants, rows};
pub use world::{Account, Movement, Person, Purpose, Role, World};
pub use write::write;
