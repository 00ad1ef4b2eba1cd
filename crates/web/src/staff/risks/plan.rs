//! Changing who does what by when (调整处置方案).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::risk_item::{self, AssignmentDraft};
use fangfei_model::{id::RiskItemId, permission::Permission, record::Record};
use serde::Deserialize;

use super::{AssignmentPage, LIST, fields, href, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::clues::level_badge,
    ui::{ErrorSummary, Field, Place},
};

/// What is posted: the form, the reason, and the version it was opened at.
#[derive(Deserialize)]
pub struct PlanForm {
    #[serde(default)]
    version: String,
    #[serde(default)]
    reason: String,
    #[serde(flatten)]
    draft: AssignmentDraft,
}

/// Shows the form as the plan stands.
pub async fn show(reader: SignedIn, Path(id): Path<RiskItemId>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::RiskOpen)
        .map_err(fangfei_app::Error::from)?;
    let item = risk_item::get(reader.app(), &reader.ctx, id).await?;
    let draft = AssignmentDraft::of(&item.record.assignment);
    page(
        &reader,
        id,
        PlanForm {
            version: item.version.to_string(),
            reason: String::new(),
            draft,
        },
        None,
    )
    .await
}

/// Saves the new plan.
pub async fn submit(
    Path(id): Path<RiskItemId>,
    posted: Posted<PlanForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let version = form.version.parse().unwrap_or_default();
    match risk_item::replan(
        reader.app(),
        &reader.ctx,
        id,
        version,
        &form.draft,
        &form.reason,
    )
    .await
    {
        Ok(_) => Ok(Sent::to(href(id))
            .done("处置方案已调整，调整前的方案留在办理过程里。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, form, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: RiskItemId,
    form: PlanForm,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let item = risk_item::get(reader.app(), &reader.ctx, id).await?.record;
    let units = risk_item::owners(reader.app(), &reader.ctx, &item.place()).await?;
    let mut fields = fields::assignment(&form.draft, &units);
    fields.push(
        Field::area("reason", "调整理由", 2)
            .value(form.reason)
            .required(),
    );
    let page = AssignmentPage {
        shell: reader
            .shell(Some(Place::Risks), "调整处置方案")
            .crumb("风险事项", LIST)
            .crumb(item.number.clone(), href(id)),
        subject: item.subject_name.clone(),
        level: Some(level_badge(item.level)),
        action: step(id, "plan"),
        back: href(id),
        button: "保存调整",
        hidden: vec![("version", form.version)],
        errors: ErrorSummary::default(),
        fields,
    };
    page.answer(rejected)
}
