//! 异议、答复、办结. It must not know the statements.

use fangfei_model::{
    action::Action,
    claim::{Claim, Settlement},
    ctx::Ctx,
    id::ClaimId,
    permission::Permission,
};
use serde::{Deserialize, Serialize};

use super::{ConfirmDraft, confirm::settled, locked};
use crate::{App, Result, typed::Typed};

/// An objection as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectionDraft {
    /// The day on which it was raised.
    pub raised: String,
    /// What is objected to.
    pub text: String,
}

/// A settlement as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SettleDraft {
    /// Code of the way in which it ended.
    pub kind: String,
    /// In words, with the paper.
    pub note: String,
}

/// Takes an objection down.
pub async fn object(app: &App, ctx: &Ctx, id: ClaimId, draft: &ObjectionDraft) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    let mut typed = Typed::on(ctx.today());
    let raised = typed.needed_day("raised", "提出日期", &draft.raised);
    let text = typed.needed("text", "异议内容", &draft.text, 2_000);
    let (raised, text) = typed.finish(raised.zip(text))?;
    let mut write = app.store.write(ctx, Action::ClaimObject).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().object(ctx.stamp(), raised, &text)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Answers the open objection with the figures that count from now on.
pub async fn answer(app: &App, ctx: &Ctx, id: ClaimId, draft: &ConfirmDraft) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    draft.read(ctx)?;
    let mut write = app.store.write(ctx, Action::ClaimAnswer).await?;
    let before = locked(&write, id).await?;
    let confirmation = settled(app, ctx, "答复异议", &before.record, draft).await?;
    if !confirmation.opinion.is_empty() {
        write.reason(confirmation.opinion.as_str());
    }
    let after = before.record.clone().answer(confirmation)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Ends the claim.
pub async fn settle(app: &App, ctx: &Ctx, id: ClaimId, draft: &SettleDraft) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    let mut typed = Typed::on(ctx.today());
    let kind = typed.needed_choice("kind", "办结方式", &draft.kind);
    let note = typed.needed("note", "办结说明", &draft.note, 1_000);
    let (kind, note) = typed.finish(kind.zip(note))?;
    let mut write = app.store.write(ctx, Action::ClaimSettle).await?;
    let before = locked(&write, id).await?;
    write.reason(note.as_str());
    let after = before.record.clone().settle(Settlement {
        stamp: ctx.stamp(),
        kind,
        note,
    })?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}
