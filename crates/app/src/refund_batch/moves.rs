//! 批准、退回、撤回、登记付款. It must not know how the money is shared out.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::RefundBatchId,
    permission::Permission,
    refund_batch::{BatchState, Payment, RefundBatch},
};
use serde::{Deserialize, Serialize};

use super::{allocate::inputs_now, locked};
use crate::{App, Result, claim, funds, typed::Typed};

/// A payment as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentDraft {
    /// The day on which it was paid.
    pub on: String,
    /// The bank's paper.
    pub document: String,
}

/// Approves a batch whose allocation still rests on the claims as they are.
pub async fn approve(app: &App, ctx: &Ctx, id: RefundBatchId) -> Result<RefundBatch> {
    ctx.require(Permission::RefundApprove)?;
    let mut write = app.store.write(ctx, Action::RefundApprove).await?;
    let before = locked(&write, id).await?;
    let batch = &before.record;
    // The write lock is held, so that no claim changes between this question and the approval.
    let inputs = match batch.state {
        BatchState::Draft if batch.allocation.is_some() => {
            let inquiry = funds::get(app, ctx, batch.inquiry).await?.record;
            claim::require_settled(app, ctx, &inquiry, "批准退付批次").await?;
            inputs_now(app, ctx, batch).await?
        }
        _ => String::new(),
    };
    let after = before.record.clone().approve(ctx.stamp(), &inputs)?;
    write.detail("number", after.number.as_str());
    write.detail("inputs", inputs);
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Sends a worked-out draft back with the reason.
pub async fn send_back(app: &App, ctx: &Ctx, id: RefundBatchId, why: &str) -> Result<RefundBatch> {
    ctx.require(Permission::RefundApprove)?;
    let mut write = app.store.write(ctx, Action::RefundSendBack).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().send_back(ctx.stamp(), why)?;
    write.reason(why.trim());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Gives a draft up.
pub async fn withdraw(app: &App, ctx: &Ctx, id: RefundBatchId, why: &str) -> Result<RefundBatch> {
    ctx.require(Permission::FundsWrite)?;
    let mut write = app.store.write(ctx, Action::RefundWithdraw).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().withdraw(ctx.stamp(), why)?;
    write.reason(why.trim());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Records that the bank has paid.
pub async fn pay(
    app: &App,
    ctx: &Ctx,
    id: RefundBatchId,
    draft: &PaymentDraft,
) -> Result<RefundBatch> {
    ctx.require(Permission::FundsWrite)?;
    let mut typed = Typed::on(ctx.today());
    let on = typed.needed_day("on", "付款日期", &draft.on);
    let document = typed.needed("document", "银行回单编号", &draft.document, 200);
    let (on, document) = typed.finish(on.zip(document))?;
    let mut write = app.store.write(ctx, Action::RefundPay).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().pay(Payment {
        stamp: ctx.stamp(),
        on,
        document,
    })?;
    write.detail("number", after.number.as_str());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}
