//! Subjects (主体, 一企一档): add, change, list, the file of one subject, its screening and its paper.
//! It must not know how files of many subjects come in; `import` does.

mod check_text;
mod draft;
mod file;
mod licensed_names;
mod list;
mod mask;
mod merged;
mod name;
mod numbers;
mod paper;
mod rescreen;
mod screening;
mod write;

pub use check_text::{TextCheck, TextDraft, check_text, word_classes};
pub(crate) use draft::spelled;
pub use draft::{PersonDraft, SubjectDraft};
pub use file::{FileEvent, SubjectFile, file, industry_name};
pub use list::{SubjectRow, count, list, narrow};
pub use mask::{masked_account, masked_accounts_in, masked_id, masked_phone};
pub use merged::HeldFile;
pub use name::canonical_name;
pub use numbers::{FullNumbers, open_numbers};
pub use paper::summary;
pub use rescreen::{
    JOB as RESCREEN_JOB, RescreenCounts, ask_rescreen, outdated, rescreen,
    run_job as run_rescreen_job,
};
pub use write::{Added, add, change};

pub(crate) use licensed_names::LicensedNames;
pub(crate) use merged::{going_on, ids_of};
pub(crate) use screening::screened;

use fangfei_model::{
    ctx::Ctx, id::SubjectId, noun::Noun, permission::Permission, subject::Subject,
};

use crate::{App, Error, Result, Stored};

/// One subject within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: SubjectId) -> Result<Stored<Subject>> {
    ctx.require(Permission::SubjectRead)?;
    app.store
        .read(ctx)
        .get::<Subject>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Subject))
}
