//! Taking a ledger out as a file: rows go from the database to the file one batch at a time, so that
//! memory does not grow with their number. Every export leaves a journal entry before the file is
//! handed over. It must not know where the file goes.

use std::io::Write;

use fangfei_model::{action::Action, ctx::Ctx, permission::Permission};
use fangfei_report::Cell;
use fangfei_store::RowOut;
use futures::{StreamExt, TryStreamExt};
use tokio::sync::mpsc;

use super::{
    Ask, Listed, Names,
    read::cells,
    sheet::{Head, write},
};
use crate::{App, Error, Result, setup};

/// Rows handed to the writer at once.
const BATCH: usize = 1_000;

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Excel, with the office's heading rows.
    Xlsx,
    /// UTF-8 with BOM, formulas neutralised.
    Csv,
    /// One object; its `rows` one to a line, money in fen.
    Json,
}

impl Format {
    /// The end of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(Error::field(
                "format",
                format!("不支持的格式“{text}”，可选：xlsx、csv、json"),
            )),
        }
    }
}

/// What was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Rows in the file.
    pub rows: u64,
    /// A name for the file: 风险隐患清单_2024-09-30.xlsx.
    pub file_name: String,
}

/// Writes all rows that were asked for. On an error the target holds no usable file.
pub async fn export(
    app: &App,
    ctx: &Ctx,
    listed: &Listed<'_>,
    ask: &Ask,
    format: Format,
    target: impl Write + Send + 'static,
) -> Result<Exported> {
    ctx.require(Permission::LedgerRead)?;
    let head = head(app, ctx, listed, ask).await?;
    let day = ask.as_of.unwrap_or_else(|| ctx.today());
    let file_name = format!("{}_{day}.{}", listed.ledger.title, format.extension());
    let (sender, receiver) = mpsc::channel(4);
    let written = tokio::task::spawn_blocking(move || write(format, head, receiver, target));
    let sent = send(app, ctx, listed, ask, sender).await;
    // The writer's own error, such as a full disk, explains why nobody took the rows.
    let rows = written
        .await
        .map_err(Error::bug)?
        .map_err(|error| Error::file(&file_name, error))?;
    sent?;
    record(app, ctx, listed, ask, format, rows).await?;
    Ok(Exported { rows, file_name })
}

async fn head(app: &App, ctx: &Ctx, listed: &Listed<'_>, ask: &Ask) -> Result<Head> {
    Ok(Head {
        id: listed.ledger.id.clone(),
        title: listed.ledger.title.clone(),
        office: setup::office_name(app).await?,
        as_of: ask.as_of.unwrap_or_else(|| ctx.today()),
        past: ask.as_of.is_some(),
        narrowed: ask.narrows(),
        made_by: ctx.name().to_owned(),
        made_at: fangfei_model::ctx::CHINA.to_datetime(ctx.now()),
        columns: listed.columns.clone(),
    })
}

/// Reads the rows and hands them to the writer until it stops taking them.
async fn send(
    app: &App,
    ctx: &Ctx,
    listed: &Listed<'_>,
    ask: &Ask,
    sender: mpsc::Sender<Vec<Vec<Cell>>>,
) -> Result<()> {
    let rows = app
        .store
        .read(ctx)
        .stream_rows(&listed.query(app, ctx, ask).await?, &listed.paths())
        .await?;
    let mut batches = rows.map_err(Error::from).try_chunks(BATCH);
    let mut names = Names::default();
    while let Some(batch) = batches.next().await {
        let batch: Vec<RowOut> = batch.map_err(|error| error.1)?;
        let lines = cells(app, ctx, &listed.columns, &mut names, batch).await?;
        if sender
            .send(lines.into_iter().map(|line| line.cells).collect())
            .await
            .is_err()
        {
            return Ok(());
        }
    }
    Ok(())
}

async fn record(
    app: &App,
    ctx: &Ctx,
    listed: &Listed<'_>,
    ask: &Ask,
    format: Format,
    rows: u64,
) -> Result<()> {
    let mut write = app.store.write(ctx, Action::Export).await?;
    write.detail("ledger", listed.ledger.id.clone());
    write
        .detail("format", format.extension())
        .detail("rows", rows);
    if !ask.conditions.is_empty() {
        write.detail(
            "where",
            serde_json::to_value(&ask.conditions).map_err(Error::bug)?,
        );
    }
    if let Some(text) = &ask.keyword {
        write.detail("keyword", text.clone());
    }
    if let Some(day) = ask.as_of {
        write.detail("as_of", day.to_string());
    }
    write.commit().await?;
    Ok(())
}
