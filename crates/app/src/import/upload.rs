//! Runs that people start at a page: uploaded, looked at, run in the background, listed. It must not
//! know how rows become records.

use std::sync::Arc;

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::ImportId,
    import_run::{ImportRun, ImportStatus},
    noun::Noun,
    query::Query,
};
use fangfei_store::Job;

use super::{
    ImportKind, ImportSettings, OpenedFile,
    kept_copy::keep,
    profile::apply_saved,
    record::{load, may_read, new_run, not_waiting, note_withheld},
};
use crate::{App, Page, Result};

/// Where a run stands, with its background job while there is one.
#[derive(Debug)]
pub struct ImportState {
    /// The run.
    pub run: ImportRun,
    /// What was settled.
    pub settings: ImportSettings,
    /// The job that runs it.
    pub job: Option<Job>,
}

/// Takes a file in: it is opened, its columns are guessed, and nothing is imported yet.
pub async fn upload(
    app: &App,
    ctx: &Ctx,
    kind: ImportKind,
    file_name: &str,
    bytes: &[u8],
) -> Result<ImportRun> {
    ctx.require(kind.permission())?;
    let bytes: Arc<[u8]> = bytes.into();
    let file = OpenedFile::open(kind, file_name, bytes.clone()).await?;
    let mut mappings = file.guessed.clone();
    apply_saved(app, ctx, &file, &mut mappings).await?;
    let kept = keep(app, &file, &bytes, &mut mappings).await?;
    let settings = ImportSettings {
        mappings,
        ..ImportSettings::default()
    };
    let run = new_run(app, ctx, &file, &settings, kept).await?;
    let mut write = app.store.write(ctx, Action::Import).await?;
    write.insert(&run).await?;
    write.detail("file", run.file_name.as_str());
    write.detail("step", "upload");
    note_withheld(&mut write, &run);
    write.commit().await?;
    Ok(run)
}

/// Runs within scope, the newest first.
pub async fn list(app: &App, ctx: &Ctx, page: Page) -> Result<Vec<ImportRun>> {
    may_read(ctx)?;
    let query = Query::of(Noun::ImportRun).by("started_at", true);
    let found = app.store.read(ctx).list::<ImportRun>(&query, page).await?;
    Ok(found.into_iter().map(|run| run.record).collect())
}

/// One run within scope.
pub async fn get(app: &App, ctx: &Ctx, id: ImportId) -> Result<ImportRun> {
    Ok(load(app, ctx, id).await?.run.record)
}

/// One run with its job.
pub async fn state(app: &App, ctx: &Ctx, id: ImportId) -> Result<ImportState> {
    let loaded = load(app, ctx, id).await?;
    let job = match loaded.settings.job {
        Some(job) => app.store.job(job).await?,
        None => None,
    };
    Ok(ImportState {
        run: loaded.run.record,
        settings: loaded.settings,
        job,
    })
}

/// Gives up a run that has not begun, or one that failed; it stays on the list as not done.
pub async fn withdraw(app: &App, ctx: &Ctx, id: ImportId) -> Result<()> {
    let loaded = load(app, ctx, id).await?;
    if loaded.run.record.status != ImportStatus::Uploaded {
        return Err(not_waiting(&loaded.run.record, "放弃导入").into());
    }
    let mut write = app.store.write(ctx, Action::Import).await?;
    let failure = Some("上传后没有导入，由上传人放弃".to_owned());
    let after = ImportRun {
        status: ImportStatus::Failed,
        failure,
        ..loaded.run.record.clone()
    };
    write.update(&loaded.run, after).await?;
    write.commit().await?;
    Ok(())
}
