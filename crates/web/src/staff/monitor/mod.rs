//! Pages of monitoring (监测): the overview of the latest run, asking for a run, the index of one subject
//! taken apart, and the firms tied to it. It must not know how the index is made.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::SubjectId;

use crate::Web;

mod data;
mod fact;
mod graph;
mod overview;
mod subject;

/// The overview.
pub const OVERVIEW: &str = "/monitor";

/// The index of one subject.
pub fn index_href(id: SubjectId) -> String {
    format!("/subjects/{id}/index")
}

/// One fact behind a point.
fn fact_href(id: SubjectId, reference: u64) -> String {
    format!("/subjects/{id}/facts/{reference}")
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(OVERVIEW, routing::get(overview::show).post(overview::run))
        .route("/monitor/data", routing::get(data::show).post(data::load))
        .route("/subjects/{id}/index", routing::get(subject::show))
        .route("/subjects/{id}/facts/{reference}", routing::get(fact::show))
        .route("/subjects/{id}/ties", routing::get(graph::show))
}
