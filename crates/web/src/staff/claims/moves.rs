//! The moves of a claim. A form that is not taken is shown again on the claim's page.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    ErrorKind,
    claim::{self, ConfirmDraft, ObjectionDraft, SettleDraft},
};
use fangfei_model::id::ClaimId;

use super::{href, show::page, step};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Pressed, Sent},
};

/// Compares the claim with the statements.
pub async fn check(Path(id): Path<ClaimId>, posted: Posted<Pressed>) -> Result<Response, WebError> {
    let reader = posted.reader;
    let back = Sent::to(href(id));
    match claim::check(reader.app(), &reader.ctx, id).await {
        Ok(_) => Ok(back.done("已与流水核对。").into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => {
            Ok(back.refused(error.to_string()).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Confirms it.
pub async fn confirm(
    Path(id): Path<ClaimId>,
    posted: Posted<ConfirmDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match claim::confirm(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已确认。").into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "confirm"), &draft, error)?).await,
    }
}

/// Takes an objection down.
pub async fn object(
    Path(id): Path<ClaimId>,
    posted: Posted<ObjectionDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match claim::object(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("异议已登记；答复前其份额提存。")
            .into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "object"), &draft, error)?).await,
    }
}

/// Answers it.
pub async fn answer(
    Path(id): Path<ClaimId>,
    posted: Posted<ConfirmDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match claim::answer(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("异议已答复；未批准的退付批次需要重新测算。")
            .into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "answer"), &draft, error)?).await,
    }
}

/// Ends it.
pub async fn settle(
    Path(id): Path<ClaimId>,
    posted: Posted<SettleDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match claim::settle(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已办结。").into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "settle"), &draft, error)?).await,
    }
}
