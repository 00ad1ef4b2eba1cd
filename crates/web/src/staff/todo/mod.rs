//! My to-do, lists of tasks, one task. It must not know campaigns beyond their links.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{
    id::{CampaignId, TaskId},
    task::{Task, TaskStatus},
};
use jiff::civil::Date;

use crate::{
    Web,
    ui::{self, Badge, Tone},
};

mod list;
mod moves;
mod show;
mod task;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/todo", routing::get(show::show))
        .route("/tasks", routing::get(list::show))
        .route("/tasks/{id}", routing::get(task::show))
        .route("/tasks/{id}/submit", routing::post(moves::submit))
        .route("/tasks/{id}/accept", routing::post(moves::accept))
        .route("/tasks/{id}/send-back", routing::post(moves::send_back))
}

/// The page of one task.
pub fn task_href(id: TaskId) -> String {
    format!("/tasks/{id}")
}

/// The tasks of a campaign in one state: `accepted`, `submitted`, `open`, `overdue`, or all when blank.
pub fn list_href(campaign: Option<CampaignId>, state: &str) -> String {
    let campaign = campaign.map(|id| id.to_string()).unwrap_or_default();
    ui::Query::new(
        "/tasks",
        [("campaign", campaign.as_str()), ("state", state)],
    )
    .href()
}

/// A task's state in words and colour.
fn state_badge(task: &Task, today: Date) -> Badge {
    let tone = match task.status() {
        TaskStatus::Pending if task.overdue(today) => Tone::Danger,
        TaskStatus::Pending => Tone::Neutral,
        TaskStatus::Submitted => Tone::Info,
        TaskStatus::SentBack => Tone::Watch,
        TaskStatus::Accepted => Tone::Done,
    };
    Badge::state(task.status().title(), tone)
}

/// How long there is; none for what is handed in.
fn due_badge(task: &Task, today: Date) -> Option<Badge> {
    if !task.is_owed() {
        return None;
    }
    if task.back_dated() {
        return Some(Badge::tag("补录"));
    }
    Some(Badge::due_in(crate::staff::clues::days(today, task.due)))
}
