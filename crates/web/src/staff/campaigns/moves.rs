//! Starting and ending a campaign.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{Error, ErrorKind, campaign};
use fangfei_model::{id::CampaignId, permission::Permission};
use serde::Deserialize;

use super::{LIST, href, part::Nothing, review_href};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "campaigns/end.html")]
struct EndPage {
    shell: Shell,
    action: String,
    back: String,
    open_tasks: u64,
    errors: ErrorSummary,
    reason: Field,
}

/// Why it ends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct EndForm {
    reason: String,
}

/// Starts a reviewed draft.
pub async fn start(Path(id): Path<CampaignId>, posted: Posted<Nothing>) -> Result<Sent, WebError> {
    let reader = posted.reader;
    match campaign::start(reader.app(), &reader.ctx, id).await {
        Ok(started) => {
            Ok(Sent::to(href(id)).done(format!("专项行动已启动，下达任务 {} 项。", started.tasks)))
        }
        Err(error) if error.kind() == ErrorKind::Conflict => {
            Ok(Sent::to(review_href(id)).refused(error.to_string()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks before a campaign is ended.
pub async fn ask_end(Path(id): Path<CampaignId>, reader: SignedIn) -> Result<Response, WebError> {
    end_page(&reader, id, EndForm::default(), None).await
}

/// Ends a campaign.
pub async fn end(
    Path(id): Path<CampaignId>,
    posted: Posted<EndForm>,
) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    match campaign::end(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(()) => Ok(Sent::to(href(id)).done("专项行动已结束。").into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            end_page(&reader, id, form, Some(rejected)).await
        }
    }
}

async fn end_page(
    reader: &SignedIn,
    id: CampaignId,
    form: EndForm,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::CampaignStart)
        .map_err(Error::from)?;
    let campaign = campaign::get(reader.app(), &reader.ctx, id).await?.record;
    let tasks = campaign::counts(reader.app(), &reader.ctx, id).await?;
    let mut reason = [Field::area("reason", "结束的理由", 3)
        .value(form.reason)
        .required()
        .max(1_000)];
    let status = rejected
        .as_ref()
        .map_or(StatusCode::OK, |rejected| rejected.status);
    let errors = rejected
        .map(|rejected| rejected.mark(&mut reason))
        .unwrap_or_default();
    let [reason] = reason;
    let page = EndPage {
        shell: reader
            .shell(Some(Place::Campaigns), "结束专项行动")
            .crumb("专项行动", LIST)
            .crumb(campaign.title, href(id)),
        action: format!("{}/end", href(id)),
        back: href(id),
        open_tasks: tasks.all - tasks.accepted,
        errors,
        reason,
    };
    Ok((status, Html(page.render()?)).into_response())
}
