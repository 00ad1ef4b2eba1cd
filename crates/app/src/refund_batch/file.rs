//! Everything that the page of one batch shows. It must not know how it is laid out.

use fangfei_model::{
    ctx::{Ctx, Stamp},
    funds_inquiry::FundsInquiry,
    id::RefundBatchId,
    permission::Permission,
    record::Record,
    refund_batch::{BatchStatus, RefundBatch},
};

use super::{
    AllocationLine, ShareChange,
    allocate::{inputs_now, kept},
    get,
};
use crate::{
    App, Result, Stored, funds,
    history::{self, Change},
    unit_names::UnitNames,
};

/// The file of one batch.
#[derive(Debug)]
pub struct BatchFile {
    /// The batch with its version.
    pub batch: Stored<RefundBatch>,
    /// Its inquiry.
    pub inquiry: FundsInquiry,
    /// Whether claims, money or earlier batches changed after the money was shared out.
    pub outdated: bool,
    /// Everybody's line, by claim number; empty before it was shared out.
    pub lines: Vec<AllocationLine>,
    /// The rule that was used, a sentence for each part of it; empty before the money was shared out.
    pub rule: Vec<String>,
    /// Whether everybody who takes part has one rate, and nobody's claim is open.
    pub one_rate: bool,
    /// Who changed since the sharing before, and why.
    pub changes: Vec<ShareChange>,
    /// Names of units on it.
    pub units: UnitNames,
    /// Every change, newest first.
    pub history: Vec<Change>,
    /// What the reader may do now.
    pub moves: BatchMoves,
}

/// The moves that would not be refused for permission or state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BatchMoves {
    /// Change sources and rule.
    pub change: bool,
    /// Share the money out.
    pub allocate: bool,
    /// Approve.
    pub approve: bool,
    /// Send back.
    pub send_back: bool,
    /// Give up.
    pub withdraw: bool,
    /// Record the payment.
    pub pay: bool,
    /// Take the payment list with full numbers out.
    pub payment_list: bool,
}

impl BatchMoves {
    fn of(ctx: &Ctx, batch: &RefundBatch, outdated: bool) -> Self {
        let (write, head) = (
            ctx.may(Permission::FundsWrite),
            ctx.may(Permission::RefundApprove),
        );
        let draft = batch.status() == BatchStatus::Draft;
        let shared = draft && batch.allocation.is_some();
        let own = |stamp: &Stamp| stamp.by.is_some() && stamp.by == ctx.user();
        Self {
            change: write && draft,
            allocate: write && draft && !batch.sources.is_empty(),
            approve: head && shared && !outdated && !own(&batch.drafted) && !own(&batch.changed),
            send_back: head && shared,
            withdraw: write && draft,
            pay: write && batch.status() == BatchStatus::Approved,
            payment_list: batch.counts() && ctx.may(Permission::PersonalNumberRead),
        }
    }
}

/// The file of one batch within scope.
pub async fn file(app: &App, ctx: &Ctx, id: RefundBatchId) -> Result<BatchFile> {
    let batch = get(app, ctx, id).await?;
    let inquiry = funds::get(app, ctx, batch.record.inquiry).await?.record;
    let (mut lines, mut rule, mut one_rate) = (Vec::new(), Vec::new(), false);
    let mut outdated = false;
    if let Some(record) = &batch.record.allocation {
        let kept = kept(app, record).await?;
        lines = kept.lines();
        (rule, one_rate) = kept.rule_words();
        one_rate &= record.undecided.claims == 0;
        outdated = batch.record.status() == BatchStatus::Draft
            && inputs_now(app, ctx, &batch.record).await? != record.inputs;
    }
    let stamped = [batch.record.drafted.unit, Some(batch.record.unit)];
    Ok(BatchFile {
        changes: changes(app, ctx, &batch.record).await?,
        moves: BatchMoves::of(ctx, &batch.record, outdated),
        units: UnitNames::of(app, ctx, stamped.into_iter().flatten()).await?,
        history: history::of::<RefundBatch>(app, ctx, id.uuid()).await?,
        lines,
        rule,
        one_rate,
        outdated,
        inquiry,
        batch,
    })
}

/// Compared with the sharing that stood before the present one in the batch's own history.
async fn changes(app: &App, ctx: &Ctx, batch: &RefundBatch) -> Result<Vec<ShareChange>> {
    let Some(now) = &batch.allocation else {
        return Ok(Vec::new());
    };
    let reader = app.store.read(ctx);
    let versions = reader.versions::<RefundBatch>(batch.record_id()).await?;
    let before = versions
        .iter()
        .filter_map(|version| version.stored.record.allocation.as_ref())
        .rfind(|earlier| earlier.inputs != now.inputs);
    match before {
        Some(before) => kept(app, now)
            .await?
            .changes_since(&kept(app, before).await?),
        None => Ok(Vec::new()),
    }
}
