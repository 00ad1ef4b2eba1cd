//! The way of money as a page shows it: lines with their rows, picture, what was left out. It must not
//! know how money is followed.

use std::sync::Arc;

use fangfei_flow::{
    trace::{self, Picture, Start, Trace, TraceEdge},
    transfer::{AccountId, Transfers},
};
use fangfei_model::{ctx::Ctx, funds_inquiry::FundsInquiry, money::Fen};

use super::{
    super::{Ledger, ledger, participants},
    draft::TraceDraft,
    graph::{TraceGraph, graph},
    who,
};
use crate::{App, Error, Result, subject::masked_account};

/// Money from one account to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceLine {
    /// The hop, from 1.
    pub hop: u32,
    /// Who paid: a place in the ledger.
    pub payer: u32,
    /// Who received.
    pub payee: u32,
    /// How much of the money that is followed.
    pub amount: Fen,
    /// The rows behind it.
    pub rows: Vec<TraceRow>,
}

/// A row behind a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceRow {
    /// Its place in the ledger.
    pub place: u32,
    /// The part of it that is followed.
    pub followed: Fen,
}

/// A trace as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TraceView {
    /// The accounts it starts from: places in the ledger.
    pub starts: Vec<u32>,
    /// The picture.
    pub svg: String,
    /// The edges, by hop, the largest first.
    pub lines: Vec<TraceLine>,
    /// Accounts that were reached.
    pub reached: usize,
    /// The money that is followed, in all.
    pub total: Fen,
    /// By which rule, in words.
    pub rule: String,
    /// What was left out, in words; blank when nothing.
    pub cut: String,
}

/// A trace with what it was made of.
pub(super) struct Followed {
    pub(super) ledger: Arc<Ledger>,
    pub(super) starts: Vec<u32>,
    pub(super) trace: Trace,
    transfers: Transfers,
}

/// Follows the money. Account numbers in the picture are masked.
pub async fn trace(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    draft: &TraceDraft,
) -> Result<TraceView> {
    run(app, ctx, inquiry, draft, Followed::view).await
}

/// The rows behind the money that went from one account to another, in order of time.
pub async fn trace_rows(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    draft: &TraceDraft,
    (payer, payee): (u32, u32),
) -> Result<Vec<TraceRow>> {
    let ends = (AccountId(payer), AccountId(payee));
    let rows = move |followed: Followed| {
        let mut edges = followed.trace.edges.iter();
        let edge = edges.find(|edge| (edge.payer, edge.payee) == ends);
        edge.map(rows_of).unwrap_or_default()
    };
    run(app, ctx, inquiry, draft, rows).await
}

pub(super) async fn followed_graph(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    draft: &TraceDraft,
) -> Result<TraceGraph> {
    let graph = |followed: Followed| graph(&followed.ledger, &followed.trace);
    run(app, ctx, inquiry, draft, graph).await
}

/// Follows in a thread of its own, since a large ledger takes its time, and makes something of it there.
pub(super) async fn run<T: Send + 'static>(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    draft: &TraceDraft,
    make: impl FnOnce(Followed) -> T + Send + 'static,
) -> Result<T> {
    let options = draft.options(ctx.today());
    let ledger = ledger(app, inquiry).await?;
    let people = participants(app, inquiry).await?;
    let starts = who::meant(&ledger, &people, draft)?;
    let options = options?;
    let work = move || {
        let transfers = ledger.transfers();
        let ids = starts.iter().copied().map(AccountId).collect();
        let trace = trace::follow(&transfers, &Start::Accounts(ids), &options);
        make(Followed {
            ledger,
            starts,
            trace,
            transfers,
        })
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::bug)
}

impl Followed {
    fn view(mut self) -> TraceView {
        for account in &mut self.transfers.accounts {
            account.number = account.number.as_deref().map(|n| masked_account(n).into());
        }
        let mut lines: Vec<TraceLine> = self.trace.edges.iter().map(line).collect();
        lines.sort_by_key(|line| {
            (
                line.hop,
                std::cmp::Reverse(line.amount),
                line.payer,
                line.payee,
            )
        });
        TraceView {
            starts: self.starts,
            svg: trace::svg(&self.trace, &self.transfers, &Picture::default()),
            lines,
            reached: self.trace.nodes.iter().filter(|node| node.hop > 0).count(),
            total: self.trace.total,
            rule: self.trace.rule.to_owned(),
            cut: self.trace.cut_text(),
        }
    }
}

fn line(edge: &TraceEdge) -> TraceLine {
    TraceLine {
        hop: edge.hop,
        payer: edge.payer.0,
        payee: edge.payee.0,
        amount: edge.amount,
        rows: rows_of(edge),
    }
}

pub(super) fn rows_of(edge: &TraceEdge) -> Vec<TraceRow> {
    let row = |part: &trace::TracePart| TraceRow {
        place: part.transfer,
        followed: part.amount,
    };
    edge.parts.iter().map(row).collect()
}
