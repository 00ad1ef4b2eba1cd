//! The batches of an inquiry. It must not know how pages show them.

use fangfei_model::{
    ctx::Ctx, id::FundsInquiryId, noun::Noun, permission::Permission, query::Query,
    refund_batch::RefundBatch,
};

use crate::{App, Page, Result};

/// The most batches of one inquiry.
const MOST: u64 = 1_000;

/// All batches of an inquiry that the actor sees, the first first.
pub async fn of_inquiry(app: &App, ctx: &Ctx, inquiry: FundsInquiryId) -> Result<Vec<RefundBatch>> {
    ctx.require(Permission::FundsRead)?;
    let query = Query::of(Noun::RefundBatch)
        .equals("inquiry", inquiry.uuid())
        .by("ordinal", false);
    let reader = app.store.read(ctx);
    let found = reader
        .list::<RefundBatch>(&query, Page::first(MOST))
        .await?;
    Ok(found.into_iter().map(|stored| stored.record).collect())
}
