//! Opening a closed item again (重新挂账).

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
pub struct ReopenForm {
    #[serde(default)]
    reason: String,
}

/// Makes the move, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<RiskItemId>,
    posted: Posted<ReopenForm>,
) -> Result<Response, WebError> {
    let (reader, text) = (posted.reader, posted.form.reason);
    match risk_item::reopen(reader.app(), &reader.ctx, id, &text).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已重新挂账，原销号过程完整保留。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::Reopen(text, Rejected::of(error)?)).await,
    }
}
