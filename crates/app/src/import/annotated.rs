//! The user's own file back, with how each row ended in an added column. It must not know pages.

use std::collections::BTreeMap;

use fangfei_intake::table::{Mapping, tab};
use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::ImportId,
    import_run::{ImportRun, ImportStatus, RowReason},
    permission::Permission,
    refusal::Refusal,
};
use fangfei_report::annotate::{self, Format, Notes, Place, RESULT_HEADING};

use super::{
    ImportSettings, OpenedFile,
    format::format,
    kept_copy::rewritten,
    record::{load, reopen},
};
use crate::{App, Error, Result};

/// Whether the actor may take the file out: it holds full numbers, so only who brought or started
/// it, and who may read personal numbers. The program itself is whoever runs the command.
pub fn may_fetch(ctx: &Ctx, run: &ImportRun) -> bool {
    let own = ctx
        .user()
        .is_none_or(|user| run.uploaded_by == Some(user) || run.started.by == Some(user));
    own || ctx.may(Permission::PersonalNumberRead)
}

/// The file of a finished run with its rejected rows marked: name and content. The journal keeps who
/// took it out.
pub async fn rejected_file(app: &App, ctx: &Ctx, id: ImportId) -> Result<(String, Vec<u8>)> {
    let loaded = load(app, ctx, id).await?;
    let run = &loaded.run.record;
    if !may_fetch(ctx, run) {
        ctx.require(Permission::PersonalNumberRead)?;
    }
    if run.status != ImportStatus::Done {
        return Err(Refusal::new(
            "下载退回的行",
            format!("这个文件目前是“{}”", run.status),
            "导入完成后才有结果",
        )
        .into());
    }
    let bytes = app.store.blobs().get(&run.sha256).await?;
    let (run, settings) = (run.clone(), loaded.settings);
    let file = match format(&bytes) {
        Some(_) => None,
        None => Some(reopen(app, &run).await?),
    };
    record(app, ctx, &run).await?;
    let work =
        tokio::task::spawn_blocking(move || annotated(&run, &settings, file.as_ref(), bytes));
    work.await.map_err(Error::bug)?
}

async fn record(app: &App, ctx: &Ctx, run: &ImportRun) -> Result<()> {
    let mut write = app.store.write(ctx, Action::Export).await?;
    write.detail("import", run.id.to_string());
    write.detail("file", run.file_name.as_str());
    write.detail("rows", run.counts.rejected);
    write.commit().await?;
    Ok(())
}

/// The file with every reason. `file` is given where the format cannot be written back.
fn annotated(
    run: &ImportRun,
    settings: &ImportSettings,
    file: Option<&OpenedFile>,
    bytes: Vec<u8>,
) -> Result<(String, Vec<u8>)> {
    let stem = run
        .file_name
        .rsplit_once('.')
        .map_or(run.file_name.as_str(), |(stem, _)| stem);
    let problem = |error: annotate::AnnotateError| Error::file(&run.file_name, error);
    let notes = noted(&run.rejected, tab);
    match (format(&bytes), file) {
        (Some(Format::Csv), _) => {
            let marked = in_csv(settings, notes, &bytes).map_err(problem)?;
            Ok((format!("{stem}（退回）.csv"), marked))
        }
        (Some(Format::Xlsx), _) => {
            let marked = in_xlsx(settings, &notes, bytes).map_err(problem)?;
            Ok((format!("{stem}（退回）.xlsx"), marked))
        }
        // Old formats cannot be written back; their values go into a new workbook.
        (None, Some(file)) => {
            let notes = noted(&run.rejected, |sheet| sheet);
            let written = anew(file, settings, &notes).map_err(problem)?;
            Ok((format!("{stem}（退回）.xlsx"), written))
        }
        (None, None) => Err(Error::bug("an old file that was not opened")),
    }
}

fn in_csv(
    settings: &ImportSettings,
    notes: BTreeMap<String, Notes>,
    bytes: &[u8],
) -> Result<Vec<u8>, annotate::AnnotateError> {
    let mut included = settings.mappings.iter().filter(|m| m.included);
    let first = included.clone().next();
    let place = Place {
        sheet: None,
        header_row: first.map_or(1, header_row),
        column: included.find_map(earlier_results),
    };
    let notes = notes.into_values().next().unwrap_or_default();
    annotate::annotate(bytes, Format::Csv, &place, &notes)
}

fn in_xlsx(
    settings: &ImportSettings,
    notes: &BTreeMap<String, Notes>,
    mut bytes: Vec<u8>,
) -> Result<Vec<u8>, annotate::AnnotateError> {
    for (sheet, notes) in notes {
        let of_tab = |m: &&Mapping| m.included && tab(&m.sheet) == sheet;
        let mut parts = settings.mappings.iter().filter(of_tab);
        let Some(first) = parts.clone().next() else {
            continue;
        };
        let place = Place {
            sheet: Some(sheet.clone()),
            header_row: header_row(first),
            column: parts.find_map(earlier_results),
        };
        bytes = annotate::annotate(&bytes, Format::Xlsx, &place, notes)?;
    }
    Ok(bytes)
}

/// Every sheet of the file, those with returned rows with their reasons.
fn anew(
    file: &OpenedFile,
    settings: &ImportSettings,
    notes: &BTreeMap<String, Notes>,
) -> Result<Vec<u8>, annotate::AnnotateError> {
    let sheets = file.workbook.sheets.iter().map(|sheet| {
        let mut values = rewritten(sheet, |_, _| None);
        let mapping = settings.mappings.iter().find(|m| m.sheet == sheet.name);
        values.result_column = mapping
            .and_then(earlier_results)
            .and_then(|column| u16::try_from(column).ok());
        values.results = notes
            .get(&sheet.name)
            .map(|notes| (mapping.map_or(1, header_row), notes.clone()));
        values
    });
    annotate::values(&sheets.collect::<Vec<_>>())
}

fn header_row(mapping: &Mapping) -> u32 {
    mapping.header_rows.map_or(1, |(_, last)| last)
}

/// The column of results of an earlier import, when the user sends a corrected file back with it.
fn earlier_results(mapping: &Mapping) -> Option<u32> {
    let column = mapping.columns.iter().find(|c| c.title == RESULT_HEADING)?;
    u32::try_from(column.column).ok()
}

/// The reasons by sheet and row, sheets named as told; a row that holds two records side by side has both.
fn noted(reasons: &[RowReason], name: fn(&str) -> &str) -> BTreeMap<String, Notes> {
    let mut sheets: BTreeMap<String, Notes> = BTreeMap::new();
    for reason in reasons {
        let notes = sheets.entry(name(&reason.sheet).to_owned()).or_default();
        let note = notes.entry(reason.row).or_default();
        if !note.is_empty() {
            note.push('；');
        }
        note.push_str(&reason.reason);
    }
    sheets
}
