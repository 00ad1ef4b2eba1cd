//! What an import would do, before it does it. Nothing is written. It must not know pages.

use fangfei_model::{
    ctx::Ctx,
    id::ImportId,
    import_run::{ImportCounts, RowReason},
};

use super::{run::Work, upload::{load, reopen}};
use crate::{App, Error, Result};

/// The most rows that a preview looks at; the run looks at all.
const MOST_ROWS: usize = 20_000;
/// Reasons shown of each sort.
const SHOWN: usize = 50;

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// How the rows would end.
    pub counts: ImportCounts,
    /// The first rejected rows.
    pub rejected: Vec<RowReason>,
    /// The first skipped rows.
    pub skipped: Vec<RowReason>,
    /// The first things to know.
    pub notes: Vec<RowReason>,
    /// Rows looked at, where that is not all.
    pub only_first: Option<usize>,
    /// What keeps the file from being imported; then there are no counts.
    pub obstacle: Option<String>,
}

/// The preview of a run as it is settled now.
pub async fn preview(app: &App, ctx: &Ctx, id: ImportId) -> Result<Preview> {
    let loaded = load(app, ctx, id).await?;
    let file = reopen(app, &loaded.run.record).await?;
    let work = Work { app, ctx, file: &file, settings: &loaded.settings, progress: &|_| {} };
    let (_, tally) = match work.plan_of(Some(MOST_ROWS)).await {
        Ok(plan) => plan,
        Err(Error::File { problem, .. }) => return Ok(Preview { obstacle: Some(problem), ..Preview::default() }),
        Err(error) => return Err(error),
    };
    let cut = |mut list: Vec<RowReason>| {
        list.truncate(SHOWN);
        list
    };
    let all: u64 = file.workbook.sheets.iter().map(|sheet| u64::from(sheet.row_count())).sum();
    Ok(Preview {
        only_first: (all > MOST_ROWS as u64).then_some(MOST_ROWS),
        counts: tally.counts,
        rejected: cut(tally.rejected),
        skipped: cut(tally.skipped),
        notes: cut(tally.notes),
        obstacle: None,
    })
}
