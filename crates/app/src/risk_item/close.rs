//! 销号: applied for with proofs, verified by someone else, approved or sent back; and 重新挂账. It
//! must not know how the forms are shown.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::{EvidenceId, RiskItemId},
    noun::Noun,
    permission::Permission,
    risk_item::{CloseApplication, RiskItem, RiskStatus, Verification},
};
use serde::{Deserialize, Serialize};

use super::{locked, progress::require_owner};
use crate::{
    App, Error, Result, Stored,
    evidence::{self, AttachedTo},
    typed::Typed,
};

/// The longest opinion or reason.
const LONGEST: usize = 2_000;

/// The application as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseDraft {
    /// What was achieved.
    pub statement: String,
    /// Ids of the proofs, files of the item.
    pub evidence: Vec<String>,
}

/// Applies for close-out, with proofs that are on file at the item.
pub async fn apply_close(
    app: &App,
    ctx: &Ctx,
    id: RiskItemId,
    draft: &CloseDraft,
) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskApplyClose)?;
    let mut write = app.store.write(ctx, Action::RiskApplyClose).await?;
    let before = locked(&write, id).await?;
    require_owner(ctx, &before.record, "申请销号")?;
    let mut typed = Typed::on(ctx.today());
    let statement = typed.needed("statement", "处置结果", &draft.statement, LONGEST);
    let statement = typed.finish(statement)?;
    let evidence = proofs(app, ctx, id, &draft.evidence).await?;
    let application = CloseApplication {
        stamp: ctx.stamp(),
        statement,
        evidence,
    };
    let after = before.record.clone().apply_close(application)?;
    let stored = write.update(&before, after).await?;
    write.commit().await?;
    Ok(stored)
}

/// Verifies the application.
pub async fn verify(
    app: &App,
    ctx: &Ctx,
    id: RiskItemId,
    opinion: &str,
) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskVerify)?;
    let opinion = words("opinion", "核验意见", opinion, ctx)?;
    let mut write = app.store.write(ctx, Action::RiskVerify).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().verify(Verification {
        stamp: ctx.stamp(),
        opinion: opinion.clone(),
    })?;
    let stored = write.update(&before, after).await?;
    write.reason(opinion);
    write.commit().await?;
    Ok(stored)
}

/// Sends an application back (who verifies or approves), or a verification (who approves).
pub async fn send_back(
    app: &App,
    ctx: &Ctx,
    id: RiskItemId,
    why: &str,
) -> Result<Stored<RiskItem>> {
    // Verifiers send back what was applied for, approvers also what was verified; nobody else.
    if !ctx.may(Permission::RiskVerify) {
        ctx.require(Permission::RiskClose)?;
    }
    let mut write = app.store.write(ctx, Action::RiskSendBack).await?;
    let before = locked(&write, id).await?;
    let verifies =
        before.record.status() == RiskStatus::CloseApplied && ctx.may(Permission::RiskVerify);
    if !verifies {
        ctx.require(Permission::RiskClose)?;
    }
    let after = before.record.clone().send_back(ctx.stamp(), why)?;
    let stored = write.update(&before, after).await?;
    write.reason(why.trim());
    write.commit().await?;
    Ok(stored)
}

/// Approves the close-out; a note is kept in the journal.
pub async fn close(app: &App, ctx: &Ctx, id: RiskItemId, note: &str) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskClose)?;
    let mut write = app.store.write(ctx, Action::RiskClose).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().close(ctx.stamp())?;
    let stored = write.update(&before, after).await?;
    if !note.trim().is_empty() {
        write.reason(note.trim());
    }
    write.commit().await?;
    Ok(stored)
}

/// Opens a closed item again, with the reason; the close-out stays in its history.
pub async fn reopen(app: &App, ctx: &Ctx, id: RiskItemId, why: &str) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskClose)?;
    let mut write = app.store.write(ctx, Action::RiskReopen).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().reopen(ctx.stamp(), why)?;
    let stored = write.update(&before, after).await?;
    write.reason(why.trim());
    write.commit().await?;
    Ok(stored)
}

fn words(field: &'static str, title: &str, text: &str, ctx: &Ctx) -> Result<String> {
    let mut typed = Typed::on(ctx.today());
    let words = typed.needed(field, title, text, LONGEST);
    typed.finish(words)
}

/// The chosen files, each of which is on file at the item.
async fn proofs(
    app: &App,
    ctx: &Ctx,
    id: RiskItemId,
    chosen: &[String],
) -> Result<Vec<EvidenceId>> {
    let wanted: Vec<EvidenceId> = chosen.iter().filter_map(|text| text.parse().ok()).collect();
    let files = evidence::list_of(app, ctx, AttachedTo::new(Noun::RiskItem, id.uuid())).await?;
    let mut known: Vec<EvidenceId> = files.into_iter().map(|file| file.id).collect();
    known.retain(|file| wanted.contains(file));
    if known.len() != wanted.len() || wanted.len() != chosen.len() {
        return Err(Error::field(
            "evidence",
            "所选材料中有的不在这一事项下，请刷新页面后重新选择",
        ));
    }
    Ok(known)
}
