//! What an import would write, worked out before anything is written. It must not write.

use super::{
    ImportKind, Phase, Progress, clue_rows, contact_rows, licensed_rows,
    outcome::Tally,
    parts::{Parts, Source},
    places::Places,
    planner::{Changes, Planner, total},
    reference_rows, subject_rows,
};
use crate::{Error, Result};

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

fn source(planner: &Planner<'_>, most_rows: Option<usize>) -> Source {
    Source {
        workbook: planner.file.workbook.clone(),
        fields: planner.file.fields.clone(),
        mappings: planner.settings.mappings.clone(),
        options: planner.settings.options(),
        most_rows,
    }
}
