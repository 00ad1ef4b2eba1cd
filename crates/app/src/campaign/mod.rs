//! Campaigns (专项行动): drafted from a work plan or a template, reviewed beside the source text,
//! started, ended. It must not know pages or how a plan's text is read.

mod change;
mod draft;
mod from_plan;
mod from_template;
mod moves;
mod part_draft;
mod part_read;
mod plan_text;
mod progress;
mod read;
mod review;
pub(crate) mod setting;
mod template;
pub(crate) mod unit_book;

pub use change::{change, fill_units, mark_seen, remove};
pub use draft::{draft_from_plan, draft_from_template};
pub use moves::{Started, end, start};
pub use part_draft::{PartDraft, PartKind};
pub use plan_text::PlanFile;
pub use progress::{Cell, Column, Progress, progress};
pub use read::{CampaignFilter, CampaignLine, TaskCounts, count, counts, get, list};
pub use review::{LeftOut, Review, Suggestion, review};
pub use setting::Wanted;
pub use template::{Template, templates};
