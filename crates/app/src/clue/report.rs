//! 登记线索. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    clue::Clue,
    ctx::Ctx,
    id::{ClueId, SubjectId},
    noun::Noun,
    permission::Permission,
    subject::Subject,
};

use super::{Candidate, ClueDraft, candidates, draft::SubjectChoice};
use crate::{App, Error, Result, subject::going_on};

/// What came of a reported clue.
#[derive(Debug)]
pub enum Reported {
    /// Registered under its number.
    Done(Box<Clue>),
    /// Not registered yet: subjects on file look like the one reported. The reporter says which it is
    /// (`subject` = id) or that it is none of them (`subject` = `none`).
    Choose(Vec<Candidate>),
}

/// Registers a clue. A subject with the same credit code is linked; look-alikes are offered first.
pub async fn report(app: &App, ctx: &Ctx, draft: &ClueDraft) -> Result<Reported> {
    ctx.require(Permission::ClueReport)?;
    let subject = match draft.subject_choice()? {
        SubjectChoice::Nobody => None,
        SubjectChoice::File(id) => Some(on_file(app, ctx, id).await?),
        SubjectChoice::Open => {
            draft.read(ctx, None)?;
            let found =
                candidates(app, ctx, &draft.subject_name, draft.credit_code().as_ref()).await?;
            match found.as_slice() {
                [] => None,
                [only] if only.same_code => Some(only.id),
                _ => return Ok(Reported::Choose(found)),
            }
        }
    };
    let facts = draft.read(ctx, subject)?;
    let mut write = app.store.write(ctx, Action::ClueReport).await?;
    let series = format!("XS-{}", ctx.today().year());
    let number = format!("{series}-{:06}", write.next_number(&series).await?);
    let mut clue = Clue::report(ctx.new_id::<ClueId>(), number, ctx.now(), ctx.unit(), facts)?;
    let ranges = draft.ranges().into_iter();
    clue.extra
        .extend(ranges.map(|(title, words)| (title.to_owned(), words)));
    write.insert(&clue).await?;
    write.commit().await?;
    Ok(Reported::Done(Box::new(clue)))
}

/// The subject, if the actor sees it; of a merged file the one that goes on.
pub(super) async fn on_file(app: &App, ctx: &Ctx, id: SubjectId) -> Result<SubjectId> {
    let reader = app.store.read(ctx);
    let found = reader
        .get::<Subject>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Subject))?;
    Ok(going_on(&reader, found).await?.record.id)
}
