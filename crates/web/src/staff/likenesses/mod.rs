//! Pages of likenesses (查重比对): files that may be one subject, clues that may be one case, and what people
//! decide about them. It must not know how likenesses are found.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{id::LikenessId, likeness::LikenessStatus};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod list;
mod moves;
mod show;

/// The list.
pub const LIST: &str = "/likenesses";

/// The page of one likeness.
pub fn href(id: LikenessId) -> String {
    format!("{LIST}/{id}")
}

/// A move of one likeness.
pub fn step(id: LikenessId, what: &str) -> String {
    format!("{LIST}/{id}/{what}")
}

/// The state as a badge.
pub fn state_badge(status: LikenessStatus) -> Badge {
    let tone = match status {
        LikenessStatus::Open => Tone::Watch,
        LikenessStatus::Same => Tone::Info,
        LikenessStatus::Different => Tone::Done,
        LikenessStatus::Lapsed => Tone::Neutral,
    };
    Badge::state(status.title(), tone)
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/likenesses/find", routing::post(moves::find))
        .route("/likenesses/{id}", routing::get(show::show))
        .route("/likenesses/{id}/same", routing::post(moves::same))
        .route(
            "/likenesses/{id}/different",
            routing::post(moves::different),
        )
        .route("/likenesses/{id}/withdraw", routing::post(moves::withdraw))
}
