//! Correcting a claim that is not confirmed yet (更正申报). The form shows full numbers, so it opens
//! only to those who may read them.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    Error,
    claim::{self, ClaimDraft},
};
use fangfei_model::{id::ClaimId, permission::Permission};

use super::{fields, href, new::ClaimFormPage, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::funds as inquiries,
    ui::{ErrorSummary, Place},
};

/// Shows the form as it stands. Opening full numbers is journaled.
pub async fn show(reader: SignedIn, Path(id): Path<ClaimId>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::FundsWrite)
        .map_err(Error::from)?;
    let full = claim::open_numbers(reader.app(), &reader.ctx, id, "更正申报").await?;
    let draft = ClaimDraft::of(&full.claim);
    page(&reader, id, &draft, None).await
}

/// Corrects the claim, or shows the form again with what was typed.
pub async fn submit(
    Path(id): Path<ClaimId>,
    posted: Posted<ClaimDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match claim::change(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已更正；需要重新与流水核对。")
            .into_response()),
        Err(error) => page(&reader, id, &draft, Some(Rejected::of(error)?)).await,
    }
}

async fn page(
    reader: &SignedIn,
    id: ClaimId,
    draft: &ClaimDraft,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let claim = claim::get(reader.app(), &reader.ctx, id).await?.record;
    ClaimFormPage {
        shell: reader
            .shell(Some(Place::Funds), "更正申报")
            .crumb("资金核查", inquiries::LIST)
            .crumb(&claim.number, href(id)),
        action: step(id, "change"),
        back: href(id),
        button: "更正",
        errors: ErrorSummary::default(),
        fields: fields::claim(draft),
        papers: fields::papers(draft),
    }
    .answer(rejected)
}
