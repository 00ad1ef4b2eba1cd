//! Screening all subjects anew when the word classes have changed, some hundreds in a transaction,
//! so that others get their turn; what is not changed by it is not written. It must not know pages.

use fangfei_model::{
    action::Action,
    ctx::{Actor, Ctx},
    noun::Noun,
    permission::Permission,
    query::Query,
    subject::Subject,
};
use fangfei_store::Job;
use futures::TryStreamExt;
use serde::Serialize;
use uuid::Uuid;

use super::{LicensedNames, screened};
use crate::{App, Result, worker::LEASE};

/// The kind of the background job.
pub const JOB: &str = "subject_rescreen";
/// Setting: the version of the rules that the last whole screening used.
const SCREENED_WITH: &str = "subjects_screened_with";
/// Subjects to a transaction.
const PART: usize = 1_000;

/// What a screening of all subjects came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RescreenCounts {
    /// Subjects looked at.
    pub screened: u64,
    /// Subjects whose hits became different.
    pub changed: u64,
}

/// Whether the rules have changed since all subjects were last screened.
pub async fn outdated(app: &App) -> Result<bool> {
    let version = app.store.setting(SCREENED_WITH).await?;
    Ok(version.as_deref() != Some(app.rules().screen.version().as_ref()))
}

/// Asks for all subjects to be screened anew in the background.
pub async fn ask_rescreen(app: &App, ctx: &Ctx) -> Result<()> {
    ctx.require(Permission::SubjectWrite)?;
    let mut write = app.store.write(ctx, Action::SubjectScreen).await?;
    write.detail("rule_version", app.rules().screen.version().as_ref());
    write.enqueue(JOB, serde_json::json!({})).await?;
    write.commit().await?;
    Ok(())
}

/// The background job.
pub async fn run_job(app: &App, ctx: &Ctx, job: &Job) -> Result<()> {
    let result =
        serde_json::to_value(screen_all(app, ctx, Some(job)).await?).map_err(crate::Error::bug)?;
    Ok(app.store.finish_job(job, &result, ctx.now()).await?)
}

/// Screens all subjects anew.
pub async fn rescreen(app: &App, ctx: &Ctx) -> Result<RescreenCounts> {
    ctx.require(Permission::SubjectWrite)?;
    screen_all(app, ctx, None).await
}

async fn screen_all(app: &App, ctx: &Ctx, job: Option<&Job>) -> Result<RescreenCounts> {
    let program = ctx.acting_as(Actor::System {
        task: "重新筛查主体",
    });
    let licensed = LicensedNames::all(app, &program).await?;
    let mut ids: Vec<Uuid> = Vec::new();
    let mut rows = app
        .store
        .read(&program)
        .stream_rows(&Query::of(Noun::Subject), &[])
        .await?;
    while let Some(row) = rows.try_next().await? {
        ids.push(row.id);
    }
    drop(rows);
    let mut counts = RescreenCounts::default();
    for part in ids.chunks(PART) {
        screen_part(app, &program, &licensed, part, &mut counts).await?;
        if let Some(job) = job {
            app.store
                .job_progress(
                    job,
                    counts.screened,
                    Some(ids.len() as u64),
                    ctx.now() + LEASE,
                )
                .await?;
        }
    }
    let mut write = app.store.write(&program, Action::SubjectScreen).await?;
    write
        .set_setting(SCREENED_WITH, app.rules().screen.version())
        .await?;
    write.commit().await?;
    Ok(counts)
}

async fn screen_part(
    app: &App,
    ctx: &Ctx,
    licensed: &LicensedNames,
    ids: &[Uuid],
    counts: &mut RescreenCounts,
) -> Result<()> {
    let mut write = app.store.write(ctx, Action::SubjectScreen).await?;
    let mut changed = 0;
    for before in write.reader().get_all::<Subject>(ids.to_vec()).await? {
        let licence = licensed.holds(&before.record, ctx.today());
        let record = screened(
            &app.rules().screen,
            licence,
            before.record.clone(),
            ctx.today(),
        );
        counts.screened += 1;
        if record != before.record {
            changed += 1;
            write.update(&before, record).await?;
        }
    }
    if changed > 0 {
        counts.changed += changed;
        write.detail("rule_version", app.rules().screen.version().as_ref());
        write.commit().await?;
    }
    Ok(())
}
