//! 初核: what was looked at, what was found, what follows. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    clue::{CheckConclusion, Clue, FirstCheck},
    ctx::Ctx,
    id::ClueId,
    permission::Permission,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

use super::{locked, moves};
use crate::{App, Result, Stored, typed::Typed};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckDraft {
    /// The day.
    pub on: String,
    /// Where and how.
    pub manner: String,
    /// What was found.
    pub findings: String,
    /// People found out.
    pub found_people: String,
    /// Money found out.
    pub found_amount: String,
    /// `wan` or `yuan`.
    pub found_amount_unit: String,
    /// What follows.
    pub conclusion: String,
    /// To whom it is handed over.
    pub handed_to: String,
}

impl CheckDraft {
    fn read(&self, ctx: &Ctx) -> Result<FirstCheck> {
        let mut typed = Typed::on(ctx.today());
        let on = typed.needed_day("on", "核查日期", &self.on);
        let manner = typed.needed("manner", "核查方式", &self.manner, 500);
        let findings = typed.needed("findings", "核查情况", &self.findings, 5_000);
        let people = typed
            .people("found_people", &self.found_people)
            .map(|p| p.value);
        let amount = typed
            .money("found_amount", &self.found_amount, &self.found_amount_unit)
            .map(|a| a.value);
        let conclusion = typed.needed_choice("conclusion", "初核结论", &self.conclusion);
        let handed_to = typed.words("handed_to", "接收部门", &self.handed_to, 100);
        if conclusion == Some(CheckConclusion::OtherDepartment) && handed_to.is_none() {
            typed.wrong("handed_to", "结论是移送时，请写明移送给哪个部门");
        }
        let needed = on.zip(manner).zip(findings).zip(conclusion);
        typed.finish(
            needed.map(|(((on, manner), findings), conclusion)| FirstCheck {
                on,
                manner,
                findings,
                people,
                amount,
                conclusion,
                handed_to: handed_to.filter(|_| conclusion == CheckConclusion::OtherDepartment),
                stamp: ctx.stamp(),
            }),
        )
    }
}

/// Records the first check, by the unit that has the clue or by the lead office on its behalf.
pub async fn check(app: &App, ctx: &Ctx, id: ClueId, draft: &CheckDraft) -> Result<Stored<Clue>> {
    ctx.require(Permission::ClueCheck)?;
    let mut write = app.store.write(ctx, Action::ClueCheck).await?;
    let before = locked(&write, id).await?;
    if before.record.state.acceptance().is_some() && !moves::is_checker(ctx, &before.record) {
        let next = "请由承办单位登记；如应由贵单位核查，请联系处非办改派";
        return Err(Refusal::new("登记初核结果", "这条线索由其他单位承办", next).into());
    }
    let after = before.record.clone().record_check(draft.read(ctx)?)?;
    let stored = write.update(&before, after).await?;
    write.commit().await?;
    Ok(stored)
}
