//! 调整处置方案: owner, leader, plan or due date. It must not know how the form is shown.

use fangfei_model::{
    action::Action, ctx::Ctx, id::RiskItemId, permission::Permission, record::Record,
    risk_item::RiskItem,
};

use super::{AssignmentDraft, locked};
use crate::{App, Result, Stored};

/// Changes the plan of the item as it stood in `version`, with the reason; the earlier plan is kept.
pub async fn replan(
    app: &App,
    ctx: &Ctx,
    id: RiskItemId,
    version: i64,
    draft: &AssignmentDraft,
    why: &str,
) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskOpen)?;
    let mut write = app.store.write(ctx, Action::RiskPlan).await?;
    let before = locked(&write, id).await?;
    before.still_at(version)?;
    let to = draft.read(app, ctx, &before.record.place()).await?;
    let after = before.record.clone().replan(ctx.stamp(), to, why)?;
    let stored = write.update(&before, after).await?;
    write.reason(why.trim());
    write.commit().await?;
    Ok(stored)
}
