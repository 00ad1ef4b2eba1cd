//! The one search box. It must not know how the index works.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod found;

/// The page and its address.
pub fn routes() -> Router<Arc<Web>> {
    Router::new().route("/search", routing::get(found::show))
}
