//! Accepting a clue (受理).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::clue::{self, AcceptDraft};
use fangfei_model::id::ClueId;

use super::{forms::Typed, href, show::page};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// Makes the move, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<ClueId>,
    posted: Posted<AcceptDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match clue::accept(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已受理，交承办单位初核。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::Accept(draft, Rejected::of(error)?)).await,
    }
}
