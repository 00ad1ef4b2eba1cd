//! Giving a unit's view (发表研判意见).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::assessment::{self, ViewDraft};
use fangfei_model::id::AssessmentId;

use super::{
    href,
    show::{Typed, page},
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// Keeps the view, or shows the page again with what was typed.
pub async fn submit(
    Path(id): Path<AssessmentId>,
    posted: Posted<ViewDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match assessment::give_view(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("本单位的意见已提交，结论前可以修改。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::View(draft, Rejected::of(error)?)).await,
    }
}
