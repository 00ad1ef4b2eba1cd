//! 补充线索 before the first check. It must not know how the form is shown.

use fangfei_model::{action::Action, clue::Clue, ctx::Ctx, id::ClueId, permission::Permission};

use super::{
    ClueDraft,
    draft::{AMOUNT, PEOPLE, SubjectChoice},
    locked,
    report::on_file,
};
use crate::{App, Result, Stored};

/// Supplements a clue as it stood in `version`; a version that has been replaced meanwhile is refused,
/// so that nobody's words are lost. Every version is kept, so the journal shows what changed.
pub async fn change(
    app: &App,
    ctx: &Ctx,
    id: ClueId,
    version: i64,
    draft: &ClueDraft,
) -> Result<Stored<Clue>> {
    ctx.require(Permission::ClueReport)?;
    let subject = match draft.subject_choice()? {
        SubjectChoice::Nobody | SubjectChoice::Open => None,
        SubjectChoice::File(subject) => Some(on_file(app, ctx, subject).await?),
    };
    let facts = draft.read(ctx, subject)?;
    let mut write = app.store.write(ctx, Action::ClueChange).await?;
    let before = locked(&write, id).await?;
    before.still_at(version)?;
    let mut after = before.record.clone().supplement(ctx.today(), facts)?;
    keep_ranges(&before.record, &mut after, draft);
    let stored = write.update(&before, after).await?;
    if stored.version != before.version {
        write.commit().await?;
    }
    Ok(stored)
}

/// A figure typed as a range stays beside the clue as typed; one that another figure has taken the place of goes.
fn keep_ranges(before: &Clue, after: &mut Clue, draft: &ClueDraft) {
    let ranges = draft.ranges();
    let gone = |title: &str| {
        ranges.iter().any(|(own, _)| *own == title)
            || title == AMOUNT && before.amount != after.amount
            || title == PEOPLE && before.people != after.people
    };
    let mut extra: Vec<(String, String)> = before.extra.clone();
    extra.retain(|(title, _)| !gone(title));
    extra.extend(
        ranges
            .iter()
            .map(|(title, words)| ((*title).to_owned(), words.clone())),
    );
    after.extra = extra;
}
