//! A new file of a subject (建档), from the menu or from a clue.

use askama::Template;
use axum::{
    extract::Query as Params,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    clue, place_names,
    subject::{self, Added, SubjectDraft},
};
use fangfei_model::{id::ClueId, permission::Permission};
use serde::Deserialize;

use super::{LIST, fields::Groups, href};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::clues,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

/// What the fields for people say.
pub const PEOPLE_HINT: &str = "证件号会核对校验位；已登记的号码以掩码显示，保持原样就不会改变";

#[derive(Template)]
#[template(path = "subjects/form.html")]
pub(super) struct SubjectFormPage {
    pub(super) shell: Shell,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) button: &'static str,
    pub(super) people_hint: &'static str,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) on_file: Option<(String, String)>,
    pub(super) errors: ErrorSummary,
    pub(super) fields: Groups,
    pub(super) reason: Option<Field>,
}

/// Where the form was opened from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    clue: String,
}

/// An empty form, or one with what the clue knows.
pub async fn show(reader: SignedIn, Params(from): Params<From>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::SubjectWrite)
        .map_err(fangfei_app::Error::from)?;
    let mut draft = SubjectDraft::empty();
    if let Ok(id) = from.clue.parse::<ClueId>() {
        let clue = clue::get(reader.app(), &reader.ctx, id).await?.record;
        draft.name = clue.subject_name;
        draft.division = clue.division.to_string();
        draft.business_address = clue.address.unwrap_or_default();
        draft.mode = clue.mode.unwrap_or_default();
        draft.sector = clue.sector.map_or("", |s| s.code()).to_owned();
    }
    draft.clue = from.clue;
    page(&reader, draft, None, None).await
}

/// Makes the file and, when it came from a clue, links the two.
pub async fn submit(posted: Posted<SubjectDraft>) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match subject::add(reader.app(), &reader.ctx, &form).await {
        Ok(Added::Done(made)) => match form.clue.parse::<ClueId>() {
            Ok(clue) => {
                clue::link_subject(reader.app(), &reader.ctx, clue, Some(made.id)).await?;
                Ok(Sent::to(clues::href(clue))
                    .done(format!("已为{}建档，并与线索关联。", made.name))
                    .into_response())
            }
            Err(_) => Ok(Sent::to(href(made.id))
                .done("已建档，名称和经营范围已筛查。")
                .into_response()),
        },
        Ok(Added::OnFile(found)) => {
            let found = Some((found.name.clone(), href(found.id)));
            page(&reader, form, found, None).await
        }
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, form, None, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    form: SubjectDraft,
    on_file: Option<(String, String)>,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let places = place_names::choices(reader.app(), &reader.ctx).await?;
    let mut fields = Groups::new(&form, &places);
    let errors = mark(&mut fields, rejected.as_ref());
    let status = match (&rejected, &on_file) {
        (Some(rejected), _) => rejected.status,
        (None, Some(_)) => StatusCode::CONFLICT,
        (None, None) => StatusCode::OK,
    };
    let page = SubjectFormPage {
        shell: reader
            .shell(Some(Place::Subjects), "建立档案")
            .crumb("主体档案", LIST),
        action: "/subjects/new".to_owned(),
        back: LIST.to_owned(),
        button: "建档",
        people_hint: PEOPLE_HINT,
        hidden: vec![("clue", form.clue)],
        on_file,
        errors,
        fields,
        reason: None,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// Puts each error at its field, in whichever group it stands.
pub(super) fn mark(fields: &mut Groups, rejected: Option<&Rejected>) -> ErrorSummary {
    let Some(rejected) = rejected else {
        return ErrorSummary::default();
    };
    let split = fields.identity.len();
    let mut all: Vec<Field> = fields
        .identity
        .drain(..)
        .chain(fields.business.drain(..))
        .collect();
    let errors = rejected.mark(&mut all);
    fields.business = all.split_off(split);
    fields.identity = all;
    errors
}
