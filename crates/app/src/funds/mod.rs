//! Funds inquiries (资金核查): opened on a lawful ground, statements added, analysed in the background,
//! findings judged by people. The result of an analysis lies in blobs by content hash; the record
//! names them. It must not know how pages show it.

mod analyse;
mod basis;
mod chart;
mod close;
mod draft;
mod engine;
mod file;
mod finding_view;
mod judge;
mod list;
mod open;
mod people_file;
mod people_view;
mod result;
mod statements;
mod trace;

pub use analyse::{JOB as ANALYSIS_JOB, Outdated, analyse, outdated, run_job as run_analysis_job};
pub(crate) use basis::{basis, basis_columns};
pub use chart::curve_charts;
pub use close::{close, reopen};
pub use draft::{GroundDraft, InquiryDraft};
pub use file::{InquiryFile, InquiryMoves, file};
pub use judge::{JudgementDraft, judge};
pub use list::{InquiryRow, count, list};
pub use open::{draft_for, open};
pub use people_file::{PeopleFormat, export_people};
pub use result::*;
pub use statements::{NewStatement, add_ground, add_statement, has_file, withdraw_statement};
pub use trace::{
    GraphEdge, GraphNode, TraceDraft, TraceFormat, TraceGraph, TraceLine, TraceRow, TraceView,
    export_trace, starts, trace, trace_graph, trace_rows, words_of,
};

use fangfei_model::{
    ctx::Ctx, funds_inquiry::FundsInquiry, id::FundsInquiryId, noun::Noun, permission::Permission,
    query::Query,
};
use fangfei_store::Write;

use crate::{App, Error, Result, Stored};

/// One inquiry within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: FundsInquiryId) -> Result<Stored<FundsInquiry>> {
    ctx.require(Permission::FundsRead)?;
    app.store
        .read(ctx)
        .get::<FundsInquiry>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::FundsInquiry))
}

/// The inquiry of this number within the actor's scope.
pub async fn numbered(app: &App, ctx: &Ctx, number: &str) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsRead)?;
    let query = Query::of(Noun::FundsInquiry).equals("number", number.trim());
    let found = app.store.read(ctx).find::<FundsInquiry>(&query).await?;
    found
        .map(|found| found.record)
        .ok_or_else(|| Error::field("inquiry", format!("没有编号为“{number}”的资金核查")))
}

/// The inquiry inside a write, so that nobody changes it in between.
async fn locked(write: &Write, id: FundsInquiryId) -> Result<Stored<FundsInquiry>> {
    write
        .get::<FundsInquiry>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::FundsInquiry))
}
