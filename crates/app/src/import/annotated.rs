//! The user's own file back, with how each row ended in an added column. It must not know pages.

use std::collections::BTreeMap;

use fangfei_model::{
    ctx::Ctx,
    id::ImportId,
    import_run::{ImportRun, ImportStatus, RowReason},
    refusal::Refusal,
};
use fangfei_report::annotate::{self, Format, Notes, Place, RESULT_HEADING, Value};

use super::{
    ImportSettings, OpenedFile,
    upload::{load, reopen},
};
use crate::{App, Error, Result};

/// The file of a finished run with its rejected rows marked: name and content.
pub async fn rejected_file(app: &App, ctx: &Ctx, id: ImportId) -> Result<(String, Vec<u8>)> {
    let loaded = load(app, ctx, id).await?;
    let run = &loaded.run.record;
    if run.status != ImportStatus::Done {
        return Err(Refusal::new(
            "下载退回的行",
            format!("这个文件目前是“{}”", run.status),
            "导入完成后才有结果",
        )
        .into());
    }
    let bytes = app.store.blobs().get(&run.sha256).await?;
    let file = reopen(app, run).await?;
    let (run, settings) = (run.clone(), loaded.settings);
    let work = tokio::task::spawn_blocking(move || annotated(&run, &settings, &file, bytes));
    work.await.map_err(Error::bug)?
}

/// The file with every reason: what a command writes without a kept run.
pub(crate) fn annotated(
    run: &ImportRun,
    settings: &ImportSettings,
    file: &OpenedFile,
    bytes: Vec<u8>,
) -> Result<(String, Vec<u8>)> {
    let stem = run
        .file_name
        .rsplit_once('.')
        .map_or(run.file_name.as_str(), |(stem, _)| stem);
    let problem = |error: annotate::AnnotateError| Error::file(&run.file_name, error);
    let by_sheet = by_sheet(&run.rejected);
    let mappings = settings.mappings.iter().filter(|m| m.included);
    match format(&bytes) {
        Some(Format::Csv) => {
            let notes = by_sheet.into_values().next().unwrap_or_default();
            let header_row = settings
                .mappings
                .iter()
                .find(|m| m.included)
                .and_then(|m| m.header_rows)
                .map_or(1, |r| r.1);
            let place = Place {
                sheet: None,
                header_row,
                column: None,
            };
            Ok((
                format!("{stem}（退回）.csv"),
                annotate::annotate(&bytes, Format::Csv, &place, &notes).map_err(problem)?,
            ))
        }
        Some(Format::Xlsx) => {
            let mut bytes = bytes;
            for mapping in mappings {
                let Some(notes) = by_sheet.get(&mapping.sheet) else {
                    continue;
                };
                let header_row = mapping.header_rows.map_or(1, |r| r.1);
                let column = mapping
                    .columns
                    .iter()
                    .find(|c| c.title == RESULT_HEADING)
                    .map(|c| u32::try_from(c.column).unwrap_or(u32::MAX));
                let place = Place {
                    sheet: Some(mapping.sheet.clone()),
                    header_row,
                    column,
                };
                bytes = annotate::annotate(&bytes, Format::Xlsx, &place, notes).map_err(problem)?;
            }
            Ok((format!("{stem}（退回）.xlsx"), bytes))
        }
        // Old formats cannot be written back; their values go into a new workbook.
        None => rewritten(stem, file, settings, &by_sheet).map_err(problem),
    }
}

fn by_sheet(reasons: &[RowReason]) -> BTreeMap<String, Notes> {
    let mut sheets: BTreeMap<String, Notes> = BTreeMap::new();
    for reason in reasons {
        sheets
            .entry(reason.sheet.clone())
            .or_default()
            .insert(reason.row, reason.reason.clone());
    }
    sheets
}

/// What can be written back in place.
fn format(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(Format::Xlsx);
    }
    let old =
        bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) || bytes.trim_ascii_start().starts_with(b"<");
    (!old).then_some(Format::Csv)
}

fn rewritten(
    stem: &str,
    file: &OpenedFile,
    settings: &ImportSettings,
    notes: &BTreeMap<String, Notes>,
) -> Result<(String, Vec<u8>), annotate::AnnotateError> {
    let chosen = settings
        .mappings
        .iter()
        .find(|m| notes.contains_key(&m.sheet))
        .or(settings.mappings.first());
    let name = chosen.map_or("", |m| m.sheet.as_str());
    let empty = Notes::new();
    let notes = notes.get(name).unwrap_or(&empty);
    let sheet = file.workbook.sheets.iter().find(|sheet| sheet.name == name);
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for row in sheet.into_iter().flat_map(|sheet| &sheet.rows) {
        let at = usize::try_from(row.number)
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        rows.resize(at.max(rows.len()), Vec::new());
        rows.push(row.cells.iter().map(value).collect());
    }
    let header_row = chosen.and_then(|m| m.header_rows).map_or(1, |r| r.1);
    Ok((
        format!("{stem}（退回）.xlsx"),
        annotate::values(name, &rows, header_row, notes)?,
    ))
}

fn value(cell: &fangfei_intake::table::Cell) -> Value {
    use fangfei_intake::table::Cell;
    match cell {
        Cell::Empty => Value::Empty,
        Cell::Text(text) => Value::Text(text.to_string()),
        Cell::Number(number) => Value::Number(*number),
        Cell::DateTime(at) => Value::Time(*at),
        Cell::Bool(yes) => Value::Bool(*yes),
        Cell::Error(_) | Cell::Uncomputed => Value::Text(cell.shown().into_owned()),
    }
}
