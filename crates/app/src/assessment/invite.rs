//! Which units are asked for their view. It must not know the views.

use fangfei_model::{
    action::Action,
    assessment::Assessment,
    ctx::Ctx,
    id::{AssessmentId, UnitId},
    permission::Permission,
    record::Record,
    scope::{Place, Visibility},
    unit::{Unit, UnitKind},
};
use serde::{Deserialize, Serialize};

use super::locked;
use crate::{App, Error, Result, Stored, unit_names};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteDraft {
    /// Ids of the units.
    pub units: Vec<String>,
}

/// A unit that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// The unit.
    pub unit: Unit,
    /// Whether it is asked as a rule: the lead office, police, market supervision, and the unit that
    /// checked.
    pub usual: bool,
}

/// The units that can be asked about something at this place.
pub async fn invitees(app: &App, ctx: &Ctx, place: &Place) -> Result<Vec<Invitee>> {
    let units = unit_names::eligible(app, ctx, place, Visibility::Common).await?;
    let usual = |unit: &Unit| {
        let always = ["公安", "市场监督", "市场监管"];
        Some(unit.id) == place.unit
            || Some(unit.id) == ctx.unit()
            || (unit.kind == UnitKind::Member && always.iter().any(|word| unit.name.contains(word)))
    };
    Ok(units
        .into_iter()
        .map(|unit| Invitee {
            usual: usual(&unit),
            unit,
        })
        .collect())
}

impl InviteDraft {
    /// The chosen units, each of which will see the assessment.
    pub(super) async fn read(&self, app: &App, ctx: &Ctx, place: &Place) -> Result<Vec<UnitId>> {
        let mut chosen = Vec::new();
        for text in self.units.iter().filter(|text| !text.trim().is_empty()) {
            let id = text
                .parse::<UnitId>()
                .map_err(|_| Error::field("units", "参加单位不在可选范围内，请重新选择"))?;
            let unit =
                unit_names::receiver(app, ctx, "units", id, place, Visibility::Common).await?;
            if !chosen.contains(&unit.id) {
                chosen.push(unit.id);
            }
        }
        if chosen.is_empty() {
            return Err(Error::field("units", "请至少选择一个参加单位"));
        }
        Ok(chosen)
    }
}

/// Asks further units while the assessment is open.
pub async fn invite(
    app: &App,
    ctx: &Ctx,
    id: AssessmentId,
    draft: &InviteDraft,
) -> Result<Stored<Assessment>> {
    ctx.require(Permission::AssessmentOpen)?;
    let mut write = app.store.write(ctx, Action::AssessmentOpen).await?;
    let before = locked(&write, ctx, id).await?;
    let units = draft.read(app, ctx, &before.record.place()).await?;
    let after = before.record.clone().invite(units)?;
    let stored = write.update(&before, after).await?;
    if stored.version != before.version {
        write.reason("补充邀请参加单位");
        write.commit().await?;
    }
    Ok(stored)
}
