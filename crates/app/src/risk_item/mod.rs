//! Risk items (风险隐患清单, 挂账销号): open from a graded clue, progress, plan, close-out, reopening;
//! lists, the file of one item and its paper. It must not know how pages show it.

mod close;
mod draft;
mod file;
mod list;
mod moves;
mod open;
mod paper;
mod progress;
mod replan;

pub use close::{CloseDraft, apply_close, close, reopen, send_back, verify};
pub use draft::AssignmentDraft;
pub use file::{RiskFile, file};
pub use list::{RiskRow, count, list, open_by_due, overdue, to_approve, to_verify};
pub use moves::Moves;
pub use open::{open, owners};
pub use paper::closing_form;
pub use progress::{ProgressDraft, add_progress, correct_progress};
pub use replan::replan;

use fangfei_model::{
    ctx::Ctx, id::RiskItemId, noun::Noun, permission::Permission, risk_item::RiskItem,
};
use fangfei_store::Write;

use crate::{App, Error, Result, Stored};

/// One risk item within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: RiskItemId) -> Result<Stored<RiskItem>> {
    ctx.require(Permission::RiskRead)?;
    app.store
        .read(ctx)
        .get::<RiskItem>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::RiskItem))
}

/// The item inside a write, so that nobody changes it in between.
pub(crate) async fn locked(write: &Write, id: RiskItemId) -> Result<Stored<RiskItem>> {
    write
        .get::<RiskItem>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::RiskItem))
}
