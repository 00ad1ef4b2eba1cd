//! Full citizen numbers and phones: asked for with a reason, shown once, never stored by browsers.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::subject::{self, FullNumbers};
use fangfei_model::{id::SubjectId, permission::Permission};
use serde::Deserialize;

use super::{LIST, href};
use crate::{
    WebError,
    posted::Posted,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "subjects/numbers.html")]
struct NumbersPage {
    shell: Shell,
    action: String,
    back: String,
    errors: ErrorSummary,
    field: Field,
    shown: Option<FullNumbers>,
}

/// What is posted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    reason: String,
}

/// Asks for the reason.
pub async fn show(reader: SignedIn, Path(id): Path<SubjectId>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::PersonalNumberRead)
        .map_err(fangfei_app::Error::from)?;
    page(&reader, id, "", None, None).await
}

/// Shows the numbers once the reason stands in the journal.
pub async fn submit(
    Path(id): Path<SubjectId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match subject::open_numbers(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(numbers) => page(&reader, id, &form.reason, Some(numbers), None).await,
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, &form.reason, None, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: SubjectId,
    reason: &str,
    shown: Option<FullNumbers>,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let subject = subject::get(reader.app(), &reader.ctx, id).await?.record;
    let mut fields = [Field::text("reason", "查看理由")
        .value(reason)
        .hint("写明用在哪件事上，例如“通知约谈负责人”")
        .required()
        .max(200)];
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let [field] = fields;
    let page = NumbersPage {
        shell: reader
            .shell(Some(Place::Subjects), "完整证件号和电话")
            .crumb("主体档案", LIST)
            .crumb(subject.name, href(id)),
        action: format!("{}/numbers", href(id)),
        back: href(id),
        errors,
        field,
        shown,
    };
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    let mut response = (status, Html(page.render()?)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
