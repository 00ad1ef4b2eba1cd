//! Accounts of the office. It must not know passwords beyond the one shown once.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::UserId;

use crate::Web;

mod edit;
mod form;
mod list;
mod reset;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/users", routing::get(list::show).post(edit::add))
        .route("/users/new", routing::get(edit::new))
        .route("/users/{id}", routing::get(edit::show).post(edit::change))
        .route("/users/{id}/reset", routing::post(reset::submit))
}

/// The page of one account.
pub fn href(id: UserId) -> String {
    format!("/users/{id}")
}
