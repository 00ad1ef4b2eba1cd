//! Import (导入表格): an office's file, its mapping, a preview, and the run that takes it in whole or
//! not at all. Kinds of tables are told apart in `rows`. It must not know uploads or pages.

mod annotated;
mod clue_channel;
mod clue_rows;
mod contact_rows;
mod forget;
mod format;
mod job;
mod kept_copy;
mod kind;
mod licensed_rows;
mod mapping;
mod open;
mod outcome;
mod parts;
mod places;
mod plan;
mod planner;
mod preview;
mod printed;
mod profile;
mod progress;
mod record;
mod reference_rows;
mod run;
mod sample;
mod settings;
mod subject_line;
mod subject_rows;
mod take;
mod upload;

pub use annotated::{may_fetch, rejected_file};
pub use forget::{FORGET_JOB, run_forget_job};
pub use job::{JOB, run_job, start};
pub use kept_copy::told;
pub use kind::{ImportKind, allowed_kinds};
pub use mapping::{ColumnChoice, ColumnView, Corrections, SheetView, correct};
pub use open::OpenedFile;
pub use preview::{Preview, Review, review};
pub use profile::save_profile;
pub use progress::{Phase, Progress};
pub use run::{FileImport, Outcome, import_file};
pub use settings::ImportSettings;
pub use upload::{ImportState, get, list, state, upload, withdraw};

use fangfei_model::{code::division::DivisionCode, ctx::Ctx};

use crate::{App, Result};

/// The division of the office itself, where the actor has none.
pub(crate) async fn home_division(app: &App, ctx: &Ctx) -> Result<DivisionCode> {
    Ok(places::Places::load(app, ctx, None).await?.default())
}
