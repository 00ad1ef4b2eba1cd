//! What an import would write, worked out before anything is written. It must not write.

use fangfei_model::{
    clue::Clue, code::division::Division, ctx::Ctx, id::UnitId, licensed_body::LicensedBody,
    subject::Subject, unit::Unit,
};
use fangfei_store::{Industry, Stored};

use super::{
    ImportKind, ImportSettings, OpenedFile, Phase, Progress, clue_rows, contact_rows,
    licensed_rows,
    outcome::Tally,
    parts::{Parts, Source},
    places::Places,
    reference_rows, subject_rows,
};
use crate::{App, Error, Result};

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

/// The plan of a file: what would be written, and how its rows end.
pub(super) async fn plan(
    planner: &Planner<'_>,
    most_rows: Option<usize>,
) -> Result<(Changes, Tally)> {
    let mappings = &planner.settings.mappings;
    let obstacles = planner.file.obstacles(mappings);
    if !obstacles.is_empty() {
        return Err(Error::file(&planner.file.file_name, obstacles.join("；")));
    }
    (planner.progress)(Progress {
        phase: Phase::Reading,
        done: 0,
        total: total(planner.file),
    });
    let mut tally = Tally::default();
    let tally = &mut tally;
    let parts = Parts::of(source(planner, most_rows));
    let mut changes = Changes::default();
    match planner.file.kind {
        ImportKind::Subject => {
            changes.subjects =
                subject_rows::plan(planner, &places(planner).await?, parts, tally).await?
        }
        ImportKind::Clue => {
            let rows = parts.all(tally).await;
            changes.clues = clue_rows::plan(planner, &places(planner).await?, rows, tally).await?
        }
        ImportKind::Contact => {
            changes.units = contact_rows::plan(planner, parts.all(tally).await, tally).await?
        }
        ImportKind::LicensedBody => {
            let rows = parts.all(tally).await;
            changes.licensed =
                licensed_rows::plan(planner, &places(planner).await?, rows, tally).await?;
        }
        ImportKind::Division => {
            changes.divisions =
                reference_rows::divisions(planner, parts.all(tally).await, tally).await?
        }
        ImportKind::Industry => {
            changes.industries =
                reference_rows::industries(planner, parts.all(tally).await, tally).await?
        }
    }
    tally.sort();
    Ok((changes, std::mem::take(tally)))
}

async fn places(planner: &Planner<'_>) -> Result<Places> {
    Places::load(planner.app, planner.ctx, planner.settings.division).await
}

pub(super) fn total(file: &OpenedFile) -> u64 {
    file.workbook
        .sheets
        .iter()
        .map(|sheet| u64::from(sheet.row_count()))
        .sum()
}

fn source(planner: &Planner<'_>, most_rows: Option<usize>) -> Source {
    Source {
        workbook: planner.file.workbook.clone(),
        fields: planner.file.fields.clone(),
        mappings: planner.settings.mappings.clone(),
        options: planner.settings.options(),
        most_rows,
    }
}

/// How many values stand in one look-up.
pub(super) const LOOK_UP: usize = 500;
/// How often progress is told, in rows.
pub(super) const TOLD_EVERY: usize = 5_000;
