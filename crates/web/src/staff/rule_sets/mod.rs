//! Pages of rule sets (指标方案): the list with the indicators in force, one set with its files, a trial
//! beside the rules in force, and the moves. It must not know what an indicator says.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{id::RuleSetId, rule_set::RuleSetStatus};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod file;
mod list;
mod moves;
mod show;

/// The list.
pub const LIST: &str = "/rule-sets";

/// The page of one set.
pub fn href(id: RuleSetId) -> String {
    format!("{LIST}/{id}")
}

/// A move of one set.
pub fn step(id: RuleSetId, what: &str) -> String {
    format!("{LIST}/{id}/{what}")
}

/// The state as a badge.
pub fn state_badge(status: RuleSetStatus) -> Badge {
    let tone = match status {
        RuleSetStatus::Draft => Tone::Info,
        RuleSetStatus::Published => Tone::Done,
        RuleSetStatus::Replaced | RuleSetStatus::Withdrawn => Tone::Neutral,
    };
    Badge::state(status.title(), tone)
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show).post(list::draft))
        .route("/rule-sets/{id}", routing::get(show::show))
        .route(
            "/rule-sets/{id}/files/{name}",
            routing::get(file::show).post(file::change),
        )
        .route("/rule-sets/{id}/trial", routing::post(moves::trial))
        .route("/rule-sets/{id}/publish", routing::post(moves::publish))
        .route("/rule-sets/{id}/withdraw", routing::post(moves::withdraw))
}
