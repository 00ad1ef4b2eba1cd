//! Monitoring (监测): the office's own records as facts beside those that were loaded, runs of the index
//! in the background, what a run came to, and the index of one subject taken apart. The index brings
//! subjects to people's attention and changes nothing about them. It must not know pages.

mod ask;
mod chart;
mod data;
mod engine;
mod fact;
mod job;
mod list;
mod office_facts;
mod overview;
mod subject_index;
mod text_reading;
mod trial;

pub(crate) use ask::home;
pub use ask::{AskDraft, ask};
pub use chart::{dimension_chart, tenths_of, ties_picture, trend_chart};
pub use data::{LoadDraft, load_file, tables};
pub use engine::{planned, rules, shipped_text};
pub use fact::{Fact, fact};
pub use job::{JOB, run_job};
pub use list::{get, latest, runs};
pub use overview::{DivisionLine, IndicatorLine, Overview, RankLine, overview};
pub use subject_index::{Association, SubjectIndex, associations, subject_index};
pub use text_reading::{ReadingDraft, TextReading, read_text};
pub use trial::{TRIAL_JOB, Trial, TrialLine, ask_trial, run_trial_job, trial};
