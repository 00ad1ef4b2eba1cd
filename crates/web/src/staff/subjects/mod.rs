//! Pages of subjects (主体, 一企一档) and of screening (筛查). It must not know how hits are found.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::SubjectId;

use crate::Web;

mod change;
mod fields;
mod filter;
mod hits;
mod list;
mod new;
mod numbers;
mod screening;
mod show;

/// The list.
pub const LIST: &str = "/subjects";

/// The file of one subject.
pub fn href(id: SubjectId) -> String {
    format!("{LIST}/{id}")
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/subjects/new", routing::get(new::show).post(new::submit))
        .route("/subjects/{id}", routing::get(show::show))
        .route(
            "/subjects/{id}/change",
            routing::get(change::show).post(change::submit),
        )
        .route(
            "/subjects/{id}/numbers",
            routing::get(numbers::show).post(numbers::submit),
        )
        .route(
            "/screening",
            routing::get(screening::show).post(screening::submit),
        )
        .route("/screening/run", routing::post(screening::run))
}
