//! What an import would do, before it does it. Nothing is written. It must not know pages.

use fangfei_model::{
    ctx::Ctx,
    id::ImportId,
    import_run::{ImportCounts, RowReason},
};

use super::{
    OpenedFile, SheetView,
    mapping::views,
    record::{Loaded, load, reopen},
    run::Work,
};
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

/// A run that waits: its sheets, the fields for choice, and the preview as it is settled now.
#[derive(Debug)]
pub struct Review {
    /// The sheets with their columns.
    pub sheets: Vec<SheetView>,
    /// Fields of the kind: id, title, whether a row must have it.
    pub fields: Vec<(String, String, bool)>,
    /// Things to know about the file.
    pub notes: Vec<String>,
    /// What would happen.
    pub preview: Preview,
}

/// Looks at a run, opening its file once.
pub async fn review(app: &App, ctx: &Ctx, id: ImportId) -> Result<Review> {
    let loaded = load(app, ctx, id).await?;
    let file = reopen(app, &loaded.run.record).await?;
    Ok(Review {
        sheets: views(&file, &loaded.settings.mappings),
        fields: file
            .fields
            .fields
            .iter()
            .map(|f| (f.id.to_string(), f.title.clone(), f.required))
            .collect(),
        notes: file.notes().to_vec(),
        preview: preview(app, ctx, &file, &loaded).await?,
    })
}

async fn preview(app: &App, ctx: &Ctx, file: &OpenedFile, loaded: &Loaded) -> Result<Preview> {
    let work = Work {
        app,
        ctx,
        file,
        settings: &loaded.settings,
        progress: &|_| {},
    };
    let (_, tally) = match work.plan_of(Some(MOST_ROWS)).await {
        Ok(plan) => plan,
        Err(Error::File { problem, .. }) => {
            return Ok(Preview {
                obstacle: Some(problem),
                ..Preview::default()
            });
        }
        Err(error) => return Err(error),
    };
    let cut = |mut list: Vec<RowReason>| {
        list.truncate(SHOWN);
        list
    };
    let all: u64 = file
        .workbook
        .sheets
        .iter()
        .map(|sheet| u64::from(sheet.row_count()))
        .sum();
    Ok(Preview {
        only_first: (all > MOST_ROWS as u64).then_some(MOST_ROWS),
        counts: tally.counts,
        rejected: cut(tally.rejected),
        skipped: cut(tally.skipped),
        notes: cut(tally.notes),
        obstacle: None,
    })
}
