//! Following money from an account of an inquiry (资金走向), worked out when it is asked for. It must
//! not know how money is followed.

use fangfei_flow::{
    trace::{self, Direction, Options, Picture, Start, TraceEdge},
    transfer::AccountId,
};
use fangfei_model::{funds_inquiry::FundsInquiry, money::Fen};
use serde::{Deserialize, Serialize};

use super::{Ledger, ledger};
use crate::{App, Error, Result, typed::Typed};

/// The most hops that are followed.
const MOST_HOPS: u32 = 8;

/// What is followed, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TraceDraft {
    /// The account's place in the ledger.
    pub account: String,
    /// `forward` or `back`.
    pub direction: String,
    /// Hops.
    pub hops: String,
    /// Smaller sums are not followed, in yuan.
    pub least: String,
}

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
    /// The rows behind it: places in the ledger.
    pub rows: Vec<u32>,
}

/// A trace as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TraceView {
    /// The picture.
    pub svg: String,
    /// The edges, by hop, the largest first.
    pub lines: Vec<TraceLine>,
    /// The money that is followed, in all.
    pub total: Fen,
    /// By which rule, in words.
    pub rule: String,
    /// What was left out, in words; blank when nothing.
    pub cut: String,
}

/// Follows the money. Account numbers in the picture are masked.
pub async fn trace(app: &App, inquiry: &FundsInquiry, draft: &TraceDraft) -> Result<TraceView> {
    let mut ledger = ledger(app, inquiry).await?;
    let place: u32 = draft
        .account
        .trim()
        .parse()
        .map_err(|_| Error::field("account", "请选择账户"))?;
    if ledger.account(place).is_none() {
        return Err(Error::field("account", "流水中没有这个账户，请重新选择"));
    }
    let options = options(draft)?;
    for account in &mut ledger.accounts {
        account.number = account
            .number
            .as_deref()
            .map(crate::subject::masked_account);
    }
    tokio::task::spawn_blocking(move || follow(&ledger, place, &options))
        .await
        .map_err(Error::bug)
}

fn options(draft: &TraceDraft) -> Result<Options> {
    let mut typed = Typed::on(jiff::civil::Date::MIN);
    let least = match draft.least.trim() {
        "" => Some(Fen::ZERO),
        text => Fen::parse_yuan(text)
            .map_err(|fault| typed.wrong("least", fault.to_string()))
            .ok(),
    };
    let hops = match draft.hops.trim() {
        "" => Some(3),
        text => text
            .parse()
            .map_err(|_| typed.wrong("hops", "层数应为 1 至 8 的整数"))
            .ok(),
    };
    typed.finish(least.zip(hops).map(|(least, hops): (Fen, u32)| Options {
        direction: if draft.direction == "back" {
            Direction::Back
        } else {
            Direction::Forward
        },
        min_amount: least,
        max_hops: hops.clamp(1, MOST_HOPS),
        ..Options::default()
    }))
}

fn follow(ledger: &Ledger, place: u32, options: &Options) -> TraceView {
    let transfers = ledger.transfers();
    let start = Start::Account(AccountId(place));
    let trace = trace::follow(&transfers, &start, options);
    let line = |edge: &TraceEdge| TraceLine {
        hop: edge.hop,
        payer: edge.payer.0,
        payee: edge.payee.0,
        amount: edge.amount,
        rows: edge.parts.iter().map(|part| part.transfer).collect(),
    };
    let mut lines: Vec<TraceLine> = trace.edges.iter().map(line).collect();
    lines.sort_by_key(|line| {
        (
            line.hop,
            std::cmp::Reverse(line.amount),
            line.payer,
            line.payee,
        )
    });
    TraceView {
        svg: trace::svg(&trace, &transfers, &Picture::default()),
        lines,
        total: trace.total,
        rule: trace.rule.to_owned(),
        cut: trace.cut_text(),
    }
}
