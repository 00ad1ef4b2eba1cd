//! 发表研判意见. It must not know the conclusion.

use fangfei_model::{
    action::Action,
    assessment::{Assessment, View},
    ctx::Ctx,
    id::AssessmentId,
    level::Level,
    permission::Permission,
};
use serde::{Deserialize, Serialize};

use super::{GradesDraft, locked};
use crate::{App, Result, Stored, typed::Typed, unit_names::UnitNames};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewDraft {
    /// The grades and the level.
    #[serde(flatten)]
    pub grades: GradesDraft,
    /// Why this level.
    pub reason: String,
    /// What 舆论热度 rests on.
    pub spread_reason: String,
    /// What 涉稳隐患 rests on.
    pub harm_reason: String,
}

impl ViewDraft {
    /// The unit's view as it stands, for changing it.
    pub fn of(view: &View) -> Self {
        let code = |level: Level| level.code().to_owned();
        Self {
            grades: GradesDraft {
                crowd: code(view.grades.crowd),
                exposure: code(view.grades.exposure),
                spread: code(view.grades.spread),
                harm: code(view.grades.harm),
                level: code(view.level),
            },
            reason: view.reason.clone(),
            spread_reason: view.spread_reason.clone(),
            harm_reason: view.harm_reason.clone(),
        }
    }

    fn read(&self, ctx: &Ctx, unit_name: String) -> Result<View> {
        let mut typed = Typed::on(ctx.today());
        let grades = self.grades.read(&mut typed);
        let spread_reason = typed.words(
            "spread_reason",
            "舆论热度的依据",
            &self.spread_reason,
            1_000,
        );
        let harm_reason = typed.words("harm_reason", "涉稳隐患的依据", &self.harm_reason, 1_000);
        for (field, title, level, text) in [
            (
                "spread_reason",
                "舆论热度",
                grades.map(|(g, _)| g.spread),
                &spread_reason,
            ),
            (
                "harm_reason",
                "涉稳隐患",
                grades.map(|(g, _)| g.harm),
                &harm_reason,
            ),
        ] {
            if level.is_some_and(|level| level > Level::Low) && text.is_none() {
                typed.wrong(
                    field,
                    format!(
                        "{title}高于“{}”时，请写明依据，不写个人姓名和言论",
                        Level::Low
                    ),
                );
            }
        }
        let reason = typed.needed("reason", "定级理由", &self.reason, 2_000);
        typed.finish(grades.zip(reason).map(|((grades, level), reason)| View {
            stamp: ctx.stamp(),
            unit_name,
            grades,
            level,
            reason,
            spread_reason: spread_reason.unwrap_or_default(),
            harm_reason: harm_reason.unwrap_or_default(),
        }))
    }
}

/// Gives the view of the actor's unit; a later one replaces it, the earlier one stays in the history.
pub async fn give_view(
    app: &App,
    ctx: &Ctx,
    id: AssessmentId,
    draft: &ViewDraft,
) -> Result<Stored<Assessment>> {
    ctx.require(Permission::AssessmentView)?;
    let names = UnitNames::of(app, ctx, ctx.unit()).await?;
    let view = draft.read(ctx, names.maybe(ctx.unit()).to_owned())?;
    let mut write = app.store.write(ctx, Action::AssessmentView).await?;
    let before = locked(&write, ctx, id).await?;
    let after = before.record.clone().give_view(view)?;
    let stored = write.update(&before, after).await?;
    write.commit().await?;
    Ok(stored)
}
