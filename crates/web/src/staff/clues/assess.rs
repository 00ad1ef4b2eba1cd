//! Opening the joint assessment of a clue (组织会商).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    assessment::{self, InviteDraft},
    clue,
};
use fangfei_model::{id::ClueId, record::Record};

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
pub async fn show(reader: SignedIn, Path(id): Path<ClueId>) -> Result<Response, WebError> {
    page(&reader, id, None).await
}

/// Opens the assessment.
pub async fn submit(
    Path(id): Path<ClueId>,
    posted: Posted<InviteDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match assessment::open(reader.app(), &reader.ctx, id, &draft).await {
        Ok(assessment) => {
            let text = format!(
                "会商 {} 已发起，参加单位可以在待办中发表意见。",
                assessment.number
            );
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
    id: ClueId,
    typed: Option<(InviteDraft, Rejected)>,
) -> Result<Response, WebError> {
    let clue = clue::get(reader.app(), &reader.ctx, id).await?.record;
    let invitees = assessment::invitees(reader.app(), &reader.ctx, &clue.place()).await?;
    let shell = reader
        .shell(Some(Place::Clues), "组织会商研判")
        .crumb("线索", LIST)
        .crumb(clue.number.clone(), href(id));
    InvitePage::answer(
        shell,
        &clue.subject_name,
        step(id, "assess"),
        href(id),
        &invitees,
        typed,
    )
}
