//! Pages of alerts (预警): the inbox, one alert with what stands behind it, and what people do with it.
//! It must not know how the index is made.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{alert::AlertStatus, id::AlertId};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod filter;
mod list;
mod moves;
mod show;

/// The inbox.
pub const LIST: &str = "/alerts";

/// The page of one alert.
pub fn href(id: AlertId) -> String {
    format!("{LIST}/{id}")
}

/// A move of one alert.
pub fn step(id: AlertId, what: &str) -> String {
    format!("{LIST}/{id}/{what}")
}

/// The state as a badge.
pub fn state_badge(status: AlertStatus) -> Badge {
    let tone = match status {
        AlertStatus::Open => Tone::Watch,
        AlertStatus::Resting => Tone::Neutral,
        AlertStatus::ClueOpened => Tone::Info,
        AlertStatus::SetAside => Tone::Done,
    };
    Badge::state(status.title(), tone)
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/alerts/{id}", routing::get(show::show))
        .route("/alerts/{id}/clue", routing::post(moves::open_clue))
        .route("/alerts/{id}/rest", routing::post(moves::rest))
        .route("/alerts/{id}/wake", routing::post(moves::wake))
        .route("/alerts/{id}/set-aside", routing::post(moves::set_aside))
}
