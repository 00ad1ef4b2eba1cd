//! Evidence files: posted from the page of their record, and opened as downloads. It must not know
//! whose files they are.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod add;
mod open;

/// The addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/evidence", routing::post(add::submit))
        .route("/evidence/{id}", routing::get(open::show))
}
