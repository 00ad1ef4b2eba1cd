//! Pages of participants' claims (参与人申报): registering, the file of one claim, its moves. It must
//! not know how claims are compared.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{
    claim::ClaimStatus,
    id::{ClaimId, FundsInquiryId},
};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod change;
mod fields;
mod moves;
mod new;
mod numbers;
mod show;

/// The file of one claim.
pub fn href(id: ClaimId) -> String {
    format!("/claims/{id}")
}

/// A move of one claim.
pub fn step(id: ClaimId, what: &str) -> String {
    format!("/claims/{id}/{what}")
}

/// Where a claim of an inquiry is registered.
pub fn new_href(inquiry: FundsInquiryId) -> String {
    format!("/funds/{inquiry}/claims/new")
}

/// The state as a badge.
pub fn state_badge(status: ClaimStatus) -> Badge {
    let tone = match status {
        ClaimStatus::Registered | ClaimStatus::Checked => Tone::Info,
        ClaimStatus::Objected => Tone::Watch,
        ClaimStatus::Confirmed | ClaimStatus::Settled => Tone::Done,
    };
    Badge::state(status.title(), tone)
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(
            "/funds/{id}/claims/new",
            routing::get(new::show).post(new::submit),
        )
        .route("/claims/{id}", routing::get(show::show))
        .route(
            "/claims/{id}/change",
            routing::get(change::show).post(change::submit),
        )
        .route(
            "/claims/{id}/numbers",
            routing::get(numbers::show).post(numbers::submit),
        )
        .route("/claims/{id}/check", routing::post(moves::check))
        .route("/claims/{id}/confirm", routing::post(moves::confirm))
        .route("/claims/{id}/object", routing::post(moves::object))
        .route("/claims/{id}/answer", routing::post(moves::answer))
        .route("/claims/{id}/settle", routing::post(moves::settle))
}
