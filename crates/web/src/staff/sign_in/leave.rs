//! Signing out: the session ends and its cookie goes. It must not know how sessions are kept.

use axum::response::{IntoResponse, Response};
use fangfei_app::session;
use serde::Deserialize;

use crate::{
    WebError, cookie,
    posted::{Posted, Sent},
};

/// Nothing but the token.
#[derive(Deserialize)]
pub struct SignOutForm {}

/// Ends the session.
pub async fn submit(posted: Posted<SignOutForm>) -> Result<Response, WebError> {
    let reader = posted.reader;
    session::sign_out(reader.app(), &reader.ctx, &reader.session).await?;
    let mut response = Sent::to("/sign-in").into_response();
    if let Some(value) = cookie::clear(cookie::SESSION) {
        response
            .headers_mut()
            .append(axum::http::header::SET_COOKIE, value);
    }
    Ok(response)
}
