//! Approving a close-out (批准销号).

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
pub struct CloseForm {
    #[serde(default)]
    close_note: String,
}

/// Makes the move, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<RiskItemId>,
    posted: Posted<CloseForm>,
) -> Result<Response, WebError> {
    let (reader, text) = (posted.reader, posted.form.close_note);
    match risk_item::close(reader.app(), &reader.ctx, id, &text).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已批准销号。").into_response()),
        Err(error) => page(&reader, id, Typed::Close(text, Rejected::of(error)?)).await,
    }
}
