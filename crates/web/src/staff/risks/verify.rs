//! Verifying a close-out (核验).

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
pub struct VerifyForm {
    #[serde(default)]
    opinion: String,
}

/// Makes the move, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<RiskItemId>,
    posted: Posted<VerifyForm>,
) -> Result<Response, WebError> {
    let (reader, text) = (posted.reader, posted.form.opinion);
    match risk_item::verify(reader.app(), &reader.ctx, id, &text).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("核验意见已登记，等待主要负责人批准。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::Verify(text, Rejected::of(error)?)).await,
    }
}
