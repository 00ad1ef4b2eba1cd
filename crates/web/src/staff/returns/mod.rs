//! Pages of periodic returns (统计报表): what is owed, making one, its tables and the records behind
//! each figure, handing it up. It must not know how figures are counted.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{id::ReturnId, periodic_return::ReturnStatus};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod changes;
mod file;
mod list;
mod moves;
mod new;
mod rows;
mod show;
mod table;

/// The list.
pub const LIST: &str = "/returns";

/// One return.
pub fn href(id: ReturnId) -> String {
    format!("{LIST}/{id}")
}

/// A page or move of one return.
fn step(id: ReturnId, step: &str) -> String {
    format!("{LIST}/{id}/{step}")
}

/// The state as a badge.
fn state_badge(status: ReturnStatus) -> Badge {
    let tone = match status {
        ReturnStatus::Draft => Tone::Neutral,
        ReturnStatus::Submitted => Tone::Info,
        ReturnStatus::SentBack => Tone::Watch,
        ReturnStatus::Accepted => Tone::Done,
    };
    Badge::state(status.title(), tone)
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/returns/new", routing::get(new::show).post(new::submit))
        .route("/returns/{id}", routing::get(show::show))
        .route("/returns/{id}/changes", routing::get(changes::show))
        .route("/returns/{id}/rows", routing::get(rows::show))
        .route("/returns/{id}/docx", routing::get(file::docx))
        .route("/returns/{id}/xlsx", routing::get(file::xlsx))
        .route("/returns/{id}/make", routing::post(moves::make))
        .route("/returns/{id}/narrative", routing::post(moves::narrative))
        .route("/returns/{id}/submit", routing::post(moves::submit))
        .route("/returns/{id}/accept", routing::post(moves::accept))
        .route("/returns/{id}/send-back", routing::post(moves::send_back))
}
