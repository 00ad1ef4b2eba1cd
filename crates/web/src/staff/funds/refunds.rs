//! The refund batches of an inquiry (退付): what each shared out and how far the people have been paid.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::{funds, refund_batch};
use fangfei_model::{
    id::FundsInquiryId,
    refund_batch::{BatchStatus, RefundBatch},
};

use super::{frame, frame::Frame, person::percent};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::refunds::{self, state_badge},
    ui::{Badge, Shell, filters},
};

#[derive(Template)]
#[template(path = "funds/refunds.html")]
struct RefundsPage {
    shell: Shell,
    frame: Frame,
    draft: Option<String>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    state: Badge,
    batch: RefundBatch,
    available: i64,
    rate: String,
}

/// Shows the batches.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = funds::file(app, ctx, id).await?;
    let batches = refund_batch::of_inquiry(app, ctx, id).await?;
    let open = batches.iter().any(|b| b.status() == BatchStatus::Draft);
    let frame = frame(&reader, &file, "refunds");
    let page = RefundsPage {
        shell: frame.shell.clone(),
        frame,
        draft: (file.moves.work && !open).then(|| refunds::new_href(id)),
        rows: batches.into_iter().map(row).collect(),
    };
    Ok(Html(page.render()?))
}

fn row(batch: RefundBatch) -> Row {
    let rate = batch.allocation.as_ref().map(|shared| shared.rate());
    Row {
        href: refunds::href(batch.id),
        state: state_badge(batch.status()),
        available: batch.available().0,
        rate: rate.map(percent).unwrap_or_default(),
        batch,
    }
}
