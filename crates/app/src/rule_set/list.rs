//! Rule sets as lists and one by one. It must not know the moves.

use fangfei_model::{
    ctx::Ctx,
    id::RuleSetId,
    noun::Noun,
    permission::Permission,
    query::Query,
    rule_set::{RuleSet, RuleSetStatus},
};
use fangfei_store::Write;

use crate::{App, Error, Page, Result, Stored};

/// One line of the list.
#[derive(Debug, Clone)]
pub struct RuleSetRow {
    /// The rule set.
    pub set: RuleSet,
    /// Whether it is the one in force.
    pub in_force: bool,
}

/// One page of rule sets, the newest first.
pub async fn list(app: &App, ctx: &Ctx, page: Page) -> Result<Vec<RuleSetRow>> {
    ctx.require(Permission::MonitorRead)?;
    let query = Query::of(Noun::RuleSet).by("drafted_at", true);
    let found = app.store.read(ctx).list::<RuleSet>(&query, page).await?;
    let row = |stored: Stored<RuleSet>| RuleSetRow {
        in_force: stored.record.status() == RuleSetStatus::Published,
        set: stored.record,
    };
    Ok(found.into_iter().map(row).collect())
}

/// One rule set.
pub async fn get(app: &App, ctx: &Ctx, id: RuleSetId) -> Result<Stored<RuleSet>> {
    ctx.require(Permission::MonitorRead)?;
    app.store
        .read(ctx)
        .get::<RuleSet>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::RuleSet))
}

/// The one in force; `None` means the indicators that come with the program.
pub async fn in_force(app: &App, ctx: &Ctx) -> Result<Option<RuleSet>> {
    let found = app.store.read(ctx).find::<RuleSet>(&published()).await?;
    Ok(found.map(|stored| stored.record))
}

/// The one in force, inside a write.
pub(super) async fn locked_in_force(write: &Write) -> Result<Option<Stored<RuleSet>>> {
    Ok(write.find::<RuleSet>(&published()).await?)
}

fn published() -> Query {
    Query::of(Noun::RuleSet).equals("state", RuleSetStatus::Published.code())
}
