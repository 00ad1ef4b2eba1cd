//! Supplementing a clue (补充线索).

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::clue::{self, ClueDraft};
use fangfei_model::id::ClueId;
use serde::Deserialize;

use super::{LIST, fields, href, new::offers, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "clues/new.html")]
struct ChangeCluePage {
    shell: Shell,
    action: String,
    back: String,
    button: &'static str,
    hidden: Vec<(&'static str, String)>,
    choose: bool,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

/// What is posted: the form and the version it was opened at.
#[derive(Deserialize)]
pub struct ChangeForm {
    #[serde(default)]
    version: String,
    #[serde(flatten)]
    draft: ClueDraft,
}

/// Shows the form as the clue stands.
pub async fn show(reader: SignedIn, Path(id): Path<ClueId>) -> Result<Response, WebError> {
    let clue = clue::get(reader.app(), &reader.ctx, id).await?;
    let form = ChangeForm {
        version: clue.version.to_string(),
        draft: ClueDraft::of(&clue.record),
    };
    page(&reader, id, &form, None).await
}

/// Saves the changes.
pub async fn submit(
    Path(id): Path<ClueId>,
    posted: Posted<ChangeForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let version = form.version.parse().unwrap_or_default();
    match clue::change(reader.app(), &reader.ctx, id, version, &form.draft).await {
        Ok(stored) if stored.version == version => Ok(Sent::to(href(id))
            .warn("内容没有变化，没有保存新的版本。")
            .into_response()),
        Ok(_) => Ok(Sent::to(href(id))
            .done("已补充，改动前后都在办理记录里。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, &form, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: ClueId,
    form: &ChangeForm,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let clue = clue::get(reader.app(), &reader.ctx, id).await?.record;
    let mut offers = offers(reader).await?;
    if !offers
        .places
        .iter()
        .any(|place| place.code == clue.division)
    {
        let name = clue.division.to_string();
        offers.places.push(fangfei_app::place_names::PlaceChoice {
            code: clue.division,
            name,
        });
    }
    if !form.draft.campaign.is_empty()
        && !offers
            .campaigns
            .iter()
            .any(|(id, _)| *id == form.draft.campaign)
    {
        offers.campaigns.push((
            form.draft.campaign.clone(),
            "已结束的专项行动（保持不变）".to_owned(),
        ));
    }
    let mut fields = fields::report(&form.draft, &offers, &[]);
    // The subject's file is chosen on its own page; its code is not kept on the clue.
    fields.retain(|field| field.name != "uscc");
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let page = ChangeCluePage {
        shell: reader
            .shell(Some(Place::Clues), "补充线索")
            .crumb("线索", LIST)
            .crumb(clue.number, href(id)),
        action: step(id, "change"),
        back: href(id),
        button: "保存",
        hidden: vec![
            ("version", form.version.clone()),
            ("subject", form.draft.subject.clone()),
        ],
        choose: false,
        errors,
        fields,
    };
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    Ok((status, Html(page.render()?)).into_response())
}
