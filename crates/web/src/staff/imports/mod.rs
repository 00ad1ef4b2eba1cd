//! Pages of imports (导入表格): upload, mapping, preview, run, result. It must not know how rows become
//! records.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::ImportId;

use crate::Web;

mod list;
mod mapping;
mod moves;
mod rejected;
mod show;

/// The list.
pub const LIST: &str = "/imports";

/// One run.
pub fn href(id: ImportId) -> String {
    format!("{LIST}/{id}")
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show).post(list::submit))
        .route("/imports/{id}", routing::get(show::show))
        .route("/imports/{id}/mapping", routing::post(mapping::submit))
        .route("/imports/{id}/profile", routing::post(moves::save_profile))
        .route("/imports/{id}/start", routing::post(moves::start))
        .route("/imports/{id}/withdraw", routing::post(moves::withdraw))
        .route("/imports/{id}/rejected", routing::get(rejected::show))
}
