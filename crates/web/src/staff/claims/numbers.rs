//! Full citizen number, phone and accounts of a claimant: asked for with a reason, shown once, never
//! stored by browsers.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{Error, claim};
use fangfei_model::{claim::Claim, id::ClaimId, permission::Permission};
use serde::Deserialize;

use super::{href, step};
use crate::{
    WebError,
    posted::Posted,
    rejected::Rejected,
    signed_in::SignedIn,
    staff::funds as inquiries,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "claims/numbers.html")]
struct ClaimNumbersPage {
    shell: Shell,
    action: String,
    back: String,
    errors: ErrorSummary,
    field: Field,
    shown: Option<Claim>,
}

/// What is posted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    reason: String,
}

/// Asks for the reason.
pub async fn show(reader: SignedIn, Path(id): Path<ClaimId>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::PersonalNumberRead)
        .map_err(Error::from)?;
    page(&reader, id, "", None, None).await
}

/// Shows the numbers once the reason stands in the journal.
pub async fn submit(
    Path(id): Path<ClaimId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match claim::open_numbers(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(full) => page(&reader, id, &form.reason, Some(full.claim), None).await,
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, &form.reason, None, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: ClaimId,
    reason: &str,
    shown: Option<Claim>,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let claim = claim::get(reader.app(), &reader.ctx, id).await?.record;
    let mut fields = [Field::text("reason", "查看理由")
        .value(reason)
        .hint("写明用在哪件事上，例如“通知补正收款账号”")
        .required()
        .max(200)];
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    let [field] = fields;
    let page = ClaimNumbersPage {
        shell: reader
            .shell(Some(Place::Funds), "完整证件号和账号")
            .crumb("资金核查", inquiries::LIST)
            .crumb(&claim.number, href(id)),
        action: step(id, "numbers"),
        back: href(id),
        errors,
        field,
        shown,
    };
    let mut response = (status, Html(page.render()?)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
