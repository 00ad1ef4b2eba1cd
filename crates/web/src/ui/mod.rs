//! The look of the workbench: small view structs that pages embed and templates print.
//! It must not know use cases, rows, requests or the database; a page turns its data into these.

mod action_form;
pub mod assets;
mod badge;
mod chart;
mod chip;
mod comparison;
#[cfg(test)]
mod contrast;
mod error_summary;
mod event;
mod field;
mod file_item;
pub mod filters;
pub mod format;
mod icon;
mod markup;
mod nav;
mod pager;
mod progress;
mod query;
mod schedule;
mod shell;
mod site;
mod source_text;
mod stat;
mod step;
mod tab;

pub use action_form::ActionForm;
pub use badge::{Badge, Level, Tone};
pub use chart::Chart;
pub use chip::{Chip, Chips};
pub use comparison::{Comparison, Difference};
pub use error_summary::ErrorSummary;
pub use event::{Event, Timeline};
pub use field::{Choice, Control, Field, Width};
pub use file_item::{FileItem, FileList};
pub use icon::Icon;
pub use nav::{Nav, NavItem, NavSection, Place};
pub use pager::{Pager, Paging};
pub use progress::Progress;
pub use query::Query;
pub use schedule::{Lane, Point, Schedule};
pub use shell::{Crumb, Flash, Shell};
pub use site::Site;
pub use source_text::{Mark, SourceText};
pub use stat::Stat;
pub use step::{Stage, Step, Steps};
pub use tab::{Column, Direction, Tab, Tabs};
