//! One campaign, and lists of them, as a reader may see them: drafts only for those who draft. It
//! must not know pages.

use std::collections::BTreeMap;

use fangfei_model::{
    campaign::{Campaign, CampaignStatus},
    ctx::Ctx,
    id::CampaignId,
    noun::Noun,
    permission::Permission,
    query::{Path, Query, Test},
    record::Value,
    task::TaskStatus,
};
use fangfei_store::Write;

use crate::{App, Error, Page, Result, Stored, task};

/// Which campaigns.
#[derive(Debug, Clone, Default)]
pub struct CampaignFilter {
    /// Words of the title or number.
    pub words: String,
    /// In this state.
    pub status: Option<CampaignStatus>,
}

/// How far the tasks of a campaign have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskCounts {
    /// All that were raised and the reader sees.
    pub all: u64,
    /// Handed in and not yet decided.
    pub submitted: u64,
    /// Accepted.
    pub accepted: u64,
    /// Past their day and not handed in.
    pub overdue: u64,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct CampaignLine {
    /// The campaign.
    pub campaign: Campaign,
    /// Its tasks, as far as the reader sees them.
    pub tasks: TaskCounts,
}

/// One campaign within the reader's scope.
pub async fn get(app: &App, ctx: &Ctx, id: CampaignId) -> Result<Stored<Campaign>> {
    ctx.require(Permission::CampaignRead)?;
    let found = app.store.read(ctx).get::<Campaign>(id.uuid()).await?;
    found
        .filter(|campaign| may_see(ctx, &campaign.record))
        .ok_or(Error::NotFound(Noun::Campaign))
}

/// Campaigns within the reader's scope, the latest start first, with their tasks counted.
pub async fn list(
    app: &App,
    ctx: &Ctx,
    filter: &CampaignFilter,
    page: Page,
) -> Result<Vec<CampaignLine>> {
    ctx.require(Permission::CampaignRead)?;
    let query = query(ctx, filter).by("start", true);
    let campaigns = app.store.read(ctx).list::<Campaign>(&query, page).await?;
    let mut lines = Vec::with_capacity(campaigns.len());
    for campaign in campaigns {
        let tasks = counts(app, ctx, campaign.record.id).await?;
        lines.push(CampaignLine {
            campaign: campaign.record,
            tasks,
        });
    }
    Ok(lines)
}

/// How many campaigns there are in each state, within the reader's scope.
pub async fn count(app: &App, ctx: &Ctx, filter: &CampaignFilter) -> Result<u64> {
    ctx.require(Permission::CampaignRead)?;
    Ok(app.store.read(ctx).count(&query(ctx, filter)).await?)
}

/// The tasks of one campaign, counted.
pub async fn counts(app: &App, ctx: &Ctx, id: CampaignId) -> Result<TaskCounts> {
    let of_campaign = Query::of(Noun::Task).equals("campaign", id.uuid());
    let reader = app.store.read(ctx);
    let groups = reader
        .group_count(&of_campaign, &Path::from("state"))
        .await?;
    let by_state: BTreeMap<String, u64> = groups
        .into_iter()
        .filter_map(|(state, count)| {
            if let Value::Text(state) = state {
                Some((state, count))
            } else {
                None
            }
        })
        .collect();
    let of = |status: TaskStatus| by_state.get(status.code()).copied().unwrap_or(0);
    let overdue = reader.count(&task::late(of_campaign, ctx.today())).await?;
    Ok(TaskCounts {
        all: by_state.values().sum(),
        submitted: of(TaskStatus::Submitted),
        accepted: of(TaskStatus::Accepted),
        overdue,
    })
}

/// The campaign inside a write.
pub(super) async fn locked(write: &Write, id: CampaignId) -> Result<Stored<Campaign>> {
    write
        .get::<Campaign>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Campaign))
}

fn query(ctx: &Ctx, filter: &CampaignFilter) -> Query {
    let mut query = Query::of(Noun::Campaign);
    let words = filter.words.trim();
    if !words.is_empty() {
        query = query.when("title", Test::Contains(words.to_owned()));
    }
    if let Some(status) = filter.status {
        query = query.equals("state", status.code());
    }
    if !drafts(ctx) {
        query = query.when(
            "state",
            Test::NotIn(vec![CampaignStatus::Draft.code().into()]),
        );
    }
    query
}

/// A draft is the lead office's until it starts.
fn may_see(ctx: &Ctx, campaign: &Campaign) -> bool {
    campaign.status() != CampaignStatus::Draft || drafts(ctx)
}

fn drafts(ctx: &Ctx) -> bool {
    ctx.may(Permission::CampaignDraft)
}
