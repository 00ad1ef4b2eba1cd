//! Entering progress (填报进展).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::risk_item::{self, ProgressDraft};
use fangfei_model::id::RiskItemId;

use super::{forms::Typed, href, show::page};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// Makes the move, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<RiskItemId>,
    posted: Posted<ProgressDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match risk_item::add_progress(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id)).done("进展已填报。").into_response()),
        Err(error) => page(&reader, id, Typed::Progress(draft, Rejected::of(error)?)).await,
    }
}
