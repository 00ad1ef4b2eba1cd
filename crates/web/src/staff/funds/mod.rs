//! Pages of funds inquiries (资金核查): statements, findings, participants, the way of the money, the
//! scheme's curve, claims and refunds of one inquiry as tabs. It must not know how an analysis works.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{funds_inquiry::InquiryStatus, id::FundsInquiryId};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod account;
mod claims;
mod curve;
mod filter;
mod findings;
mod frame;
mod list;
mod moves;
mod new;
mod participants;
mod person;
mod refunds;
mod rows;
mod show;
mod trace;
mod trace_data;

pub(crate) use frame::frame;

/// The list.
pub const LIST: &str = "/funds";

/// The page of one inquiry.
pub fn href(id: FundsInquiryId) -> String {
    format!("{LIST}/{id}")
}

/// A page or move of one inquiry.
pub fn step(id: FundsInquiryId, what: &str) -> String {
    format!("{LIST}/{id}/{what}")
}

/// The state as a badge.
pub fn state_badge(status: InquiryStatus) -> Badge {
    let tone = match status {
        InquiryStatus::Open => Tone::Info,
        InquiryStatus::Closed => Tone::Done,
    };
    Badge::state(status.title(), tone)
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/funds/new", routing::get(new::show).post(new::submit))
        .route("/funds/{id}", routing::get(show::show))
        .route("/funds/{id}/grounds", routing::post(moves::ground))
        .route("/funds/{id}/statements", routing::post(moves::statements))
        .route("/funds/{id}/withdraw", routing::post(moves::withdraw))
        .route("/funds/{id}/analyse", routing::post(moves::analyse))
        .route("/funds/{id}/close", routing::post(moves::close))
        .route("/funds/{id}/reopen", routing::post(moves::reopen))
        .route("/funds/{id}/findings", routing::get(findings::show))
        .route("/funds/{id}/judge", routing::post(findings::judge))
        .route("/funds/{id}/participants", routing::get(participants::show))
        .route(
            "/funds/{id}/participants/{number}",
            routing::get(person::show),
        )
        .route("/funds/{id}/accounts/{number}", routing::get(account::show))
        .route("/funds/{id}/trace", routing::get(trace::show))
        .route("/funds/{id}/trace/graph", routing::get(trace_data::graph))
        .route("/funds/{id}/trace/rows", routing::get(trace_data::edge))
        .route("/funds/{id}/curve", routing::get(curve::show))
        .route("/funds/{id}/claims", routing::get(claims::show))
        .route("/funds/{id}/claims/check", routing::post(claims::check))
        .route("/funds/{id}/refunds", routing::get(refunds::show))
}
