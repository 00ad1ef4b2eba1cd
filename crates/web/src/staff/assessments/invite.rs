//! Asking further units (补充邀请).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::assessment::{self, InviteDraft};
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

/// Asks the units, or shows the page again with what was chosen.
pub async fn submit(
    Path(id): Path<AssessmentId>,
    posted: Posted<InviteDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match assessment::invite(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已补充邀请。").into_response()),
        Err(error) => page(&reader, id, Typed::Invite(draft, Rejected::of(error)?)).await,
    }
}
