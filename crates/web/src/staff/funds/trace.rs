//! Where money went or came from (走向): whose money, the way and the limits in the address, a map to
//! walk through, a picture, every edge with its rows, the table for the police file. Picture and table
//! need no script.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query as Params},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::funds::{self, Ledger, TraceDraft, TraceFormat, TraceView};
use fangfei_model::id::FundsInquiryId;
use serde::Deserialize;

use super::{
    frame,
    frame::Frame,
    rows::{Party, RowLine, party, rows},
    step,
};
use crate::{
    WebError,
    download::{Download, XLSX},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{Chart, ErrorSummary, Field, Query, Shell, filters},
};

/// Names and accounts offered for choice.
const MOST_STARTS: usize = 400;
/// Edges shown.
const SHOWN: usize = 200;
/// Rows shown of an edge.
const SHOWN_ROWS: usize = 20;

#[derive(Template)]
#[template(path = "funds/trace.html")]
struct TracePage {
    shell: Shell,
    frame: Frame,
    action: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
    traced: Option<Traced>,
    exports: Vec<(&'static str, String)>,
}

/// What was found.
struct Traced {
    starts: Vec<(Party, String)>,
    graph: String,
    rows: String,
    account: String,
    hops: Vec<u32>,
    chart: Chart,
    total: i64,
    reached: usize,
    edges: usize,
    rule: String,
    cut: String,
    lines: Vec<Line>,
    more: usize,
}

struct Line {
    hop: u32,
    payer: Party,
    payee: Party,
    amount: i64,
    count: usize,
    rows: Vec<RowLine>,
}

/// The file that is asked for, if one is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    format: String,
}

/// Follows the money that the address asks for, offers accounts, or hands the table out as a file.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
    Params(draft): Params<TraceDraft>,
    Params(asked): Params<Asked>,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = funds::file(app, ctx, id).await?;
    if let Some(format) = TraceFormat::of(&asked.format) {
        return export(&reader, id, &draft, format).await;
    }
    let inquiry = &file.inquiry.record;
    let ledger = funds::ledger(app, inquiry).await?;
    let found = match draft.is_blank() {
        true => None,
        false => Some(funds::trace(app, ctx, inquiry, &draft).await),
    };
    let (view, refused) = match found.transpose() {
        Ok(view) => (view, None),
        Err(error) => (None, Some(Rejected::of(error)?)),
    };
    let who = match &view {
        Some(view) => start_words(&draft, &ledger, view),
        None => draft.who.clone(),
    };
    let mut fields = fields(&ledger, &draft, &who);
    let errors = refused.map(|refused| refused.mark(&mut fields));
    let frame = frame(&reader, &file, "trace");
    let found_some = view.as_ref().is_some_and(|view| !view.lines.is_empty());
    let may_export = found_some && file.moves.numbers;
    let page = TracePage {
        shell: frame.shell.clone(),
        frame,
        action: step(id, "trace"),
        errors: errors.unwrap_or_default(),
        fields,
        exports: match may_export {
            true => exports(id, &draft),
            false => Vec::new(),
        },
        traced: view.map(|view| traced(id, &ledger, &draft, view)),
    };
    Ok(Html(page.render()?).into_response())
}

async fn export(
    reader: &SignedIn,
    id: FundsInquiryId,
    draft: &TraceDraft,
    format: TraceFormat,
) -> Result<Response, WebError> {
    let (name, bytes) = funds::export_trace(reader.app(), &reader.ctx, id, draft, format).await?;
    Ok(Download {
        name,
        media_type: match format {
            TraceFormat::Xlsx => XLSX,
            TraceFormat::Csv => "text/csv; charset=utf-8",
        },
        body: Body::from(bytes),
    }
    .into_response())
}

fn exports(id: FundsInquiryId, draft: &TraceDraft) -> Vec<(&'static str, String)> {
    let address = address(step(id, "trace"), draft);
    vec![
        ("导出 Excel", address.with("format", "xlsx").href()),
        ("导出 csv", address.with("format", "csv").href()),
    ]
}

/// The same trace at another address.
fn address(path: String, draft: &TraceDraft) -> Query {
    Query::new(
        path,
        [
            ("who", draft.who.as_str()),
            ("account", &draft.account),
            ("person", &draft.person),
            ("direction", &draft.direction),
            ("rule", &draft.rule),
            ("hops", &draft.hops),
            ("least", &draft.least),
            ("from", &draft.from),
            ("until", &draft.until),
        ],
    )
}

/// A link's account or person in the words of the form, so that the form can be sent again.
fn start_words(draft: &TraceDraft, ledger: &Ledger, view: &TraceView) -> String {
    if !draft.who.trim().is_empty() {
        return draft.who.clone();
    }
    let mut accounts = view
        .starts
        .iter()
        .filter_map(|place| ledger.account(*place));
    match (accounts.next(), accounts.next()) {
        (Some(account), None) => funds::words_of(account),
        (Some(account), Some(_)) => account.name.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn traced(id: FundsInquiryId, ledger: &Ledger, draft: &TraceDraft, view: TraceView) -> Traced {
    let start = |place: &u32| (party(id, ledger, *place), alone(id, draft, *place));
    let deepest = view.lines.iter().map(|line| line.hop).max().unwrap_or(0);
    Traced {
        starts: view.starts.iter().map(start).collect(),
        graph: address(step(id, "trace/graph"), draft).href(),
        rows: address(step(id, "trace/rows"), draft).href(),
        account: step(id, "accounts"),
        hops: (1..=deepest).collect(),
        lines: lines(id, ledger, &view),
        more: view.lines.len().saturating_sub(SHOWN),
        edges: view.lines.len(),
        chart: Chart::new(view.svg),
        total: view.total.0,
        reached: view.reached,
        rule: view.rule,
        cut: view.cut,
    }
}

/// The same trace from this account only.
fn alone(id: FundsInquiryId, draft: &TraceDraft, place: u32) -> String {
    let only = TraceDraft {
        who: String::new(),
        account: place.to_string(),
        ..draft.clone()
    };
    address(step(id, "trace"), &only).href()
}

fn lines(id: FundsInquiryId, ledger: &Ledger, view: &TraceView) -> Vec<Line> {
    let shown = view.lines.iter().take(SHOWN);
    shown
        .map(|line| Line {
            hop: line.hop,
            payer: party(id, ledger, line.payer),
            payee: party(id, ledger, line.payee),
            amount: line.amount.0,
            count: line.rows.len(),
            rows: rows(
                id,
                ledger,
                line.rows.iter().map(|row| row.place).take(SHOWN_ROWS),
            ),
        })
        .collect()
}

fn fields(ledger: &Ledger, draft: &TraceDraft, who: &str) -> Vec<Field> {
    let hops = match draft.hops.as_str() {
        "" => "3",
        hops => hops,
    };
    let most = (1..=8).map(|n: u32| (n.to_string(), format!("{n} 层")));
    vec![
        Field::suggest("who", "从谁开始", funds::starts(ledger, MOST_STARTS))
            .value(who)
            .example("户名，或账号末几位"),
        Field::select("direction", "方向").choose(
            [("forward", "钱去了哪里"), ("back", "钱从哪里来")],
            &[draft.direction.as_str()],
        ),
        Field::select("rule", "混同资金怎样区分").choose(
            [("fifo", "先进先出"), ("proportional", "按比例")],
            &[draft.rule.as_str()],
        ),
        Field::select("hops", "最多几层").choose(most, &[hops]),
        Field::text("least", "小于多少元不再追踪").value(&draft.least),
        Field::date("from", "起点往来自").value(&draft.from),
        Field::date("until", "至").value(&draft.until),
    ]
}
