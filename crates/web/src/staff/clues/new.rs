//! Reporting a clue (登记线索).

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    clue::{self, Candidate, ClueDraft, Reported},
    place_names,
};
use fangfei_model::permission::Permission;

use super::{
    LIST,
    fields::{self, Offers},
    href,
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "clues/new.html")]
struct NewCluePage {
    shell: Shell,
    action: String,
    back: String,
    button: &'static str,
    hidden: Vec<(&'static str, String)>,
    choose: bool,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

/// Shows the empty form.
pub async fn show(reader: SignedIn) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::ClueReport)
        .map_err(fangfei_app::Error::from)?;
    page(&reader, &ClueDraft::empty(&reader.ctx), &[], None).await
}

/// Registers the clue, or asks which subject is meant.
pub async fn submit(posted: Posted<ClueDraft>) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match clue::report(reader.app(), &reader.ctx, &draft).await {
        Ok(Reported::Done(clue)) => {
            let linked = if clue.subject.is_some() {
                "，已关联主体档案"
            } else {
                ""
            };
            let text = format!(
                "线索 {} 已登记{linked}。证据材料可以在本页上传。",
                clue.number
            );
            Ok(Sent::to(href(clue.id)).done(text).into_response())
        }
        Ok(Reported::Choose(candidates)) => page(&reader, &draft, &candidates, None).await,
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, &draft, &[], Some(rejected)).await
        }
    }
}

/// What the form offers for choice.
pub async fn offers(reader: &SignedIn) -> Result<Offers, WebError> {
    let places = place_names::choices(reader.app(), &reader.ctx).await?;
    let campaigns = clue::campaigns(reader.app(), &reader.ctx).await?;
    Ok(Offers {
        places,
        campaigns: campaigns
            .into_iter()
            .map(|(id, title)| (id.to_string(), title))
            .collect(),
    })
}

async fn page(
    reader: &SignedIn,
    draft: &ClueDraft,
    candidates: &[Candidate],
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let mut fields = fields::report(draft, &offers(reader).await?, candidates);
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let status = match &rejected {
        Some(rejected) => rejected.status,
        None if candidates.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = NewCluePage {
        shell: reader
            .shell(Some(Place::Clues), "登记线索")
            .crumb("线索", LIST),
        action: "/clues/new".to_owned(),
        back: LIST.to_owned(),
        button: "登记",
        // A chosen or declined subject is kept while other fields are corrected.
        hidden: if candidates.is_empty() {
            vec![("subject", draft.subject.clone())]
        } else {
            Vec::new()
        },
        choose: !candidates.is_empty(),
        errors,
        fields,
    };
    Ok((status, Html(page.render()?)).into_response())
}
