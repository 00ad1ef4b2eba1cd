//! 受理、不予受理、改派. It must not know how the forms are shown.

use fangfei_model::{
    action::Action, clue::Clue, ctx::Ctx, id::ClueId, permission::Permission, record::Record,
    scope::Visibility, unit::Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::locked;
use crate::{App, Error, Result, Stored, typed::Typed, unit_names};

/// The longest time that a first check is given, in days: a longer one is a slip of the year.
const LONGEST_CHECK: i32 = 366;

/// The acceptance form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptDraft {
    /// Id of the unit that checks.
    pub unit: String,
    /// Day by which.
    pub check_due: String,
}

/// The reassignment form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReassignDraft {
    /// Id of the unit that checks.
    pub unit: String,
    /// Day by which.
    pub check_due: String,
    /// Why.
    pub reason: String,
}

/// When a clue accepted today is to be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckDue {
    /// The last day.
    pub date: Date,
    /// The term in working days.
    pub working_days: u32,
    /// A year on the way whose holidays are not known yet: the day may move.
    pub provisional: Option<i16>,
}

/// The due day of a first check accepted today: 30 working days unless the rules say otherwise
/// (处非联发〔2008〕4号; each province may set its own term).
pub fn check_due(app: &App, ctx: &Ctx) -> Result<CheckDue> {
    let working_days = app.rules().terms.check_working_days;
    let due = app
        .rules()
        .calendar
        .deadline(ctx.today(), working_days)
        .map_err(Error::bug)?;
    Ok(CheckDue {
        date: due.date,
        working_days,
        provisional: due.provisional,
    })
}

/// Units that a clue can be given to for its check.
pub async fn receivers(app: &App, ctx: &Ctx, clue: &Clue) -> Result<Vec<Unit>> {
    unit_names::eligible(app, ctx, &clue.place(), Visibility::ByUnit).await
}

/// Accepts a clue and gives it to a unit to check.
pub async fn accept(app: &App, ctx: &Ctx, id: ClueId, draft: &AcceptDraft) -> Result<Stored<Clue>> {
    ctx.require(Permission::ClueAccept)?;
    let mut write = app.store.write(ctx, Action::ClueAccept).await?;
    let before = locked(&write, id).await?;
    let (unit, due) = assignment(app, ctx, &before.record, &draft.unit, &draft.check_due).await?;
    let after = before.record.clone().accept(ctx.stamp(), unit.id, due)?;
    let stored = write.update(&before, after).await?;
    write.detail("unit", unit.name);
    write.commit().await?;
    Ok(stored)
}

/// Gives an accepted clue to another unit or moves its day.
pub async fn reassign(
    app: &App,
    ctx: &Ctx,
    id: ClueId,
    draft: &ReassignDraft,
) -> Result<Stored<Clue>> {
    ctx.require(Permission::ClueAccept)?;
    let mut write = app.store.write(ctx, Action::ClueReassign).await?;
    let before = locked(&write, id).await?;
    let (unit, due) = assignment(app, ctx, &before.record, &draft.unit, &draft.check_due).await?;
    let after = before
        .record
        .clone()
        .reassign(ctx.stamp(), unit.id, due, &draft.reason)?;
    let stored = write.update(&before, after).await?;
    write.reason(draft.reason.trim());
    write.commit().await?;
    Ok(stored)
}

/// Does not take a clue up, with the reason.
pub async fn refuse(app: &App, ctx: &Ctx, id: ClueId, why: &str) -> Result<Stored<Clue>> {
    ctx.require(Permission::ClueAccept)?;
    let mut write = app.store.write(ctx, Action::ClueRefuse).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().refuse(ctx.stamp(), why)?;
    let stored = write.update(&before, after).await?;
    write.reason(why.trim());
    write.commit().await?;
    Ok(stored)
}

async fn assignment(
    app: &App,
    ctx: &Ctx,
    clue: &Clue,
    unit: &str,
    due: &str,
) -> Result<(Unit, Date)> {
    let mut typed = Typed::on(ctx.today());
    let unit = typed.needed_choice("unit", "承办单位", unit);
    let due = typed.needed_day("check_due", "初核期限", due);
    let latest = ctx
        .today()
        .saturating_add(jiff::Span::new().days(LONGEST_CHECK));
    if due.is_some_and(|due| due > latest) {
        typed.wrong("check_due", "初核期限在一年以后，请核对年份");
    }
    let (unit, due) = typed.finish(unit.zip(due))?;
    let unit =
        unit_names::receiver(app, ctx, "unit", unit, &clue.place(), Visibility::ByUnit).await?;
    Ok((unit, due))
}
