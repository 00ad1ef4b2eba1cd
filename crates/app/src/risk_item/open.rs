//! 挂账: a risk item from a graded clue, both in one write. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    clue::ClueState,
    ctx::Ctx,
    id::{ClueId, RiskItemId},
    permission::Permission,
    record::Record,
    refusal::Refusal,
    risk_item::{RiskItem, RiskState},
    scope::{Place, Visibility},
    unit::Unit,
};

use super::AssignmentDraft;
use crate::{App, Result, clue, unit_names};

/// Units that a risk item at this place can be given to.
pub async fn owners(app: &App, ctx: &Ctx, place: &Place) -> Result<Vec<Unit>> {
    unit_names::eligible(app, ctx, place, Visibility::ByUnit).await
}

/// Opens the risk item of a graded clue.
pub async fn open(app: &App, ctx: &Ctx, clue: ClueId, draft: &AssignmentDraft) -> Result<RiskItem> {
    ctx.require(Permission::RiskOpen)?;
    let mut write = app.store.write(ctx, Action::RiskOpen).await?;
    let before = clue::locked(&write, clue).await?;
    let clue = &before.record;
    let ClueState::Graded {
        assessment, level, ..
    } = clue.state
    else {
        let why = format!("线索{}目前是“{}”", clue.number, clue.state.status());
        return Err(Refusal::new("挂账", why, "线索经会商定级后才能挂账").into());
    };
    let assignment = draft.read(app, ctx, &clue.place()).await?;
    let series = format!("FX-{}", ctx.today().year());
    let item = RiskItem {
        id: ctx.new_id::<RiskItemId>(),
        number: format!("{series}-{:04}", write.next_number(&series).await?),
        clue: clue.id,
        subject: clue.subject,
        subject_name: clue.subject_name.clone(),
        campaign: clue.campaign,
        division: clue.division,
        sector: clue.sector,
        assessment,
        level,
        people: clue.people,
        amount: clue.amount,
        opened: ctx.stamp(),
        assignment,
        progress: Vec::new(),
        turns: Vec::new(),
        origin_unit: clue.origin_unit,
        state: RiskState::Listed,
    };
    let item = item.opened()?;
    let listed = clue.clone().list(item.id)?;
    write.insert(&item).await?;
    write.update(&before, listed).await?;
    write.commit().await?;
    Ok(item)
}
