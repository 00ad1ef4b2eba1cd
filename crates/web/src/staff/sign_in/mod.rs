//! Signing in and out. It must not know how passwords are checked.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod form;
mod leave;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/sign-in", routing::get(form::show).post(form::submit))
        .route("/sign-out", routing::post(leave::submit))
}
