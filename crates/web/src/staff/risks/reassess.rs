//! Looking at an item's level again (重新研判).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    assessment::{self, InviteDraft},
    risk_item,
};
use fangfei_model::{id::RiskItemId, record::Record};

use super::{LIST, href, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::assessments::{self, InvitePage},
    ui::Place,
};

/// Shows which units to ask.
pub async fn show(reader: SignedIn, Path(id): Path<RiskItemId>) -> Result<Response, WebError> {
    page(&reader, id, None).await
}

/// Opens the assessment.
pub async fn submit(
    Path(id): Path<RiskItemId>,
    posted: Posted<InviteDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match assessment::reassess(reader.app(), &reader.ctx, id, &draft).await {
        Ok(assessment) => {
            let text = format!("会商 {} 已发起，结论后等级随之调整。", assessment.number);
            Ok(Sent::to(assessments::href(assessment.id))
                .done(text)
                .into_response())
        }
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, Some((draft, rejected))).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: RiskItemId,
    typed: Option<(InviteDraft, Rejected)>,
) -> Result<Response, WebError> {
    let item = risk_item::get(reader.app(), &reader.ctx, id).await?.record;
    let invitees = assessment::invitees(reader.app(), &reader.ctx, &item.place()).await?;
    let shell = reader
        .shell(Some(Place::Risks), "重新研判等级")
        .crumb("风险事项", LIST)
        .crumb(item.number.clone(), href(id));
    InvitePage::answer(
        shell,
        &item.subject_name,
        step(id, "reassess"),
        href(id),
        &invitees,
        typed,
    )
}
