//! What the walkable map of a trace asks for while it is open: the map itself, the rows behind one
//! payment. The same scope and masking as the page. It must not know how it is drawn.

use axum::{
    Json,
    extract::{Path, Query as Params},
};
use fangfei_app::funds::{self, TraceDraft, TraceGraph, TraceRow};
use fangfei_model::id::FundsInquiryId;
use serde::{Deserialize, Serialize};

use super::rows::rows;
use crate::{WebError, signed_in::SignedIn, ui::format};

/// Rows shown of a payment; the file has all.
const SHOWN: usize = 300;

/// The two ends of a payment: places in the ledger.
#[derive(Debug, Deserialize)]
pub struct Ends {
    payer: u32,
    payee: u32,
}

/// A row behind a payment.
#[derive(Debug, Serialize)]
pub struct Row {
    at: String,
    amount: String,
    followed: String,
    memo: String,
    place: String,
    twin: String,
}

/// The rows behind a payment.
#[derive(Debug, Serialize)]
pub struct Rows {
    rows: Vec<Row>,
    more: usize,
}

/// The map.
pub async fn graph(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
    Params(draft): Params<TraceDraft>,
) -> Result<Json<TraceGraph>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let inquiry = funds::get(app, ctx, id).await?.record;
    Ok(Json(funds::trace_graph(app, ctx, &inquiry, &draft).await?))
}

/// The rows behind one payment of the map.
pub async fn edge(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
    Params(draft): Params<TraceDraft>,
    Params(ends): Params<Ends>,
) -> Result<Json<Rows>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let inquiry = funds::get(app, ctx, id).await?.record;
    let ledger = funds::ledger(app, &inquiry).await?;
    let parts = funds::trace_rows(app, ctx, &inquiry, &draft, (ends.payer, ends.payee)).await?;
    let shown: Vec<TraceRow> = parts.iter().copied().take(SHOWN).collect();
    let lines = rows(id, &ledger, shown.iter().map(|row| row.place));
    let row = |(line, part): (super::rows::RowLine, &TraceRow)| Row {
        at: line.at,
        amount: format::yuan(line.amount),
        followed: format::yuan(part.followed.0),
        memo: line.memo,
        place: line.place,
        twin: line.twin,
    };
    Ok(Json(Rows {
        more: parts.len().saturating_sub(shown.len()),
        rows: lines.into_iter().zip(&shown).map(row).collect(),
    }))
}
