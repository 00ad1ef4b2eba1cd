//! Who does what by when (一事一策) as typed. It must not know whether it opens an item or changes
//! its plan.

use fangfei_model::{
    ctx::Ctx,
    risk_item::Assignment,
    scope::{Place, Visibility},
};
use serde::{Deserialize, Serialize};

use crate::{App, Result, typed::Typed, unit_names};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignmentDraft {
    /// Id of the responsible unit.
    pub unit: String,
    /// Responsible person.
    pub owner: String,
    /// Leader in charge.
    pub leader: String,
    /// Code of the way of disposal.
    pub track: String,
    /// The plan.
    pub plan: String,
    /// By when.
    pub due: String,
}

impl AssignmentDraft {
    /// The assignment as it stands, for changing it.
    pub fn of(assignment: &Assignment) -> Self {
        Self {
            unit: assignment.unit.to_string(),
            owner: assignment.owner.clone(),
            leader: assignment.leader.clone(),
            track: assignment.track.code().to_owned(),
            plan: assignment.plan.clone(),
            due: assignment.due.to_string(),
        }
    }

    /// The assignment of an item at this place; the unit must be one that will see it.
    pub(super) async fn read(&self, app: &App, ctx: &Ctx, place: &Place) -> Result<Assignment> {
        let mut typed = Typed::on(ctx.today());
        let unit = typed.needed_choice("unit", "责任单位", &self.unit);
        let owner = typed.needed("owner", "责任人", &self.owner, 50);
        let leader = typed.needed("leader", "分管领导", &self.leader, 50);
        let track = typed.needed_choice("track", "处置方式", &self.track);
        let plan = typed.needed("plan", "处置方案", &self.plan, 3_000);
        let due = typed.needed_day("due", "完成时限", &self.due);
        let read = unit.zip(owner).zip(leader).zip(track).zip(plan).zip(due);
        let read = read.map(
            |(((((unit, owner), leader), track), plan), due)| Assignment {
                unit,
                owner,
                leader,
                track,
                plan,
                due,
            },
        );
        let assignment = typed.finish(read)?;
        unit_names::receiver(app, ctx, "unit", assignment.unit, place, Visibility::ByUnit).await?;
        Ok(assignment)
    }
}
