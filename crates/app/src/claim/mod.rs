//! Claims of participants (集资参与人申报): registered, checked against the statements, confirmed by a
//! second person, objected to and answered, settled. It must not know how money is shared out.

mod check;
mod confirm;
mod draft;
mod file;
mod identity;
mod list;
mod object;
mod register;
mod seen;

pub(crate) use check::shown_rows;
pub use check::{check, check_all};
pub use confirm::{ConfirmDraft, confirm};
pub(crate) use draft::account_number;
pub use draft::{ClaimDraft, DOCUMENT_ROWS};
pub use file::{ClaimFile, ClaimMoves, FullClaim, file, open_numbers};
pub(crate) use identity::require_settled;
pub(crate) use list::all_of;
pub use list::{ClaimTotals, count, list, totals};
pub use object::{ObjectionDraft, SettleDraft, answer, object, settle};
pub use register::{change, register};

use fangfei_model::{claim::Claim, ctx::Ctx, id::ClaimId, noun::Noun, permission::Permission};
use fangfei_store::Write;

use crate::{App, Error, Result, Stored};

/// One claim within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: ClaimId) -> Result<Stored<Claim>> {
    ctx.require(Permission::FundsRead)?;
    app.store
        .read(ctx)
        .get::<Claim>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Claim))
}

/// The claim inside a write, so that nobody changes it in between.
async fn locked(write: &Write, id: ClaimId) -> Result<Stored<Claim>> {
    write
        .get::<Claim>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Claim))
}
