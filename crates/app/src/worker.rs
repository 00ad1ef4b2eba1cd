//! The worker: takes background jobs one at a time, and once a day raises what has fallen due. A job
//! is a small idempotent piece of work, enqueued in the transaction that made it necessary. It must
//! not know what the jobs do.

use std::{sync::Arc, time::Duration};

use fangfei_model::ctx::Ctx;
use fangfei_store::Job;
use jiff::{SignedDuration, civil::Date};

use crate::{App, Result, funds, import, likeness, monitor, subject, task};

/// How long the worker rests when there is nothing to do.
const REST: Duration = Duration::from_millis(500);
/// A job whose worker is silent for so long is taken up by another.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// A job that failed so often is given up.
pub const TRIES: u32 = 3;

/// Works until it is dropped. A failed round is logged and tried again.
pub async fn run(app: Arc<App>, ctx: Ctx) {
    let mut raised = None;
    loop {
        if let Err(error) = round(&app, &ctx, &mut raised).await {
            tracing::error!(error = %error, "a round of background work failed");
            tokio::time::sleep(REST * 10).await;
        }
        tokio::time::sleep(REST).await;
    }
}

/// Everything that waits now.
pub async fn drain(app: &App, ctx: &Ctx) -> Result<()> {
    while let Some(job) = app.store.claim_job(ctx.now(), LEASE).await? {
        work(app, ctx, job).await?;
    }
    Ok(())
}

async fn round(app: &App, ctx: &Ctx, raised: &mut Option<Date>) -> Result<()> {
    let today = ctx.today();
    if *raised != Some(today) {
        task::raise_due(app, ctx).await?;
        app.store.optimize().await?;
        *raised = Some(today);
    }
    drain(app, ctx).await
}

/// Runs one job and records a failure; a job that is done has said so itself.
async fn work(app: &App, ctx: &Ctx, job: Job) -> Result<()> {
    let done: Result<()> = match job.kind.as_str() {
        import::JOB => import::run_job(app, ctx, &job).await,
        import::FORGET_JOB => import::run_forget_job(app, ctx, &job).await,
        subject::RESCREEN_JOB => subject::run_rescreen_job(app, ctx, &job).await,
        funds::ANALYSIS_JOB => funds::run_analysis_job(app, ctx, &job).await,
        likeness::JOB => likeness::run_job(app, ctx, &job).await,
        monitor::JOB => monitor::run_job(app, ctx, &job).await,
        monitor::TRIAL_JOB => monitor::run_trial_job(app, ctx, &job).await,
        other => Err(crate::Error::bug(format!("unknown job kind {other}"))),
    };
    if let Err(error) = done {
        tracing::error!(job = %job.id, kind = job.kind, error = %error, "a job failed");
        let again = (job.attempts < TRIES && error.kind() == crate::ErrorKind::Internal)
            .then(|| ctx.now() + SignedDuration::from_secs(30));
        app.store
            .fail_job(&job, &error.to_string(), ctx.now(), again)
            .await?;
    }
    Ok(())
}
