//! What planning an import works with, and what it answers: records to add and to change. It must not read rows.

use fangfei_model::{
    clue::Clue, code::division::Division, ctx::Ctx, id::UnitId, licensed_body::LicensedBody,
    subject::Subject, unit::Unit,
};
use fangfei_store::{Industry, Stored};

use super::{ImportSettings, OpenedFile, Progress};
use crate::App;

/// How many values stand in one look-up.
pub(super) const LOOK_UP: usize = 500;
/// How often progress is told, in rows.
pub(super) const TOLD_EVERY: usize = 5_000;

/// New records and new versions of one noun.
#[derive(Debug, Clone)]
pub(super) struct Batch<R> {
    pub(super) added: Vec<R>,
    pub(super) changed: Vec<(Stored<R>, R)>,
}

impl<R> Default for Batch<R> {
    fn default() -> Self {
        Self {
            added: Vec::new(),
            changed: Vec::new(),
        }
    }
}

/// Everything that would be written.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) subjects: Batch<Subject>,
    /// New clues still lack their numbers, which are taken when they are written.
    pub(super) clues: Batch<Clue>,
    pub(super) units: Batch<Unit>,
    pub(super) licensed: Batch<LicensedBody>,
    pub(super) divisions: Vec<Division>,
    pub(super) industries: Vec<Industry>,
}

/// What planning needs beside the rows.
pub(super) struct Planner<'a> {
    pub(super) app: &'a App,
    pub(super) ctx: &'a Ctx,
    pub(super) file: &'a OpenedFile,
    pub(super) settings: &'a ImportSettings,
    /// The unit that the records come from.
    pub(super) origin: Option<UnitId>,
    /// Called now and then.
    pub(super) progress: &'a (dyn Fn(Progress) + Send + Sync),
}

/// Rows of a file, for progress.
pub(super) fn total(file: &OpenedFile) -> u64 {
    file.workbook
        .sheets
        .iter()
        .map(|sheet| u64::from(sheet.row_count()))
        .sum()
}
