//! Stylesheets, script and pictures over HTTP. It must not know what they are for.

use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing,
};

use crate::{Web, ui::assets};

/// `/assets/<hash>.<name>`.
pub fn routes() -> Router<Arc<Web>> {
    Router::new().route("/assets/{name}", routing::get(show))
}

/// One asset; a browser that has it already is told so.
pub async fn show(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = assets::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|tag| tag.as_bytes() == asset.etag.as_bytes())
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let keep = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, asset.mime.to_owned()),
        (header::CACHE_CONTROL, keep.to_owned()),
        (header::ETAG, asset.etag),
    ];
    (headers, asset.bytes).into_response()
}
