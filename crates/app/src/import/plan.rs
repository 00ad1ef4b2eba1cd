//! What an import would write, worked out before anything is written. It must not write.

use fangfei_intake::table::{self, Row};
use fangfei_model::{
    clue::Clue, code::division::Division, ctx::Ctx, id::UnitId, licensed_body::LicensedBody,
    subject::Subject, unit::Unit,
};
use fangfei_store::{Industry, Stored};

use super::{
    ImportKind, ImportSettings, OpenedFile, Phase, Progress, clue_rows, contact_rows,
    licensed_rows, outcome::Tally, places::Places, reference_rows, subject_rows,
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
    let (rows, mut tally) = read(planner, most_rows).await?;
    (planner.progress)(Progress {
        phase: Phase::Matching,
        done: 0,
        total: rows.len() as u64,
    });
    let mut changes = Changes::default();
    match planner.file.kind {
        ImportKind::Subject => {
            changes.subjects =
                subject_rows::plan(planner, &places(planner).await?, rows, &mut tally).await?
        }
        ImportKind::Clue => {
            changes.clues =
                clue_rows::plan(planner, &places(planner).await?, rows, &mut tally).await?
        }
        ImportKind::Contact => {
            changes.units = contact_rows::plan(planner, rows, &mut tally).await?
        }
        ImportKind::LicensedBody => {
            changes.licensed =
                licensed_rows::plan(planner, &places(planner).await?, rows, &mut tally).await?;
        }
        ImportKind::Division => {
            changes.divisions = reference_rows::divisions(planner, rows, &mut tally).await?
        }
        ImportKind::Industry => {
            changes.industries = reference_rows::industries(planner, rows, &mut tally).await?
        }
    }
    tally.sort();
    Ok((changes, tally))
}

async fn places(planner: &Planner<'_>) -> Result<Places> {
    Places::load(planner.app, planner.ctx, planner.settings.division).await
}

fn total(file: &OpenedFile) -> u64 {
    file.workbook
        .sheets
        .iter()
        .map(|sheet| u64::from(sheet.row_count()))
        .sum()
}

/// Reads the rows off the runtime's threads: a large file takes seconds.
async fn read(planner: &Planner<'_>, most_rows: Option<usize>) -> Result<(Vec<Row>, Tally)> {
    let (workbook, fields) = (planner.file.workbook.clone(), planner.file.fields.clone());
    let (mappings, options) = (
        planner.settings.mappings.clone(),
        planner.settings.options(),
    );
    let reading = tokio::task::spawn_blocking(move || {
        let mut tally = Tally::default();
        let outcomes = table::read(&workbook, &fields, &mappings, &options);
        let outcomes = outcomes.take(most_rows.unwrap_or(usize::MAX));
        let rows = outcomes.filter_map(|outcome| tally.sift(outcome)).collect();
        (rows, tally)
    });
    reading.await.map_err(Error::bug)
}

/// How many values stand in one look-up.
pub(super) const LOOK_UP: usize = 500;
/// How often progress is told, in rows.
pub(super) const TOLD_EVERY: usize = 5_000;
