//! My to-do (我的待办): what my unit owes, and what waits for my unit to accept. It must not know
//! pages.

use fangfei_model::{
    ctx::Ctx,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    task::{Task, TaskStatus},
};

use super::list::{TaskLine, named, owed_states};
use crate::{App, Page, Result};

/// The most tasks that one page of to-do shows.
pub const MOST: u64 = 200;

/// The tasks that concern one reader now.
#[derive(Debug, Clone, Default)]
pub struct Todo {
    /// What the reader's unit owes, the earliest due first.
    pub owed: Vec<TaskLine>,
    /// What was handed in to the reader's unit and waits for acceptance, the earliest due first.
    pub to_accept: Vec<TaskLine>,
}

/// The reader's to-do; empty for whoever belongs to no unit.
pub async fn todo(app: &App, ctx: &Ctx) -> Result<Todo> {
    let read = async |query: Option<Query>| -> Result<Vec<TaskLine>> {
        let Some(query) = query else {
            return Ok(Vec::new());
        };
        let found = app
            .store
            .read(ctx)
            .list::<Task>(&query.by("due", false), Page::first(MOST))
            .await?;
        named(
            app,
            ctx,
            found.into_iter().map(|task| task.record).collect(),
        )
        .await
    };
    Ok(Todo {
        owed: read(owed(ctx)).await?,
        to_accept: read(to_accept(ctx)).await?,
    })
}

/// How many tasks wait for this reader; shown in the frame of every page.
pub async fn waiting(app: &App, ctx: &Ctx) -> Result<u64> {
    let reader = app.store.read(ctx);
    let mut waiting = 0;
    for query in [owed(ctx), to_accept(ctx)].into_iter().flatten() {
        waiting += reader.count(&query).await?;
    }
    Ok(waiting)
}

/// Tasks that the reader's unit has not handed in, or has got back.
fn owed(ctx: &Ctx) -> Option<Query> {
    let unit = ctx.unit().filter(|_| ctx.may(Permission::TaskSubmit))?;
    Some(
        Query::of(Noun::Task)
            .equals("unit", unit.uuid())
            .when("state", Test::In(owed_states())),
    )
}

/// Tasks handed in to the reader's unit as the lead of their campaign.
fn to_accept(ctx: &Ctx) -> Option<Query> {
    let unit = ctx.unit().filter(|_| ctx.may(Permission::TaskAccept))?;
    let submitted = TaskStatus::Submitted.code();
    Some(
        Query::of(Noun::Task)
            .equals("state", submitted)
            .equals("campaign.lead_unit", unit.uuid()),
    )
}
