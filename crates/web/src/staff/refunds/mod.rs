//! Pages of refund batches (退付批次): drafting, the file of one batch with its allocation, moves,
//! payment list, notices and public summary. It must not know how money is shared out.

use std::sync::Arc;

use axum::{Router, routing};
use fangfei_model::{
    id::{FundsInquiryId, RefundBatchId},
    refund_batch::BatchStatus,
};

use crate::{
    Web,
    ui::{Badge, Tone},
};

mod fields;
mod form;
mod moves;
mod papers;
mod show;

/// The file of one batch.
pub fn href(id: RefundBatchId) -> String {
    format!("/refunds/{id}")
}

/// A move of one batch.
pub fn step(id: RefundBatchId, what: &str) -> String {
    format!("/refunds/{id}/{what}")
}

/// Where the next batch of an inquiry is drafted.
pub fn new_href(inquiry: FundsInquiryId) -> String {
    format!("/funds/{inquiry}/refunds/new")
}

/// The state as a badge.
pub fn state_badge(status: BatchStatus) -> Badge {
    let tone = match status {
        BatchStatus::Draft => Tone::Info,
        BatchStatus::Approved => Tone::Watch,
        BatchStatus::Paid => Tone::Done,
        BatchStatus::Withdrawn => Tone::Neutral,
    };
    Badge::state(status.title(), tone)
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(
            "/funds/{id}/refunds/new",
            routing::get(form::new).post(form::draft),
        )
        .route("/refunds/{id}", routing::get(show::show))
        .route(
            "/refunds/{id}/change",
            routing::get(form::change).post(form::submit_change),
        )
        .route("/refunds/{id}/allocate", routing::post(moves::allocate))
        .route("/refunds/{id}/approve", routing::post(moves::approve))
        .route("/refunds/{id}/send-back", routing::post(moves::send_back))
        .route("/refunds/{id}/withdraw", routing::post(moves::withdraw))
        .route("/refunds/{id}/pay", routing::post(moves::pay))
        .route(
            "/refunds/{id}/payments.xlsx",
            routing::get(papers::payments),
        )
        .route("/refunds/{id}/notices.docx", routing::get(papers::notices))
        .route("/refunds/{id}/summary.docx", routing::get(papers::summary))
}
