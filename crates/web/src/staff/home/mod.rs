//! The first page (工作台). It must not count.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod show;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new().route("/", routing::get(show::show))
}
