//! Sending a close-out back (退回).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::risk_item;
use fangfei_model::id::RiskItemId;
use serde::Deserialize;

use super::{forms::Typed, href, show::page};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// What was typed.
#[derive(Deserialize)]
pub struct SendBackForm {
    #[serde(default)]
    reason: String,
}

/// Makes the move, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<RiskItemId>,
    posted: Posted<SendBackForm>,
) -> Result<Response, WebError> {
    let (reader, text) = (posted.reader, posted.form.reason);
    match risk_item::send_back(reader.app(), &reader.ctx, id, &text).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已退回，责任单位可以看到理由。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::SendBack(text, Rejected::of(error)?)).await,
    }
}
