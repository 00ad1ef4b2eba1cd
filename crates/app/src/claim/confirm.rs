//! 确认: which figures count, how well they are proved, and why. It must not know the statements.

use fangfei_model::{
    action::Action,
    claim::{Claim, ClaimFigures, Confirmation},
    ctx::Ctx,
    id::ClaimId,
    money::Fen,
    permission::Permission,
};
use serde::{Deserialize, Serialize};

use super::{identity::doubts, locked};
use crate::{App, Result, funds, typed::Typed};

/// A confirmation as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfirmDraft {
    /// Principal paid in, in yuan.
    pub paid_in: String,
    /// Principal returned, in yuan.
    pub returned: String,
    /// Interest, dividends, commissions received, in yuan.
    pub received: String,
    /// Code of the grade of proof.
    pub grade: String,
    /// Why.
    pub opinion: String,
    /// Whose account it is, where that is not clear.
    pub ownership: String,
}

impl ConfirmDraft {
    /// Filled in with what the statements show where they are complete, else with the claim.
    pub fn of(claim: &Claim) -> Self {
        let shown = claim
            .check
            .as_ref()
            .filter(|check| check.certain)
            .and_then(|check| check.found);
        let figures = claim
            .confirmation()
            .map(|held| held.figures)
            .or(shown)
            .unwrap_or(claim.claimed);
        Self {
            paid_in: figures.paid_in.yuan(),
            returned: figures.returned.yuan(),
            received: figures.received.yuan(),
            ..Self::default()
        }
    }

    pub(super) fn read(&self, ctx: &Ctx) -> Result<Confirmation> {
        let mut typed = Typed::on(ctx.today());
        let mut figure = |field, title: &str, text: &str| match Fen::parse_yuan(text) {
            Ok(fen) if fen >= Fen::ZERO => Some(fen),
            Ok(_) => {
                typed.wrong(field, format!("{title}不能是负数"));
                None
            }
            Err(fault) => {
                typed.wrong(field, fault.to_string());
                None
            }
        };
        let paid_in = figure("paid_in", "投入本金", &self.paid_in);
        let returned = figure("returned", "已返还本金", &self.returned);
        let received = figure("received", "已得利息、分红、提成", &self.received);
        let grade = typed.needed_choice("grade", "证明等级", &self.grade);
        let opinion = typed.words("opinion", "理由", &self.opinion, 1_000);
        let read = paid_in.zip(returned).zip(received).zip(grade);
        typed.finish(
            read.map(|(((paid_in, returned), received), grade)| Confirmation {
                stamp: ctx.stamp(),
                figures: ClaimFigures {
                    paid_in,
                    returned,
                    received,
                },
                grade,
                opinion: opinion.unwrap_or_default(),
                ownership: None,
            }),
        )
    }
}

/// The confirmation as read, with how it was settled whose account it is; refused where that is open.
/// The write lock is held, so that no claim changes between this question and the confirmation.
pub(super) async fn settled(
    app: &App,
    ctx: &Ctx,
    what: &'static str,
    claim: &Claim,
    draft: &ConfirmDraft,
) -> Result<Confirmation> {
    let confirmation = draft.read(ctx)?;
    let inquiry = funds::get(app, ctx, claim.inquiry).await?.record;
    let mut doubts = doubts(app, ctx, &inquiry).await?;
    let doubts = doubts.remove(&claim.id).unwrap_or_default();
    let ownership = doubts.settle(what, &draft.ownership, confirmation.grade)?;
    Ok(Confirmation {
        ownership,
        ..confirmation
    })
}

/// Confirms a claim.
pub async fn confirm(app: &App, ctx: &Ctx, id: ClaimId, draft: &ConfirmDraft) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    draft.read(ctx)?;
    let mut write = app.store.write(ctx, Action::ClaimConfirm).await?;
    let before = locked(&write, id).await?;
    let confirmation = settled(app, ctx, "确认申报", &before.record, draft).await?;
    if !confirmation.opinion.is_empty() {
        write.reason(confirmation.opinion.as_str());
    }
    let after = before.record.clone().confirm(confirmation)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}
