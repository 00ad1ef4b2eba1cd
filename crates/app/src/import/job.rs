//! The import as a background job, run as the person who asked for it. A server that dies in the
//! middle has written nothing; the job is taken up again. It must not know pages.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use fangfei_model::{
    action::Action,
    ctx::{Actor, Ctx},
    id::ImportId,
    import_run::{ImportRun, ImportStatus},
    noun::Noun,
    user::User,
};
use fangfei_store::{Job, Stored};

use super::{
    Phase, Progress,
    record::{load, not_waiting, reopen},
    run::Work,
};
use crate::{App, Error, ErrorKind, Result, session, worker::LEASE};

/// The kind of the background job.
pub const JOB: &str = "import";
/// How often progress is noted.
const NOTED_EVERY: Duration = Duration::from_secs(1);

/// Starts a run that waits: from here on it goes on without the page.
pub async fn start(app: &App, ctx: &Ctx, id: ImportId) -> Result<()> {
    let loaded = load(app, ctx, id).await?;
    let run = &loaded.run.record;
    ctx.require(run.kind.parse::<super::ImportKind>()?.permission())?;
    if run.status != ImportStatus::Uploaded {
        return Err(not_waiting(run, "开始导入").into());
    }
    let file = reopen(app, run).await?;
    let obstacles = file.obstacles(&loaded.settings.mappings);
    if !obstacles.is_empty() {
        return Err(Error::file(&run.file_name, obstacles.join("；")));
    }
    let mut write = app.store.write(ctx, Action::Import).await?;
    let user = ctx.user().map(|user| user.to_string());
    let job = write
        .enqueue(
            JOB,
            serde_json::json!({ "run": id.to_string(), "user": user }),
        )
        .await?;
    let mut settings = loaded.settings;
    settings.job = Some(job);
    let mapping = serde_json::to_value(&settings).map_err(Error::bug)?;
    let after = ImportRun {
        status: ImportStatus::Running,
        started: ctx.stamp(),
        mapping,
        ..run.clone()
    };
    write.update(&loaded.run, after).await?;
    write.detail("file", run.file_name.as_str());
    write.detail("step", "start");
    write.commit().await?;
    Ok(())
}

/// The background job. What is wrong with the file is kept on the run; only failures of the
/// program itself are tried again.
pub async fn run_job(app: &App, ctx: &Ctx, job: &Job) -> Result<()> {
    let Some(id) = job.payload["run"]
        .as_str()
        .and_then(|id| id.parse::<ImportId>().ok())
    else {
        return Err(Error::bug("import job without a run"));
    };
    let found = app
        .store
        .read(ctx)
        .get::<ImportRun>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::ImportRun))?;
    if found.record.status != ImportStatus::Running {
        return Ok(app
            .store
            .finish_job(job, &serde_json::json!({}), ctx.now())
            .await?);
    }
    match carry_out(app, ctx, job, &found).await {
        Err(error) if error.kind() != ErrorKind::Internal => {
            fail(app, ctx, job, &found, &error).await
        }
        other => other,
    }
}

async fn carry_out(app: &App, ctx: &Ctx, job: &Job, before: &Stored<ImportRun>) -> Result<()> {
    let person = ctx.acting_as(actor(app, ctx, job).await?);
    let settings = serde_json::from_value(before.record.mapping.clone()).map_err(Error::bug)?;
    let file = reopen(app, &before.record).await?;
    let latest = Mutex::new(Progress {
        phase: Phase::Reading,
        done: 0,
        total: 0,
    });
    let note = |progress| *latest.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    let work = Work {
        app,
        ctx: &person,
        file: &file,
        settings: &settings,
        progress: &note,
    };
    let mut work = std::pin::pin!(work.carry_out(before.record.clone(), Some(before), Some(job)));
    loop {
        tokio::select! {
            done = &mut work => return done.map(|_| ()),
            () = tokio::time::sleep(NOTED_EVERY) => {
                let progress = *latest.lock().unwrap_or_else(PoisonError::into_inner);
                // Once it writes, the import holds the lock that noting its progress would wait for.
                if progress.phase != Phase::Writing {
                    app.store.job_progress(job, progress.done, Some(progress.total), ctx.now() + LEASE).await?;
                }
            }
        }
    }
}

/// Whoever asked for it, with today's roles and scope.
async fn actor(app: &App, ctx: &Ctx, job: &Job) -> Result<Actor> {
    let Some(user) = job.created_by else {
        return Ok(ctx.actor.clone());
    };
    let user = app
        .store
        .read(ctx)
        .get::<User>(user.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::User))?;
    if !user.record.active {
        return Err(Error::SignedOut);
    }
    Ok(session::actor(app, ctx, &user.record).await?.0)
}

async fn fail(
    app: &App,
    ctx: &Ctx,
    job: &Job,
    before: &Stored<ImportRun>,
    error: &Error,
) -> Result<()> {
    let mut write = app.store.write(ctx, Action::Import).await?;
    let failure = Some(format!("{error}。没有写入任何内容"));
    let after = ImportRun {
        status: ImportStatus::Failed,
        failure,
        ..before.record.clone()
    };
    write.update(before, after).await?;
    write.detail("file", before.record.file_name.as_str());
    write
        .finish_job(job, &serde_json::json!({ "failed": error.to_string() }))
        .await?;
    write.commit().await?;
    Ok(())
}
