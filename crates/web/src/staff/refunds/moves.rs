//! The moves of a batch. A form that is not taken is shown again on the batch's page.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    ErrorKind, Result as Answer,
    refund_batch::{self, PaymentDraft},
};
use fangfei_model::{id::RefundBatchId, refund_batch::RefundBatch};
use serde::{Deserialize, Serialize};

use super::{href, show::page, step};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Pressed, Sent},
};

/// A form of one text.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    reason: String,
}

fn pressed(
    id: RefundBatchId,
    done: Answer<RefundBatch>,
    words: &str,
) -> Result<Response, WebError> {
    let back = Sent::to(href(id));
    match done {
        Ok(_) => Ok(back.done(words).into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => {
            Ok(back.refused(error.to_string()).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Shares the money out.
pub async fn allocate(
    Path(id): Path<RefundBatchId>,
    posted: Posted<Pressed>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    let done = refund_batch::allocate(reader.app(), &reader.ctx, id).await;
    pressed(id, done, "已测算。请核对合计和每人金额。")
}

/// Approves it.
pub async fn approve(
    Path(id): Path<RefundBatchId>,
    posted: Posted<Pressed>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    let done = refund_batch::approve(reader.app(), &reader.ctx, id).await;
    pressed(id, done, "已批准。可以导出付款清单交银行办理。")
}

/// Sends it back.
pub async fn send_back(
    Path(id): Path<RefundBatchId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match refund_batch::send_back(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已退回修改。").into_response()),
        Err(error) => {
            let again = Again::of(step(id, "send-back"), &form, error)?;
            page(&reader, id, again, 1).await
        }
    }
}

/// Gives it up.
pub async fn withdraw(
    Path(id): Path<RefundBatchId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match refund_batch::withdraw(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已撤回。").into_response()),
        Err(error) => {
            let again = Again::of(step(id, "withdraw"), &form, error)?;
            page(&reader, id, again, 1).await
        }
    }
}

/// Records the payment.
pub async fn pay(
    Path(id): Path<RefundBatchId>,
    posted: Posted<PaymentDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match refund_batch::pay(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id)).done("付款已登记。").into_response()),
        Err(error) => {
            let again = Again::of(step(id, "pay"), &draft, error)?;
            page(&reader, id, again, 1).await
        }
    }
}
