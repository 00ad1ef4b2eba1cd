//! Pages of risk items (风险隐患清单, 挂账销号): the list and the file of one item with its moves. It
//! must not know how moves are decided.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::id::RiskItemId;

use crate::Web;

mod apply;
mod assignment_page;
mod badge;
mod close;
mod correct;
mod course;
mod fields;
pub mod filter;
mod forms;
mod list;
mod plan;
mod progress;
mod reassess;
mod reopen;
mod send_back;
mod show;
mod verify;

pub use assignment_page::AssignmentPage;
pub use badge::state_badge;
pub use fields::assignment as assignment_fields;
pub use filter::Filter;

/// The list.
pub const LIST: &str = "/risks";

/// The file of one item.
pub fn href(id: RiskItemId) -> String {
    format!("{LIST}/{id}")
}

/// A page or move of one item.
fn step(id: RiskItemId, step: &str) -> String {
    format!("{LIST}/{id}/{step}")
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/risks/{id}", routing::get(show::show))
        .route(
            "/risks/{id}/plan",
            routing::get(plan::show).post(plan::submit),
        )
        .route(
            "/risks/{id}/reassess",
            routing::get(reassess::show).post(reassess::submit),
        )
        .route("/risks/{id}/progress", routing::post(progress::submit))
        .route(
            "/risks/{id}/progress/{at}",
            routing::get(correct::show).post(correct::submit),
        )
        .route("/risks/{id}/apply", routing::post(apply::submit))
        .route("/risks/{id}/verify", routing::post(verify::submit))
        .route("/risks/{id}/send-back", routing::post(send_back::submit))
        .route("/risks/{id}/close", routing::post(close::submit))
        .route("/risks/{id}/reopen", routing::post(reopen::submit))
}
