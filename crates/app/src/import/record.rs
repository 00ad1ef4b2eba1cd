//! An import as a record: made, loaded with its settings, its file opened again. It must not know rows.

use fangfei_model::{
    ctx::Ctx,
    id::ImportId,
    import_run::{ImportCounts, ImportRun, ImportStatus},
    noun::Noun,
    permission::Permission,
    refusal::Refusal,
};
use fangfei_store::{Stored, Write};

use super::{ImportSettings, OpenedFile, kept_copy::KeptCopy, places::Places};
use crate::{App, Error, Result};

/// A run with what was settled about it.
pub(super) struct Loaded {
    pub(super) run: Stored<ImportRun>,
    pub(super) settings: ImportSettings,
}

pub(super) fn may_read(ctx: &Ctx) -> Result<()> {
    if ctx.may(Permission::ReferenceImport) {
        Ok(())
    } else {
        Ok(ctx.require(Permission::Import)?)
    }
}

/// A run within scope, with what was settled.
pub(super) async fn load(app: &App, ctx: &Ctx, id: ImportId) -> Result<Loaded> {
    may_read(ctx)?;
    let run = app
        .store
        .read(ctx)
        .get::<ImportRun>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::ImportRun))?;
    let settings = serde_json::from_value(run.record.mapping.clone()).map_err(Error::bug)?;
    Ok(Loaded { run, settings })
}

/// The file of a run, opened again.
pub(super) async fn reopen(app: &App, run: &ImportRun) -> Result<OpenedFile> {
    let bytes = app.store.blobs().get(&run.sha256).await?;
    OpenedFile::open(run.kind.parse()?, &run.file_name, bytes).await
}

/// Refuses what only a run can do that has not begun.
pub(super) fn not_waiting(run: &ImportRun, what: &'static str) -> Refusal {
    Refusal::new(
        what,
        format!("这个文件目前是“{}”", run.status),
        "如需再次导入，请重新上传；内容相同的行不会重复",
    )
}

/// A run that has not begun.
pub(super) async fn new_run(
    app: &App,
    ctx: &Ctx,
    file: &OpenedFile,
    settings: &ImportSettings,
    kept: KeptCopy,
) -> Result<ImportRun> {
    let division = match ctx.scope().division().copied().or(settings.division) {
        Some(division) => division,
        None => Places::load(app, ctx, None).await?.default(),
    };
    Ok(ImportRun {
        id: ctx.new_id::<ImportId>(),
        kind: file.kind.code().to_owned(),
        file_name: file.file_name.clone(),
        sha256: kept.sha256,
        original_sha256: kept.original_sha256,
        withheld: kept.withheld,
        sheet: included(settings),
        mapping: serde_json::to_value(settings).map_err(Error::bug)?,
        counts: ImportCounts::default(),
        rejected: Vec::new(),
        skipped: Vec::new(),
        notes: Vec::new(),
        failure: None,
        uploaded_by: ctx.user(),
        started: ctx.stamp(),
        division,
        unit: ctx.unit(),
        status: ImportStatus::Uploaded,
    })
}

/// The names of the sheets that are imported.
pub(super) fn included(settings: &ImportSettings) -> String {
    let names: Vec<&str> = settings
        .mappings
        .iter()
        .filter(|m| m.included)
        .map(|m| m.sheet.as_str())
        .collect();
    names.join("、")
}

/// The journal says that a copy is kept, and of what.
pub(super) fn note_withheld(write: &mut Write, run: &ImportRun) {
    if let Some(original) = &run.original_sha256 {
        write.detail("original_sha256", original.as_str());
        write.detail("withheld", run.withheld.clone());
    }
}
