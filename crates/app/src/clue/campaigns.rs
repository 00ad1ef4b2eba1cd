//! The running campaigns that a clue can belong to. It must not know campaigns' own moves.

use fangfei_model::{
    campaign::{Campaign, CampaignStatus},
    ctx::Ctx,
    id::CampaignId,
    noun::Noun,
    query::Query,
};

use crate::{App, Page, Result};

/// The most campaigns offered.
const MOST: u64 = 50;

/// Running campaigns in scope with their titles, the latest first.
pub async fn campaigns(app: &App, ctx: &Ctx) -> Result<Vec<(CampaignId, String)>> {
    let query = Query::of(Noun::Campaign)
        .equals("state", CampaignStatus::Running.code())
        .by("start", true);
    let running = app
        .store
        .read(ctx)
        .list::<Campaign>(&query, Page::first(MOST))
        .await?;
    Ok(running
        .into_iter()
        .map(|campaign| (campaign.record.id, campaign.record.title))
        .collect())
}
