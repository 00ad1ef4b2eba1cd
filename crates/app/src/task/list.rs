//! Lists of tasks, with the names they show. It must not know pages.

use std::collections::BTreeMap;

use fangfei_model::{
    campaign::Campaign,
    ctx::{Actor, Ctx},
    id::CampaignId,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    record::Value,
    task::{Task, TaskStatus},
};
use jiff::civil::Date;

use crate::{App, Page, Result, unit_names::UnitNames};

/// Which tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// All.
    #[default]
    All,
    /// Still to be handed in.
    Owed,
    /// Late: still to be handed in, past the day and not back-dated.
    Late,
    /// In this state.
    In(TaskStatus),
}

/// A question about tasks.
#[derive(Debug, Clone, Copy, Default)]
pub struct TaskFilter {
    /// Of this campaign.
    pub campaign: Option<CampaignId>,
    /// Which of them.
    pub which: Which,
}

/// A task with the names beside it.
#[derive(Debug, Clone)]
pub struct TaskLine {
    /// The task.
    pub task: Task,
    /// The responsible unit's short name.
    pub unit: String,
    /// The campaign's title.
    pub campaign: String,
}

/// Tasks in the reader's scope, the earliest due first.
pub async fn list(app: &App, ctx: &Ctx, filter: TaskFilter, page: Page) -> Result<Vec<TaskLine>> {
    ctx.require(Permission::CampaignRead)?;
    let found = app
        .store
        .read(ctx)
        .list::<Task>(&query(ctx, filter).by("due", false), page)
        .await?;
    named(
        app,
        ctx,
        found.into_iter().map(|task| task.record).collect(),
    )
    .await
}

/// How many such tasks there are in the reader's scope.
pub async fn count(app: &App, ctx: &Ctx, filter: TaskFilter) -> Result<u64> {
    ctx.require(Permission::CampaignRead)?;
    Ok(app.store.read(ctx).count(&query(ctx, filter)).await?)
}

fn query(ctx: &Ctx, filter: TaskFilter) -> Query {
    let mut query = Query::of(Noun::Task);
    if let Some(campaign) = filter.campaign {
        query = query.equals("campaign", campaign.uuid());
    }
    match filter.which {
        Which::All => query,
        Which::In(status) => query.equals("state", status.code()),
        Which::Owed => query.when("state", Test::In(owed_states())),
        Which::Late => late(query, ctx.today()),
    }
}

/// Still to be handed in, past the day and not back-dated: what `Task::overdue` says of one task.
pub(crate) fn late(query: Query, today: Date) -> Query {
    query
        .when("state", Test::In(owed_states()))
        .when("due", Test::Below(today.into()))
        .when("due", Test::NotBefore("raised_on".into()))
}

/// The codes of states in which a task is still to be handed in.
pub(crate) fn owed_states() -> Vec<Value> {
    [TaskStatus::Pending, TaskStatus::SentBack]
        .map(|status| Value::from(status.code()))
        .to_vec()
}

/// The tasks with the names beside them. A campaign's title is no secret to whoever has a task of it.
pub(super) async fn named(app: &App, ctx: &Ctx, tasks: Vec<Task>) -> Result<Vec<TaskLine>> {
    let units = UnitNames::of(app, ctx, tasks.iter().map(|task| task.unit)).await?;
    let mut wanted: Vec<_> = tasks.iter().map(|task| task.campaign.uuid()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let program = ctx.acting_as(Actor::System {
        task: "读取专项行动名称",
    });
    let campaigns = app.store.read(&program).get_all::<Campaign>(wanted).await?;
    let titles: BTreeMap<CampaignId, String> = campaigns
        .into_iter()
        .map(|c| (c.record.id, c.record.title))
        .collect();
    let line = |task: Task| TaskLine {
        unit: units.get(task.unit).to_owned(),
        campaign: titles.get(&task.campaign).cloned().unwrap_or_default(),
        task,
    };
    Ok(tasks.into_iter().map(line).collect())
}
