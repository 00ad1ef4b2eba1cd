//! The site for the public: no cookies, no script, no log of who came. It must not know the
//! workbench.

use std::sync::Arc;

use axum::{Router, middleware, routing};

use crate::{Web, WebError, headers, staff, unread};

mod home;
mod licensed;

/// The public site.
pub fn router(web: Arc<Web>) -> Router {
    Router::new()
        .route("/", routing::get(home::show))
        .route("/licensed", routing::get(licensed::show))
        .merge(staff::assets::routes())
        .fallback(async || WebError::NotFound)
        .layer(middleware::from_fn(unread::in_words))
        .layer(middleware::from_fn(headers::secure))
        .with_state(web)
}
