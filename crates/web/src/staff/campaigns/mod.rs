//! Campaigns: the list, a new one from plan files or a template, its review, its overview. It must
//! not know tasks beyond their links.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{campaign::CampaignStatus, id::CampaignId};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod list;
mod matrix;
mod moves;
mod new;
mod part;
mod part_fields;
mod review;
mod review_item;
mod show;

/// The list.
const LIST: &str = "/campaigns";

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/campaigns", routing::get(list::show).post(new::from_plan))
        .route("/campaigns/new", routing::get(new::show))
        .route(
            "/campaigns/from-template",
            routing::post(new::from_template),
        )
        .route("/campaigns/{id}", routing::get(show::show))
        .route("/campaigns/{id}/review", routing::get(review::show))
        .route(
            "/campaigns/{id}/parts/{kind}/{item}",
            routing::post(part::save),
        )
        .route("/campaigns/{id}/remove/{item}", routing::post(part::remove))
        .route("/campaigns/{id}/seen/{item}", routing::post(part::seen))
        .route("/campaigns/{id}/fill", routing::post(part::fill))
        .route("/campaigns/{id}/start", routing::post(moves::start))
        .route(
            "/campaigns/{id}/end",
            routing::get(moves::ask_end).post(moves::end),
        )
}

/// The page of one campaign.
pub fn href(id: CampaignId) -> String {
    format!("{LIST}/{id}")
}

/// The page on which a campaign is reviewed and changed.
pub fn review_href(id: CampaignId) -> String {
    format!("{LIST}/{id}/review")
}

/// A campaign's state.
fn state_badge(status: CampaignStatus) -> Badge {
    let tone = match status {
        CampaignStatus::Draft => Tone::Watch,
        CampaignStatus::Running => Tone::Info,
        CampaignStatus::Ended => Tone::Neutral,
    };
    Badge::state(status.title(), tone)
}
