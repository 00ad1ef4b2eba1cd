//! Following money from an account of a folder of statements, as lines for programs. It must not know how money is
//! followed, nor the terminal.

use fangfei_flow::trace::{self, Direction, End, Options, Picture, Rule, Start, Trace};
use fangfei_flow::transfer::{AccountId, Moment};
use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::Serialize;

use super::analyse::{SourceRow, account_key, source_row};
use super::read::MoneyReading;
use crate::{Error, Result};

/// What is to be followed.
#[derive(Debug, Clone)]
pub struct TraceRequest {
    /// Account number or holder's name, as in the statements.
    pub account: String,
    /// Which way.
    pub direction: Direction,
    /// How mixed money is told apart.
    pub rule: Rule,
    /// Hops at most.
    pub hops: u32,
    /// Transfers of the start from this day on.
    pub since: Option<Date>,
    /// Transfers of the start up to this day.
    pub until: Option<Date>,
    /// Smaller parts are not followed further.
    pub least: Fen,
}

/// One line of the answer.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TraceLine {
    /// An account that the money reached.
    Account {
        /// Its number, else its name.
        account: String,
        /// Its holder.
        name: Option<String>,
        /// The fewest hops from the start; 0 is the start.
        hop: u32,
        /// Followed money that reached it.
        reached_fen: Fen,
        /// Followed money that went on.
        went_on_fen: Fen,
        /// Of it, what printed balances show and no row does: 期初余额, missing rows.
        unseen_fen: Fen,
        /// Why it was not followed further, where that is known.
        end: Option<End>,
    },
    /// Followed money from one account to another.
    Edge {
        /// Hops from the start.
        hop: u32,
        /// Who paid.
        payer: String,
        /// Who received.
        payee: String,
        /// The followed money.
        amount_fen: Fen,
        /// The transfers behind it.
        parts: Vec<TraceShare>,
    },
    /// The whole.
    Total {
        /// Which way.
        direction: Direction,
        /// By which rule, in words.
        rule: &'static str,
        /// What was followed.
        total_fen: Fen,
        /// What the limits cut off, in words; blank when nothing.
        cut: String,
    },
}

/// A transfer with the followed part of it.
#[derive(Debug, Clone, Serialize)]
pub struct TraceShare {
    /// When, `2024-03-01T09:00:00`.
    pub time: Option<String>,
    /// The transfer's amount.
    pub amount_fen: Fen,
    /// The followed part.
    pub followed_fen: Fen,
    /// What was written on it.
    pub memo: String,
    /// The row, and the other side's row where both are at hand.
    pub rows: Vec<SourceRow>,
}

/// Follows the money.
///
/// # Errors
/// An account that the statements do not know, or that several bear by name.
pub fn follow(reading: &MoneyReading, request: &TraceRequest) -> Result<Trace> {
    let start = account(reading, &request.account)?;
    let day = |day: Date, (h, m, s)| Moment::from_civil(day.at(h, m, s, 0));
    let options = Options {
        direction: request.direction,
        rule: request.rule,
        from: request.since.map(|d| day(d, (0, 0, 0))),
        until: request.until.map(|d| day(d, (23, 59, 59))),
        max_hops: request.hops.max(1),
        min_amount: request.least,
        ..Options::default()
    };
    let transfers = &reading.reconciliation.transfers;
    Ok(trace::follow(transfers, &Start::Account(start), &options))
}

/// The account with that number, else the only one of that name.
fn account(reading: &MoneyReading, wanted: &str) -> Result<AccountId> {
    let wanted = wanted.trim();
    let all = || (0_u32..).zip(&reading.reconciliation.transfers.accounts);
    let by_number = all().find(|(_, a)| a.number.as_deref() == Some(wanted));
    if let Some((id, _)) = by_number {
        return Ok(AccountId(id));
    }
    let named: Vec<u32> = all()
        .filter(|(_, a)| a.name.as_deref() == Some(wanted))
        .map(|(id, _)| id)
        .collect();
    match named[..] {
        [only] => Ok(AccountId(only)),
        [] => Err(Error::field(
            "account",
            format!(
                "流水中没有账号或户名为“{wanted}”的账户；请用 flow read 输出的 accounts.csv 核对"
            ),
        )),
        _ => {
            let keys: Vec<String> = named
                .iter()
                .take(10)
                .map(|id| account_key(reading, AccountId(*id)))
                .collect();
            Err(Error::field(
                "account",
                format!(
                    "户名“{wanted}”有{}个账户：{}；请写明账号",
                    named.len(),
                    keys.join("、")
                ),
            ))
        }
    }
}

/// Everything that was found, line by line.
pub fn trace_lines(reading: &MoneyReading, trace: &Trace) -> Vec<TraceLine> {
    let accounts = &reading.reconciliation.transfers;
    let nodes = trace.nodes.iter().map(|node| TraceLine::Account {
        account: account_key(reading, node.account),
        name: accounts
            .account(node.account)
            .and_then(|a| a.name.as_deref().map(str::to_owned)),
        hop: node.hop,
        reached_fen: node.reached,
        went_on_fen: node.went_on,
        unseen_fen: node.unseen,
        end: node.end,
    });
    let edges = trace.edges.iter().map(|edge| TraceLine::Edge {
        hop: edge.hop,
        payer: account_key(reading, edge.payer),
        payee: account_key(reading, edge.payee),
        amount_fen: edge.amount,
        parts: edge
            .parts
            .iter()
            .filter_map(|part| share(reading, part))
            .collect(),
    });
    let total = TraceLine::Total {
        direction: trace.direction,
        rule: trace.rule,
        total_fen: trace.total,
        cut: trace.cut_text(),
    };
    nodes.chain(edges).chain([total]).collect()
}

fn share(reading: &MoneyReading, part: &trace::TracePart) -> Option<TraceShare> {
    let transfers = &reading.reconciliation.transfers;
    let transfer = transfers.list.get(part.transfer as usize)?;
    let rows = std::iter::once(transfer.source).chain(transfer.twin);
    Some(TraceShare {
        time: transfer.at.civil().map(|at| at.to_string()),
        amount_fen: transfer.amount,
        followed_fen: part.amount,
        memo: transfers.memo(transfer.memo).to_owned(),
        rows: rows.filter_map(|row| source_row(reading, row)).collect(),
    })
}

/// The picture.
pub fn trace_svg(reading: &MoneyReading, trace: &Trace) -> String {
    trace::svg(
        trace,
        &reading.reconciliation.transfers,
        &Picture::default(),
    )
}

/// The table for the file: a line for each transfer with its row.
pub fn trace_csv(reading: &MoneyReading, trace: &Trace) -> String {
    let count = reading.statements.len() + reading.lists.len();
    let files: Vec<&str> = (0..count)
        .map(|at| {
            let place = reading.place(u32::try_from(at).unwrap_or(u32::MAX));
            place.map_or("", |(file, _)| file)
        })
        .collect();
    trace::csv(trace, &reading.reconciliation.transfers, &files)
}
