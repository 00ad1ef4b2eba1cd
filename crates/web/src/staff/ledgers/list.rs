//! The list of ledgers.

use askama::Template;
use axum::response::Html;
use fangfei_app::ledger::{self, LedgerSummary};

use super::href;
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Place, Shell, filters, format},
};

#[derive(Template)]
#[template(path = "ledgers/list.html")]
struct LedgersPage {
    shell: Shell,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    xlsx: String,
    title: String,
    source: String,
    also: String,
    noun: &'static str,
    count: String,
}

/// Shows the ledgers that the reader may open.
pub async fn show(reader: SignedIn) -> Result<Html<String>, WebError> {
    let summaries = ledger::summaries(reader.app(), &reader.ctx).await?;
    let page = LedgersPage {
        shell: reader.shell(Some(Place::Ledgers), "工作台账"),
        rows: summaries.iter().map(row).collect(),
    };
    Ok(Html(page.render()?))
}

fn row(summary: &LedgerSummary<'_>) -> Row {
    let ledger = summary.ledger;
    let count = format::grouped(&summary.count.to_string());
    Row {
        href: href(&ledger.id),
        xlsx: format!("{}.xlsx", href(&ledger.id)),
        title: ledger.title.clone(),
        source: ledger.source.clone(),
        also: ledger.also.join("、"),
        noun: ledger.noun.title(),
        count: if summary.more { count + "+" } else { count },
    }
}
