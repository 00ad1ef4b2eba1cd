//! Changing the file of a subject.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    place_names,
    subject::{self, SubjectDraft},
};
use fangfei_model::{id::SubjectId, permission::Permission};

use super::{
    LIST,
    fields::Groups,
    href,
    new::{PEOPLE_HINT, SubjectFormPage, mark},
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{Field, Place},
};

/// Shows the form as the file stands.
pub async fn show(reader: SignedIn, Path(id): Path<SubjectId>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::SubjectWrite)
        .map_err(fangfei_app::Error::from)?;
    let stored = subject::get(reader.app(), &reader.ctx, id).await?;
    let form = SubjectDraft {
        version: stored.version.to_string(),
        ..SubjectDraft::of(&stored.record)
    };
    page(&reader, id, &form, None).await
}

/// Saves the changes.
pub async fn submit(
    Path(id): Path<SubjectId>,
    posted: Posted<SubjectDraft>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let version = form.version.parse().unwrap_or_default();
    match subject::change(reader.app(), &reader.ctx, id, version, &form).await {
        Ok(stored) if stored.version == version => Ok(Sent::to(href(id))
            .warn("内容没有变化，没有保存新的版本。")
            .into_response()),
        Ok(_) => Ok(Sent::to(href(id))
            .done("已保存并重新筛查，改动前后都在档案事件里。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, &form, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: SubjectId,
    form: &SubjectDraft,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let subject = subject::get(reader.app(), &reader.ctx, id).await?.record;
    let places = place_names::choices(reader.app(), &reader.ctx).await?;
    let mut fields = Groups::new(form, &places);
    let errors = mark(&mut fields, rejected.as_ref());
    let reason = Field::text("reason", "变更理由")
        .value(&form.reason)
        .hint("写进审计日志，例如“现场核查后更正地址”")
        .max(200);
    let page = SubjectFormPage {
        shell: reader
            .shell(Some(Place::Subjects), "修改档案")
            .crumb("主体档案", LIST)
            .crumb(subject.name, href(id)),
        action: format!("{}/change", href(id)),
        back: href(id),
        button: "保存",
        people_hint: PEOPLE_HINT,
        hidden: vec![("version", form.version.clone())],
        on_file: None,
        errors,
        fields,
        reason: Some(reason),
    };
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    Ok((status, Html(page.render()?)).into_response())
}
