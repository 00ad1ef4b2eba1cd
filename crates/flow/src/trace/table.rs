//! A trace as a table for the police file: a line for each transfer with the part that was followed and the row of the
//! statement behind it. It must not know the picture.

use fangfei_model::money::Fen;
use serde::Serialize;

use super::kept::Trace;
use crate::transfer::{Account, AccountId, Transfers};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceRow {
    /// Hops from the start.
    pub hop: u32,
    /// Local time, `2024-03-01 09:00:00`.
    pub at: String,
    /// Who paid: name and number, as far as known.
    pub payer: (String, String),
    /// Who received.
    pub payee: (String, String),
    /// The transfer's amount.
    pub amount: Fen,
    /// The part that was followed.
    pub followed: Fen,
    /// What was written on it.
    pub memo: String,
    /// The statement's place in the list, and the row there.
    pub source: (u32, u32),
}

/// All lines, by hop and time.
pub fn rows(trace: &Trace, transfers: &Transfers) -> Vec<TraceRow> {
    let mut lines: Vec<_> = trace
        .edges
        .iter()
        .flat_map(|edge| edge.parts.iter().map(move |part| (edge.hop, *part)))
        .filter_map(|(hop, part)| {
            let t = transfers.list.get(part.transfer as usize)?;
            Some(((hop, t.at, part.transfer), t, part))
        })
        .collect();
    lines.sort_by_key(|line| line.0);
    lines
        .into_iter()
        .map(|((hop, at, _), t, part)| TraceRow {
            hop,
            at: at
                .civil()
                .map_or_else(String::new, |at| at.strftime("%F %T").to_string()),
            payer: described(transfers, t.payer),
            payee: described(transfers, t.payee),
            amount: t.amount,
            followed: part.amount,
            memo: transfers.memo(t.memo).to_owned(),
            source: (t.source.statement, t.source.row),
        })
        .collect()
}

fn described(transfers: &Transfers, account: AccountId) -> (String, String) {
    let text = |field: fn(&Account) -> Option<&str>| {
        transfers
            .account(account)
            .and_then(field)
            .unwrap_or("")
            .to_owned()
    };
    (text(|a| a.name.as_deref()), text(|a| a.number.as_deref()))
}

/// The table as csv with a head line, amounts in yuan; `statements` names the files by their place. Cells that a
/// spreadsheet would take for a formula begin with an apostrophe.
pub fn csv(trace: &Trace, transfers: &Transfers, statements: &[&str]) -> String {
    let mut out = String::from(
        "层级,时间,付款户名,付款账号,收款户名,收款账号,交易金额,追踪金额,摘要,流水文件,行号\r\n",
    );
    for row in rows(trace, transfers) {
        let file = statements.get(row.source.0 as usize).copied().unwrap_or("");
        let cells = [
            row.hop.to_string(),
            row.at,
            row.payer.0,
            row.payer.1,
            row.payee.0,
            row.payee.1,
            row.amount.yuan(),
            row.followed.yuan(),
            row.memo,
            file.to_owned(),
            row.source.1.to_string(),
        ];
        let cells: Vec<String> = cells.iter().map(|c| cell(c)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cell(text: &str) -> String {
    let safe = match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    };
    if safe.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", safe.replace('"', "\"\""));
    }
    safe
}
