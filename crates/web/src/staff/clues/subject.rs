//! Linking a clue to a subject's file (关联主体档案).

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error,
    clue::{self, Candidate},
};
use fangfei_model::{
    id::{ClueId, SubjectId},
    noun::Noun,
    permission::Permission,
};
use serde::Deserialize;

use super::{LIST, href, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    signed_in::SignedIn,
    ui::{Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "clues/subject.html")]
struct LinkPage {
    shell: Shell,
    action: String,
    back: String,
    search: Field,
    found: Vec<Candidate>,
    linked: bool,
    new_subject: String,
}

/// The name to look for; the clue's own by default.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Search {
    name: String,
}

/// The chosen file; blank takes the link away.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct LinkForm {
    subject: String,
}

/// Shows the files that look like the clue's subject.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<ClueId>,
    Query(search): Query<Search>,
) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::SubjectWrite)
        .map_err(fangfei_app::Error::from)?;
    let clue = clue::get(reader.app(), &reader.ctx, id).await?.record;
    let name = if search.name.trim().is_empty() {
        clue.subject_name.clone()
    } else {
        search.name
    };
    let found = clue::candidates(reader.app(), &reader.ctx, &name, None).await?;
    let page = LinkPage {
        shell: reader
            .shell(Some(Place::Clues), "关联主体档案")
            .crumb("线索", LIST)
            .crumb(clue.number.clone(), href(id)),
        action: step(id, "subject"),
        back: href(id),
        search: Field::text("name", "主体名称").value(name),
        found,
        linked: clue.subject.is_some(),
        new_subject: format!("/subjects/new?clue={id}"),
    };
    Ok((StatusCode::OK, Html(page.render()?)).into_response())
}

/// Links the clue, or takes the link away.
pub async fn submit(
    Path(id): Path<ClueId>,
    posted: Posted<LinkForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let subject = match form.subject.trim() {
        "" => None,
        text => Some(
            text.parse::<SubjectId>()
                .map_err(|_| Error::NotFound(Noun::Subject))?,
        ),
    };
    clue::link_subject(reader.app(), &reader.ctx, id, subject).await?;
    let text = if subject.is_some() {
        "已关联主体档案。"
    } else {
        "已取消关联，线索内容不变。"
    };
    Ok(Sent::to(href(id)).done(text).into_response())
}
