//! Where money went or came from (走向): the account, the way and the limits in the address, a picture
//! and every edge with its rows. The page works without script.

use askama::Template;
use axum::{
    extract::{Path, Query as Params},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::funds::{self, AccountView, Ledger, TraceDraft, TraceView};
use fangfei_model::id::FundsInquiryId;

use super::{
    frame,
    frame::Frame,
    rows::{Party, RowLine, label, party, rows},
    step,
};
use crate::{
    WebError,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{Chart, ErrorSummary, Field, Shell, filters},
};

/// Accounts offered for choice: those whose statements are at hand come first.
const MOST_ACCOUNTS: usize = 500;
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
    traced: bool,
    chart: Chart,
    total: i64,
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

/// Follows the money that the address asks for, or offers the accounts.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
    Params(draft): Params<TraceDraft>,
) -> Result<Response, WebError> {
    let file = funds::file(reader.app(), &reader.ctx, id).await?;
    let inquiry = &file.inquiry.record;
    let ledger = funds::ledger(reader.app(), inquiry).await?;
    let mut fields = fields(&ledger, &draft);
    let mut errors = ErrorSummary::default();
    let mut view = None;
    if !draft.account.is_empty() {
        match funds::trace(reader.app(), inquiry, &draft).await {
            Ok(found) => view = Some(found),
            Err(error) => errors = Rejected::of(error)?.mark(&mut fields),
        }
    }
    let traced = view.is_some();
    let view = view.unwrap_or_default();
    let frame = frame(&reader, &file, "trace");
    let page = TracePage {
        shell: frame.shell.clone(),
        frame,
        action: step(id, "trace"),
        errors,
        fields,
        traced,
        more: view.lines.len().saturating_sub(SHOWN),
        lines: lines(id, &ledger, &view),
        chart: Chart::new(view.svg),
        total: view.total.0,
        rule: view.rule,
        cut: view.cut,
    };
    Ok(Html(page.render()?).into_response())
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
            rows: rows(id, ledger, line.rows.iter().copied().take(SHOWN_ROWS)),
        })
        .collect()
}

fn fields(ledger: &Ledger, draft: &TraceDraft) -> Vec<Field> {
    let mut accounts: Vec<(usize, &AccountView)> = ledger.accounts.iter().enumerate().collect();
    accounts.sort_by_key(|(place, account)| {
        let chosen = place.to_string() == draft.account;
        (!chosen, !account.held, *place)
    });
    let choices = accounts
        .into_iter()
        .take(MOST_ACCOUNTS)
        .map(|(at, account)| {
            let number = account
                .number
                .as_deref()
                .map(fangfei_app::subject::masked_account)
                .unwrap_or_default();
            (at.to_string(), format!("{} {number}", label(account)))
        });
    let first = std::iter::once((String::new(), "请选择".to_owned()));
    let hops = if draft.hops.is_empty() {
        "3"
    } else {
        &draft.hops
    };
    vec![
        Field::select("account", "从哪个账户开始").choose(first.chain(choices), &[&draft.account]),
        Field::select("direction", "方向").choose(
            [("forward", "钱去了哪里"), ("back", "钱从哪里来")],
            &[draft.direction.as_str()],
        ),
        Field::text("hops", "最多几层").value(hops),
        Field::text("least", "小于多少元不再追踪").value(&draft.least),
    ]
}
