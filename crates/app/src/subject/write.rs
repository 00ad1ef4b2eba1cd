//! 建档 and changes of a subject's file. Screening runs at each. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::SubjectId,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    subject::Subject,
};

use super::{LicensedNames, SubjectDraft, canonical_name, going_on, screened};
use crate::{App, Error, Result, Stored};

/// What came of a new file.
#[derive(Debug)]
pub enum Added {
    /// It was made.
    Done(Box<Subject>),
    /// A file with the same credit code, or the same name where no code tells them apart, is there.
    OnFile(Box<Subject>),
}

/// Makes a file, unless the subject already has one within the actor's scope.
pub async fn add(app: &App, ctx: &Ctx, draft: &SubjectDraft) -> Result<Added> {
    ctx.require(Permission::SubjectWrite)?;
    let subject = draft.read(ctx, None)?;
    let subject = screen(app, ctx, subject).await?;
    let mut write = app.store.write(ctx, Action::SubjectAdd).await?;
    if let Some(found) = on_file(&write.reader(), &subject).await? {
        return Ok(Added::OnFile(Box::new(found)));
    }
    write.insert(&subject).await?;
    write.commit().await?;
    Ok(Added::Done(Box::new(subject)))
}

/// Changes a file that stands at `version`; the same content makes no new version.
pub async fn change(
    app: &App,
    ctx: &Ctx,
    id: SubjectId,
    version: i64,
    draft: &SubjectDraft,
) -> Result<Stored<Subject>> {
    ctx.require(Permission::SubjectWrite)?;
    let before = super::get(app, ctx, id).await?;
    let after = draft.read(ctx, Some(&before.record))?;
    let after = screen(app, ctx, after).await?;
    let mut write = app.store.write(ctx, Action::SubjectChange).await?;
    let current = write
        .get::<Subject>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Subject))?;
    current.still_at(version)?;
    current.still_at(before.version)?;
    if after == current.record {
        return Ok(current);
    }
    let stored = write.update(&current, after).await?;
    if !draft.reason.trim().is_empty() {
        write.reason(draft.reason.trim());
    }
    write.commit().await?;
    Ok(stored)
}

async fn screen(app: &App, ctx: &Ctx, subject: Subject) -> Result<Subject> {
    let licence = LicensedNames::of(app, ctx, &subject)
        .await?
        .holds(&subject, ctx.today());
    Ok(screened(&app.rules().screen, licence, subject, ctx.today()))
}

/// The subject that already has a file: the same credit code; or the same name in the same division
/// where at most one of the two has a code.
async fn on_file(reader: &fangfei_store::Reader<'_>, subject: &Subject) -> Result<Option<Subject>> {
    if let Some(uscc) = &subject.uscc {
        let same_code = Query::of(Noun::Subject)
            .equals("uscc", uscc.as_str())
            .when("merged_into", Test::Missing);
        if let Some(found) = reader.find::<Subject>(&same_code).await? {
            return Ok(Some(found.record));
        }
    }
    let same_name = Query::of(Noun::Subject).equals("name", canonical_name(&subject.name));
    let mut found = Vec::new();
    for stored in reader
        .list::<Subject>(&same_name, crate::Page::first(100))
        .await?
    {
        found.push(going_on(reader, stored).await?);
    }
    let same = |other: &Subject| {
        let near = other.division.contains(&subject.division)
            || subject.division.contains(&other.division);
        near && (other.uscc.is_none() || subject.uscc.is_none())
    };
    Ok(found.into_iter().map(|found| found.record).find(same))
}
