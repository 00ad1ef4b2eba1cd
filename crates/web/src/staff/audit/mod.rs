//! The journal for auditors. It must not know how it is signed.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod entry;
mod export;
mod list;
mod verify;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/audit", routing::get(list::show))
        .route("/audit/verify", routing::post(verify::submit))
        .route("/audit/export", routing::post(export::submit))
        .route("/audit/{seq}", routing::get(entry::show))
}
