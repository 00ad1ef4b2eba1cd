//! Pages of joint assessments (会商研判). It must not know how conclusions are carried over.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::AssessmentId;

use crate::Web;

mod conclude;
mod fields;
mod invite;
mod invite_page;
mod show;
mod view;

pub use invite_page::InvitePage;

/// The page of one assessment.
pub fn href(id: AssessmentId) -> String {
    format!("/assessments/{id}")
}

/// A page or move of one assessment.
fn step(id: AssessmentId, step: &str) -> String {
    format!("/assessments/{id}/{step}")
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/assessments/{id}", routing::get(show::show))
        .route("/assessments/{id}/view", routing::post(view::submit))
        .route("/assessments/{id}/invite", routing::post(invite::submit))
        .route(
            "/assessments/{id}/conclude",
            routing::get(conclude::show).post(conclude::submit),
        )
}
