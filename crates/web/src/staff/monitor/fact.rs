//! One fact behind a point of the index: the row as it was loaded, and where it came from.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::{
    monitor::{self, Fact},
    subject,
};
use fangfei_model::id::SubjectId;

use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "monitor/fact.html")]
struct FactPage {
    shell: Shell,
    back: String,
    fact: Fact,
}

/// Shows it.
pub async fn show(
    reader: SignedIn,
    Path((id, reference)): Path<(SubjectId, u64)>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let subject = subject::get(app, ctx, id).await?.record;
    let fact = monitor::fact(app, ctx, id, reference).await?;
    let title = format!("{}：{}", subject.name, fact.table);
    let page = FactPage {
        shell: reader
            .shell(Some(Place::Monitor), title)
            .crumb("监测总览", super::OVERVIEW)
            .crumb(format!("{}：风险指数", subject.name), super::index_href(id)),
        back: super::index_href(id),
        fact,
    };
    Ok(Html(page.render()?))
}
