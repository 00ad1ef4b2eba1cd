//! Runs of the index, one by one and as a list. It must not know what a run came to.

use fangfei_model::{
    ctx::Ctx,
    id::IndexRunId,
    index_run::{IndexRun, RunStatus},
    noun::Noun,
    permission::Permission,
    query::Query,
};
use fangfei_store::Write;

use crate::{App, Error, Page, Result, Stored};

/// One run.
pub async fn get(app: &App, ctx: &Ctx, id: IndexRunId) -> Result<Stored<IndexRun>> {
    ctx.require(Permission::MonitorRead)?;
    app.store
        .read(ctx)
        .get::<IndexRun>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::IndexRun))
}

/// Runs, the latest first.
pub async fn runs(app: &App, ctx: &Ctx, page: Page) -> Result<Vec<IndexRun>> {
    ctx.require(Permission::MonitorRead)?;
    let query = Query::of(Noun::IndexRun).by("asked_at", true);
    let found = app.store.read(ctx).list::<IndexRun>(&query, page).await?;
    Ok(found.into_iter().map(|stored| stored.record).collect())
}

/// The run that looked at the latest day and is done.
pub async fn latest(app: &App, ctx: &Ctx) -> Result<Option<IndexRun>> {
    ctx.require(Permission::MonitorRead)?;
    let done = Query::of(Noun::IndexRun)
        .equals("state", RunStatus::Done.code())
        .by("as_of", true)
        .by("asked_at", true);
    let reader = app.store.read(ctx);
    let mut found = reader.list::<IndexRun>(&done, Page::first(1)).await?;
    Ok(found.pop().map(|stored| stored.record))
}

pub(super) async fn locked(write: &Write, id: IndexRunId) -> Result<Stored<IndexRun>> {
    write
        .get::<IndexRun>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::IndexRun))
}
