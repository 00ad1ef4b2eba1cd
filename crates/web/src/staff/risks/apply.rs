//! Applying for close-out (申请销号).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::risk_item::{self, CloseDraft};
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
    posted: Posted<CloseDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match risk_item::apply_close(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("销号申请已提交，等待另一人核验。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::Apply(draft, Rejected::of(error)?)).await,
    }
}
