//! Refund batches (退付批次): drafted with sources and rule, shared out among the confirmed claims,
//! approved by a second person, paid; a later batch evens out. It must not know how shares are worked
//! out; `flow` does.

mod allocate;
mod draft;
mod file;
mod list;
mod moves;
mod notice;
mod papers;

pub use allocate::{AllocationLine, ShareChange, allocate};
pub use draft::{BatchDraft, SOURCE_ROWS, SourceDraft, change, draft};
pub use file::{BatchFile, BatchMoves, file};
pub use list::of_inquiry;
pub use moves::{PaymentDraft, approve, pay, send_back, withdraw};
pub use papers::{notices, payment_list, public_summary};

use fangfei_model::{
    ctx::Ctx, id::RefundBatchId, noun::Noun, permission::Permission, refund_batch::RefundBatch,
};
use fangfei_store::Write;

use crate::{App, Error, Result, Stored};

/// One batch within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: RefundBatchId) -> Result<Stored<RefundBatch>> {
    ctx.require(Permission::FundsRead)?;
    app.store
        .read(ctx)
        .get::<RefundBatch>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::RefundBatch))
}

/// The batch inside a write, so that nobody changes it in between.
async fn locked(write: &Write, id: RefundBatchId) -> Result<Stored<RefundBatch>> {
    write
        .get::<RefundBatch>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::RefundBatch))
}
