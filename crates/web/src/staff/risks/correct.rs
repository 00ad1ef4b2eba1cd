//! Correcting an entry of progress (更正进展): what was entered wrong is put right, with a reason.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    Error,
    risk_item::{self, ProgressDraft},
};
use fangfei_model::{id::RiskItemId, noun::Noun, permission::Permission};
use serde::Deserialize;

use super::{AssignmentPage, LIST, fields, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::clues::level_badge,
    ui::{ErrorSummary, Field, Place},
};

/// What is posted: the entry, the reason, and the version it was opened at.
#[derive(Deserialize)]
pub struct CorrectForm {
    #[serde(default)]
    version: String,
    #[serde(default)]
    reason: String,
    #[serde(flatten)]
    draft: ProgressDraft,
}

/// Where the entry `at`, counted from 0, is corrected.
pub fn href(id: RiskItemId, at: usize) -> String {
    step(id, &format!("progress/{at}"))
}

/// Shows the entry as it stands.
pub async fn show(
    reader: SignedIn,
    Path((id, at)): Path<(RiskItemId, usize)>,
) -> Result<Response, WebError> {
    let allowed = reader.ctx.require(Permission::RiskProgress);
    allowed.map_err(Error::from)?;
    let item = risk_item::get(reader.app(), &reader.ctx, id).await?;
    let entry = item.record.progress.get(at);
    let form = CorrectForm {
        version: item.version.to_string(),
        reason: String::new(),
        draft: ProgressDraft::of(entry.ok_or(Error::NotFound(Noun::RiskItem))?),
    };
    page(&reader, (id, at), form, None).await
}

/// Saves the correction.
pub async fn submit(
    Path((id, at)): Path<(RiskItemId, usize)>,
    posted: Posted<CorrectForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let place = (form.version.parse().unwrap_or_default(), at);
    let corrected = risk_item::correct_progress(
        reader.app(),
        &reader.ctx,
        id,
        place,
        &form.draft,
        &form.reason,
    );
    match corrected.await {
        Ok(_) => Ok(Sent::to(super::href(id))
            .done("进展已更正，更正前的内容留在办理过程里。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, (id, at), form, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    (id, at): (RiskItemId, usize),
    form: CorrectForm,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let item = risk_item::get(reader.app(), &reader.ctx, id).await?.record;
    let mut fields = fields::progress(&form.draft);
    fields.push(
        Field::area("reason", "更正理由", 2)
            .value(form.reason)
            .hint("哪里填错了、以什么凭证为准")
            .required(),
    );
    let page = AssignmentPage {
        shell: reader
            .shell(Some(Place::Risks), "更正处置进展")
            .crumb("风险事项", LIST)
            .crumb(item.number.clone(), super::href(id)),
        subject: item.subject_name.clone(),
        level: Some(level_badge(item.level)),
        action: href(id, at),
        back: super::href(id),
        button: "保存更正",
        hidden: vec![("version", form.version)],
        errors: ErrorSummary::default(),
        fields,
    };
    page.answer(rejected)
}
