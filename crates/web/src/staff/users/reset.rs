//! A new first password, shown once.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::user;
use fangfei_model::id::UserId;
use serde::Deserialize;

use crate::{
    WebError,
    posted::Posted,
    ui::{Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "users/reset.html")]
struct ResetPage {
    shell: Shell,
    password: String,
}

/// Nothing but the token.
#[derive(Deserialize)]
pub struct ResetForm {}

/// Resets and shows the password.
pub async fn submit(
    Path(id): Path<UserId>,
    posted: Posted<ResetForm>,
) -> Result<Html<String>, WebError> {
    let reader = posted.reader;
    let account = user::reset_password(reader.app(), &reader.ctx, id).await?;
    let shell = reader
        .shell(Some(Place::Users), "已重置密码")
        .crumb("用户", "/users");
    Ok(Html(
        ResetPage {
            shell,
            password: account.password,
        }
        .render()?,
    ))
}
