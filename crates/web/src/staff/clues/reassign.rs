//! Giving a clue to another unit or moving its day (改派、延期).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::clue::{self, ReassignDraft};
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
    posted: Posted<ReassignDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match clue::reassign(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已改派，原单位和期限留在办理记录里。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::Reassign(draft, Rejected::of(error)?)).await,
    }
}
