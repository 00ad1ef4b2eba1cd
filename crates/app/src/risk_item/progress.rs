//! 填报处置进展, with what was paid back, and its correction. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::RiskItemId,
    money::Fen,
    permission::Permission,
    refusal::Refusal,
    risk_item::{Progress, RiskItem},
};
use serde::{Deserialize, Serialize};

use super::{locked, moves};
use crate::{App, Result, Stored, typed::Typed};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgressDraft {
    /// The day it tells of.
    pub on: String,
    /// What was done.
    pub text: String,
    /// Money returned since the last entry.
    pub refunded: String,
    /// `wan` or `yuan`.
    pub refunded_unit: String,
    /// Participants paid back since the last entry.
    pub refunded_people: String,
}

impl ProgressDraft {
    /// An entry as it stands, for correcting it.
    pub fn of(entry: &Progress) -> Self {
        let people = entry.refunded_people.map(|people| people.to_string());
        Self {
            on: entry.on.to_string(),
            text: entry.text.clone(),
            refunded: entry.refunded.map(Fen::yuan).unwrap_or_default(),
            refunded_unit: "yuan".to_owned(),
            refunded_people: people.unwrap_or_default(),
        }
    }

    fn read(&self, ctx: &Ctx) -> Result<Progress> {
        let mut typed = Typed::on(ctx.today());
        let on = typed.needed_day("on", "日期", &self.on);
        let text = typed.needed("text", "进展内容", &self.text, 3_000);
        let refunded = typed.money("refunded", &self.refunded, &self.refunded_unit);
        if refunded.is_some_and(|money| money.approximate) {
            typed.wrong("refunded", "清退金额应是确数，请按清退凭证填写");
        }
        let people = typed.people("refunded_people", &self.refunded_people);
        if people.is_some_and(|people| people.approximate) {
            typed.wrong("refunded_people", "清退人数应是确数，请按清退凭证填写");
        }
        typed.finish(on.zip(text).map(|(on, text)| Progress {
            on,
            text,
            refunded: refunded.map(|money| money.value),
            refunded_people: people.map(|people| people.value),
            stamp: ctx.stamp(),
        }))
    }
}

/// Adds an entry of progress, by the responsible unit or by the lead office on its behalf.
pub async fn add_progress(
    app: &App,
    ctx: &Ctx,
    id: RiskItemId,
    draft: &ProgressDraft,
) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskProgress)?;
    let mut write = app.store.write(ctx, Action::RiskProgress).await?;
    let before = locked(&write, id).await?;
    require_owner(ctx, &before.record, "填报进展")?;
    let after = before.record.clone().add_progress(draft.read(ctx)?)?;
    let stored = write.update(&before, after).await?;
    write.commit().await?;
    Ok(stored)
}

/// Puts right the entry `at`, counted from 0, of the item as it stood in `version`, with the reason; what stood there
/// before is kept.
pub async fn correct_progress(
    app: &App,
    ctx: &Ctx,
    id: RiskItemId,
    (version, at): (i64, usize),
    draft: &ProgressDraft,
    why: &str,
) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskProgress)?;
    let mut write = app.store.write(ctx, Action::RiskProgressCorrect).await?;
    let before = locked(&write, id).await?;
    require_owner(ctx, &before.record, "更正进展")?;
    before.still_at(version)?;
    let to = draft.read(ctx)?;
    let after = before.record.clone().correct_progress(at, to, why)?;
    let stored = write.update(&before, after).await?;
    write.reason(why.trim());
    write.commit().await?;
    Ok(stored)
}

/// Refuses a unit that only sees the item.
pub(super) fn require_owner(ctx: &Ctx, item: &RiskItem, what: &'static str) -> Result<()> {
    if moves::is_owner(ctx, item) {
        return Ok(());
    }
    let next = "请由责任单位办理；如应由贵单位负责，请联系处非办调整";
    Err(Refusal::new(what, "这一事项由其他单位负责", next).into())
}
