//! The first page: where to report, and what illegal fundraising looks like.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Html};
use fangfei_app::{setup, unit};
use fangfei_model::{
    ctx::Actor,
    unit::{Unit, UnitKind},
};

use crate::{
    Web, WebError,
    ui::{Site, filters},
};

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage {
    site: Site,
    channels: Vec<Unit>,
}

/// The frame of a public page: the office and its own report phone.
pub(super) async fn site(web: &Web, title: &str) -> Result<(Site, Vec<Unit>), WebError> {
    let ctx = web.ctx(Actor::System {
        task: "公众网站"
    });
    let channels = unit::report_channels(&web.app, &ctx).await?;
    let lead = channels
        .iter()
        .find(|unit| unit.kind == UnitKind::LeadOffice);
    let site = Site {
        title: title.to_owned(),
        office: setup::office_name(&web.app).await?,
        phone: lead.and_then(|unit| unit.phone.clone()).unwrap_or_default(),
        email: lead.and_then(|unit| unit.email.clone()).unwrap_or_default(),
    };
    Ok((site, channels))
}

/// Shows the page.
pub async fn show(State(web): State<Arc<Web>>) -> Result<Html<String>, WebError> {
    let (site, channels) = site(&web, "举报非法集资").await?;
    Ok(Html(HomePage { site, channels }.render()?))
}
