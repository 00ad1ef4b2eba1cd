//! The firms tied to one subject, as a picture and as a list. Firms are shown, not people.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::{
    monitor::{self, Association},
    subject,
};
use fangfei_model::id::SubjectId;

use crate::{
    WebError,
    signed_in::SignedIn,
    staff::subjects,
    ui::{Chart, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "monitor/ties.html")]
struct TiesPage {
    shell: Shell,
    back: String,
    ties: Vec<Association>,
    picture: Option<Chart>,
}

/// Shows them.
pub async fn show(reader: SignedIn, Path(id): Path<SubjectId>) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let subject = subject::get(app, ctx, id).await?.record;
    let ties = monitor::associations(app, ctx, id).await?;
    let page = TiesPage {
        shell: reader
            .shell(Some(Place::Monitor), format!("{}：关联企业", subject.name))
            .crumb("监测总览", super::OVERVIEW)
            .crumb(&subject.name, subjects::href(id)),
        back: super::index_href(id),
        picture: monitor::ties_picture(&subject.name, &ties).map(Chart::new),
        ties,
    };
    Ok(Html(page.render()?))
}
