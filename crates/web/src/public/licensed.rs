//! Whether a body is on the office's list of licensed ones. Absence proves nothing, and says so.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Html,
};
use fangfei_app::licensed_body;
use fangfei_model::{ctx::Actor, licensed_body::LicensedBody};
use serde::Deserialize;

use super::home::site;
use crate::{
    Web, WebError,
    ui::{Site, filters},
};

#[derive(Template)]
#[template(path = "public/licensed.html")]
struct LicensedPage {
    site: Site,
    name: String,
    found: Vec<LicensedBody>,
}

/// The name looked for.
#[derive(Deserialize)]
pub struct NameFilter {
    #[serde(default)]
    name: String,
}

/// Shows the page and what was found.
pub async fn show(
    State(web): State<Arc<Web>>,
    Query(filter): Query<NameFilter>,
) -> Result<Html<String>, WebError> {
    let ctx = web.ctx(Actor::System {
        task: "公众网站"
    });
    let name = filter.name.trim().to_owned();
    let found = licensed_body::look_up(&web.app, &ctx, &name).await?;
    let (site, _) = site(&web, "查询持牌机构").await?;
    Ok(Html(LicensedPage { site, name, found }.render()?))
}
