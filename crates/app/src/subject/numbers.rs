//! Opening the full citizen numbers and phones of a subject's people: an act of its own, with a
//! reason, that the journal keeps (个人信息保护法 Art 6, 13(3)). It must not know pages.

use fangfei_model::{
    action::Action, ctx::Ctx, id::SubjectId, permission::Permission, refusal::reason,
    subject::SubjectPerson,
};

use super::get;
use crate::{App, Result};

/// The people with their full numbers, to be shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullNumbers {
    /// The subject's name.
    pub subject: String,
    /// Its people.
    pub people: Vec<SubjectPerson>,
}

/// Opens the full numbers. The reason stands in the journal before they are shown.
pub async fn open_numbers(app: &App, ctx: &Ctx, id: SubjectId, why: &str) -> Result<FullNumbers> {
    ctx.require(Permission::PersonalNumberRead)?;
    let reason = reason("查看完整证件号和电话", why)?;
    let subject = get(app, ctx, id).await?.record;
    let mut write = app.store.write(ctx, Action::PersonalNumberOpen).await?;
    write.reason(reason);
    write.detail("subject", subject.id.to_string());
    write.detail("name", subject.name.as_str());
    write.commit().await?;
    Ok(FullNumbers {
        subject: subject.name,
        people: subject.people,
    })
}
