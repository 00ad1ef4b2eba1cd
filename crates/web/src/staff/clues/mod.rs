//! Pages of clues (线索): the list, reporting, and the file of one clue with its moves. It must not
//! know how moves are decided.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::ClueId;

use crate::Web;

mod accept;
mod assess;
mod badge;
mod change;
mod check;
mod decisions;
mod fields;
pub mod filter;
mod forms;
mod hang;
mod list;
mod new;
mod reassign;
mod refuse;
mod show;
mod subject;

pub use badge::{level_badge, state_badge};
pub use filter::Filter;
pub use list::days;

/// The list.
pub const LIST: &str = "/clues";

/// The file of one clue.
pub fn href(id: ClueId) -> String {
    format!("{LIST}/{id}")
}

/// A page or move of one clue.
fn step(id: ClueId, step: &str) -> String {
    format!("{LIST}/{id}/{step}")
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/clues/new", routing::get(new::show).post(new::submit))
        .route("/clues/{id}", routing::get(show::show))
        .route(
            "/clues/{id}/change",
            routing::get(change::show).post(change::submit),
        )
        .route(
            "/clues/{id}/subject",
            routing::get(subject::show).post(subject::submit),
        )
        .route("/clues/{id}/accept", routing::post(accept::submit))
        .route("/clues/{id}/refuse", routing::post(refuse::submit))
        .route("/clues/{id}/reassign", routing::post(reassign::submit))
        .route("/clues/{id}/check", routing::post(check::submit))
        .route(
            "/clues/{id}/assess",
            routing::get(assess::show).post(assess::submit),
        )
        .route(
            "/clues/{id}/hang",
            routing::get(hang::show).post(hang::submit),
        )
}
