//! 定级结论: one conclusion that answers dissent and grades the clue or re-grades the risk item, all
//! in one write. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    assessment::{Assessment, Conclusion},
    ctx::Ctx,
    id::AssessmentId,
    permission::Permission,
};
use fangfei_store::Write;
use serde::{Deserialize, Serialize};

use super::{GradesDraft, locked};
use crate::{App, Result, Stored, clue, risk_item, typed::Typed};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConcludeDraft {
    /// The grades and the level.
    #[serde(flatten)]
    pub grades: GradesDraft,
    /// Why.
    pub reason: String,
    /// Why other views were not followed.
    pub on_dissent: String,
}

impl ConcludeDraft {
    fn read(&self, ctx: &Ctx) -> Result<Conclusion> {
        let mut typed = Typed::on(ctx.today());
        let grades = self.grades.read(&mut typed);
        let reason = typed.needed("reason", "定级理由", &self.reason, 2_000);
        let on_dissent = typed.words("on_dissent", "对不同意见的说明", &self.on_dissent, 2_000);
        typed.finish(
            grades
                .zip(reason)
                .map(|((grades, level), reason)| Conclusion {
                    stamp: ctx.stamp(),
                    grades,
                    level,
                    reason,
                    on_dissent,
                }),
        )
    }
}

/// Concludes the assessment.
pub async fn conclude(
    app: &App,
    ctx: &Ctx,
    id: AssessmentId,
    draft: &ConcludeDraft,
) -> Result<Stored<Assessment>> {
    ctx.require(Permission::AssessmentConclude)?;
    let conclusion = draft.read(ctx)?;
    let mut write = app.store.write(ctx, Action::AssessmentConclude).await?;
    let before = locked(&write, ctx, id).await?;
    write.reason(conclusion.reason.clone());
    let after = before.record.clone().conclude(conclusion.clone())?;
    let stored = write.update(&before, after).await?;
    carry_over(&mut write, ctx, &stored.record, &conclusion).await?;
    write.commit().await?;
    Ok(stored)
}

/// The concluded level becomes that of the clue, or of the risk item that was looked at again.
async fn carry_over(
    write: &mut Write,
    ctx: &Ctx,
    assessment: &Assessment,
    conclusion: &Conclusion,
) -> Result<()> {
    match assessment.risk_item {
        Some(item) => {
            let before = risk_item::locked(write, item).await?;
            let after =
                before
                    .record
                    .clone()
                    .regrade(ctx.stamp(), assessment.id, conclusion.level)?;
            write.update(&before, after).await?;
        }
        None => {
            let before = clue::locked(write, assessment.clue).await?;
            let after = before
                .record
                .clone()
                .grade(assessment.id, conclusion.level)?;
            write.update(&before, after).await?;
        }
    }
    Ok(())
}
