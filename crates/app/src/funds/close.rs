//! Ending an inquiry and opening it again, each with the reason. It must not know analyses.

use fangfei_model::{
    action::Action, ctx::Ctx, funds_inquiry::FundsInquiry, id::FundsInquiryId,
    permission::Permission,
};

use super::locked;
use crate::{App, Result};

/// Ends the inquiry.
pub async fn close(app: &App, ctx: &Ctx, id: FundsInquiryId, why: &str) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let mut write = app.store.write(ctx, Action::FundsClose).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().close(ctx.stamp(), why)?;
    write.reason(why.trim());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Opens it again.
pub async fn reopen(app: &App, ctx: &Ctx, id: FundsInquiryId, why: &str) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let mut write = app.store.write(ctx, Action::FundsReopen).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().reopen(ctx.stamp(), why)?;
    write.reason(why.trim());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}
