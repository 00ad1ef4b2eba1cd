//! The proof: the whole journal and every record checked now.

use askama::Template;
use axum::response::Html;
use fangfei_app::{Verification, journal};
use serde::Deserialize;

use crate::{
    WebError,
    posted::Posted,
    ui::{Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "audit/verify.html")]
struct VerifyPage {
    shell: Shell,
    found: Verification,
    problems: Vec<String>,
}

/// Nothing but the token.
#[derive(Deserialize)]
pub struct VerifyForm {}

/// Checks and shows what was found.
pub async fn submit(posted: Posted<VerifyForm>) -> Result<Html<String>, WebError> {
    let reader = posted.reader;
    let found = journal::verify(reader.app(), &reader.ctx, None).await?;
    let page = VerifyPage {
        shell: reader
            .shell(Some(Place::Audit), "校验结果")
            .crumb("审计日志", "/audit"),
        problems: found.problems.iter().map(ToString::to_string).collect(),
        found,
    };
    Ok(Html(page.render()?))
}
