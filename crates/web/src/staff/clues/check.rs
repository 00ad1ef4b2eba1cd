//! Recording the first check (初核).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::clue::{self, CheckDraft};
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
    posted: Posted<CheckDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match clue::check(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id)).done("初核结果已登记。").into_response()),
        Err(error) => page(&reader, id, Typed::Check(draft, Rejected::of(error)?)).await,
    }
}
