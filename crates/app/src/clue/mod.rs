//! Clues (线索): report, supplement, accept or refuse, reassign, first check; lists, the file of one
//! clue and its paper. It must not know assessments' and risk items' own moves.

mod accept;
mod campaigns;
mod change;
mod check;
mod draft;
mod file;
mod link;
mod list;
mod moves;
mod paper;
mod related;
mod report;

pub use accept::{
    AcceptDraft, CheckDue, ReassignDraft, accept, check_due, reassign, receivers, refuse,
};
pub use campaigns::campaigns;
pub use change::change;
pub use check::{CheckDraft, check};
pub use draft::ClueDraft;
pub use file::{ClueFile, file};
pub use link::{Candidate, candidates, link_subject};
pub use list::{ClueRow, count, list, overdue, to_accept, to_check};
pub use moves::Moves;
pub use paper::register_form;
pub use related::{Related, related};
pub use report::{Reported, report};

use fangfei_model::{clue::Clue, ctx::Ctx, id::ClueId, noun::Noun, permission::Permission};
use fangfei_store::Write;

use crate::{App, Error, Result, Stored};

/// One clue within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: ClueId) -> Result<Stored<Clue>> {
    ctx.require(Permission::ClueRead)?;
    app.store
        .read(ctx)
        .get::<Clue>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Clue))
}

/// The clue inside a write, so that nobody changes it in between.
pub(crate) async fn locked(write: &Write, id: ClueId) -> Result<Stored<Clue>> {
    write
        .get::<Clue>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Clue))
}
