//! Likenesses (疑似同一、串案): two files of subjects that may be one, two clues that may belong together.
//! They are found after imports and when somebody asks; a person decides, and may take the decision
//! back. It must not know how names and addresses are compared; `lens::link` does.

mod clues;
mod find;
mod judge;
mod list;
mod pair;
mod reach;
mod show;
mod subjects;

pub use find::{Found, JOB, ask, find, run_job};
pub use judge::{LikenessMoves, judge_different, judge_same, moves, withdraw};
pub use list::{LikenessFilter, LikenessRow, count, list, of_clue, of_subject, open_count};
pub use show::{LikenessFile, Side, file};

pub(crate) use find::enqueue;
pub(crate) use reach::offered;

use fangfei_model::{
    ctx::Ctx, id::LikenessId, likeness::Likeness, noun::Noun, permission::Permission,
};

use crate::{App, Error, Result, Stored};

/// One likeness within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: LikenessId) -> Result<Stored<Likeness>> {
    may_read(ctx)?;
    app.store
        .read(ctx)
        .get::<Likeness>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Likeness))
}

/// Both records must be readable.
fn may_read(ctx: &Ctx) -> Result<()> {
    ctx.require(Permission::SubjectRead)?;
    Ok(ctx.require(Permission::ClueRead)?)
}
