//! What goes out of a batch: the bank's payment list, everybody's notice, the public summary.

use axum::{
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::refund_batch;
use fangfei_model::id::RefundBatchId;

use crate::{
    WebError,
    download::{DOCX, Download, XLSX},
    signed_in::SignedIn,
};

/// The payment list with full numbers; journaled.
pub async fn payments(
    reader: SignedIn,
    Path(id): Path<RefundBatchId>,
) -> Result<Response, WebError> {
    let file = refund_batch::payment_list(reader.app(), &reader.ctx, id).await?;
    Ok(send(file, XLSX))
}

/// A notice for everybody; journaled.
pub async fn notices(
    reader: SignedIn,
    Path(id): Path<RefundBatchId>,
) -> Result<Response, WebError> {
    let file = refund_batch::notices(reader.app(), &reader.ctx, id).await?;
    Ok(send(file, DOCX))
}

/// The public summary, which names nobody.
pub async fn summary(
    reader: SignedIn,
    Path(id): Path<RefundBatchId>,
) -> Result<Response, WebError> {
    let file = refund_batch::public_summary(reader.app(), &reader.ctx, id).await?;
    Ok(send(file, DOCX))
}

fn send((name, bytes): (String, Vec<u8>), media_type: &'static str) -> Response {
    Download {
        name,
        media_type,
        body: Body::from(bytes),
    }
    .into_response()
}
