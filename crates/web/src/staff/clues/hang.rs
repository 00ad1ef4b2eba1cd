//! Opening the risk item of a graded clue (挂账).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    clue,
    risk_item::{self, AssignmentDraft},
};
use fangfei_model::{id::ClueId, record::Record};

use super::{LIST, href, level_badge, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::risks::{self, AssignmentPage},
    ui::Place,
};

/// Shows the form: who does what by when.
pub async fn show(reader: SignedIn, Path(id): Path<ClueId>) -> Result<Response, WebError> {
    let clue = clue::get(reader.app(), &reader.ctx, id).await?.record;
    let unit = clue.unit.map(|unit| unit.to_string()).unwrap_or_default();
    page(
        &reader,
        id,
        AssignmentDraft {
            unit,
            ..AssignmentDraft::default()
        },
        None,
    )
    .await
}

/// Opens the item.
pub async fn submit(
    Path(id): Path<ClueId>,
    posted: Posted<AssignmentDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match risk_item::open(reader.app(), &reader.ctx, id, &draft).await {
        Ok(item) => {
            let text = format!("已挂账，编号 {}。", item.number);
            Ok(Sent::to(risks::href(item.id)).done(text).into_response())
        }
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, draft, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: ClueId,
    draft: AssignmentDraft,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let clue = clue::get(reader.app(), &reader.ctx, id).await?.record;
    let units = risk_item::owners(reader.app(), &reader.ctx, &clue.place()).await?;
    let page = AssignmentPage {
        shell: reader
            .shell(Some(Place::Clues), "挂账")
            .crumb("线索", LIST)
            .crumb(clue.number.clone(), href(id)),
        subject: clue.subject_name.clone(),
        level: clue.state.level().map(level_badge),
        action: step(id, "hang"),
        back: href(id),
        button: "挂账",
        hidden: Vec::new(),
        errors: crate::ui::ErrorSummary::default(),
        fields: risks::assignment_fields(&draft, &units),
    };
    page.answer(rejected)
}
