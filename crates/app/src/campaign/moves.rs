//! 启动 and 结束: a reviewed draft becomes a running campaign with its tasks, and later ends. It must
//! not know pages.

use fangfei_model::{
    action::Action, campaign::Campaign, ctx::Ctx, id::CampaignId, permission::Permission,
    refusal::Refusal,
};

use super::read::{get, locked};
use crate::{App, Result, task};

/// What a start brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Started {
    /// How many tasks were raised.
    pub tasks: u64,
}

/// Starts a reviewed draft and raises the tasks that have begun, back-dated ones among them. Tasks
/// of later periods are raised when these begin.
pub async fn start(app: &App, ctx: &Ctx, id: CampaignId) -> Result<Started> {
    ctx.require(Permission::CampaignStart)?;
    let mut write = app.store.write(ctx, Action::CampaignStart).await?;
    let before = locked(&write, id).await?;
    leads(ctx, "启动专项行动", &before.record)?;
    let campaign = before.record.clone().begin(ctx.stamp())?;
    write.update(&before, campaign.clone()).await?;
    let tasks = task::raise(&mut write, ctx, &campaign).await?;
    write.detail("tasks", tasks);
    write.commit().await?;
    Ok(Started { tasks })
}

/// Ends a running campaign, with a reason. Open tasks stay to be handed in; no new ones are raised.
pub async fn end(app: &App, ctx: &Ctx, id: CampaignId, why: &str) -> Result<()> {
    ctx.require(Permission::CampaignStart)?;
    get(app, ctx, id).await?;
    let mut write = app.store.write(ctx, Action::CampaignEnd).await?;
    let before = locked(&write, id).await?;
    leads(ctx, "结束专项行动", &before.record)?;
    let campaign = before.record.clone().finish(ctx.stamp(), why)?;
    write.update(&before, campaign).await?;
    write.reason(why.trim());
    write.commit().await?;
    Ok(())
}

/// A campaign is moved by its own lead unit or by one of a division above.
pub(super) fn leads(ctx: &Ctx, what: &'static str, campaign: &Campaign) -> Result<()> {
    let own = ctx.unit().is_none_or(|unit| unit == campaign.lead_unit);
    let above = ctx
        .scope()
        .division()
        .is_none_or(|division| division.contains(&campaign.division));
    if own || above {
        return Ok(());
    }
    Err(Refusal::new(what, "该行动由上级单位牵头", "请联系牵头单位办理").into())
}
