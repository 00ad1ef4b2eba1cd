//! Not taking a clue up (不予受理).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::clue;
use fangfei_model::id::ClueId;
use serde::Deserialize;

use super::{forms::Typed, href, show::page};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// The reason as typed.
#[derive(Deserialize)]
pub struct RefuseForm {
    #[serde(default)]
    reason: String,
}

/// Makes the move, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<ClueId>,
    posted: Posted<RefuseForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match clue::refuse(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已作出不予受理，登记单位可以看到理由。")
            .into_response()),
        Err(error) => {
            page(
                &reader,
                id,
                Typed::Refuse(form.reason, Rejected::of(error)?),
            )
            .await
        }
    }
}
