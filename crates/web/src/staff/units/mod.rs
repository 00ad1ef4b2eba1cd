//! Units and whom to call at each. It must not know accounts.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::UnitId;

use crate::Web;

mod edit;
mod form;
mod list;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/units", routing::get(list::show).post(edit::add))
        .route("/units/new", routing::get(edit::new))
        .route("/units/{id}", routing::get(edit::show).post(edit::change))
}

/// The page of one unit.
pub fn href(id: UnitId) -> String {
    format!("/units/{id}")
}
