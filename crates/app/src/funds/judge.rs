//! 采信、排除 a finding: a person's judgement, kept apart from what the engine found. It must not know
//! patterns.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    funds_inquiry::{FundsInquiry, Judgement, Verdict},
    id::FundsInquiryId,
    permission::Permission,
};
use serde::{Deserialize, Serialize};

use super::{findings, locked};
use crate::{App, Error, Result, typed::Typed};

/// A judgement as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgementDraft {
    /// The finding's key.
    pub finding: String,
    /// Code of the verdict.
    pub verdict: String,
    /// Why.
    pub reason: String,
}

/// Keeps the judgement. The finding must be one of the last analysis, or one judged before.
pub async fn judge(
    app: &App,
    ctx: &Ctx,
    id: FundsInquiryId,
    draft: &JudgementDraft,
) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let mut typed = Typed::on(ctx.today());
    let verdict = typed.needed_choice::<Verdict>("verdict", "结论", &draft.verdict);
    let reason = typed.needed("reason", "理由", &draft.reason, 500);
    let (verdict, reason) = typed.finish(verdict.zip(reason))?;
    let pattern = pattern_of(app, ctx, id, &draft.finding).await?;
    let mut write = app.store.write(ctx, Action::FundsJudge).await?;
    let before = locked(&write, id).await?;
    write.reason(reason.as_str());
    write.detail("pattern", pattern.as_str());
    write.detail("verdict", verdict.title());
    write.detail("finding", draft.finding.as_str());
    let after = before.record.clone().judge(Judgement {
        finding: draft.finding.clone(),
        pattern,
        verdict,
        reason,
        stamp: ctx.stamp(),
    })?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

async fn pattern_of(app: &App, ctx: &Ctx, id: FundsInquiryId, key: &str) -> Result<String> {
    let inquiry = super::get(app, ctx, id).await?.record;
    if let Some(judged) = inquiry.judgement(key) {
        return Ok(judged.pattern.clone());
    }
    let found = findings(app, &inquiry).await?;
    let found = found.list.iter().find(|finding| finding.key == key);
    found
        .map(|finding| finding.title.clone())
        .ok_or(Error::Missing("发现"))
}
