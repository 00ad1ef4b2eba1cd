//! What is asked of a trace and what it answers. It must not know how it is worked out.

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use crate::transfer::{AccountId, Moment};

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 去向: what became of the money paid out.
    Forward,
    /// 来源: what the money received was paid from.
    Back,
}

/// How mixed money is told apart. The law names no order in which an account's money leaves it; both rules are
/// conventions of accounting, and a trace says which one it used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// 先进先出: what came first leaves first. Shows one definite way of each sum.
    #[default]
    Fifo,
    /// 按比例: every payment takes from all that is there, in proportion. It favours nobody whose money is in the same
    /// account, as the division of recovered property by contribution does (两高一部 2019 年意见).
    Proportional,
}

/// Where a trace begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// All that the account paid (forward) or received (back) in the period of the options.
    Account(AccountId),
    /// The same of several accounts of one holder together; what they paid each other is no part of it.
    Accounts(Vec<AccountId>),
    /// These transfers, by index.
    Transfers(Vec<u32>),
}

/// Limits of a trace. What they cut off is summed up in [`Trace::cut`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Which way.
    pub direction: Direction,
    /// By which rule.
    pub rule: Rule,
    /// Transfers of the start from this moment on.
    pub from: Option<Moment>,
    /// Transfers of the start up to this moment.
    pub until: Option<Moment>,
    /// Hops at most.
    pub max_hops: u32,
    /// Parts of transfers smaller than this are shown, but not followed further.
    pub min_amount: Fen,
    /// Transfers followed at most; those with the earliest (back: latest) dates go first.
    pub max_transfers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            direction: Direction::Forward,
            rule: Rule::Fifo,
            from: None,
            until: None,
            max_hops: 6,
            min_amount: Fen(100_000),
            max_transfers: 50_000,
        }
    }
}

/// A transfer with the part of it that belongs to the money followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TracePart {
    /// Index into [`crate::transfer::Transfers::list`].
    pub transfer: u32,
    /// The part, in fen; at most the transfer's amount.
    pub amount: Fen,
}

/// Money followed from one account to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceEdge {
    /// Who paid.
    pub payer: AccountId,
    /// Who received.
    pub payee: AccountId,
    /// Hops from the start: 1 for its own payments.
    pub hop: u32,
    /// The followed money, in fen.
    pub amount: Fen,
    /// The transfers, in order of time.
    pub parts: Vec<TracePart>,
    /// The first.
    pub first: Moment,
    /// The last.
    pub last: Moment,
}

/// Why money was not followed beyond an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// 支付机构、银行内部户: whose money it becomes cannot be seen.
    Intermediary,
    /// 现金.
    Cash,
    /// The account's statement is not at hand, and nothing more of the money is seen.
    NoStatement,
    /// By the balances that its statement prints the money was there before the rows begin, or came or went in rows that
    /// are missing: [`TraceNode::unseen`].
    StatedBalance,
    /// It is where the trace began.
    BackAtStart,
}

/// An account that the money reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceNode {
    /// Which.
    pub account: AccountId,
    /// The fewest hops from the start; 0 is the start.
    pub hop: u32,
    /// Followed money that reached it (back: that it passed on towards the start).
    pub reached: Fen,
    /// Followed money that went on (back: whose source is found).
    pub went_on: Fen,
    /// Of what reached it the part that its printed balances show as gone without a row (back: as there without one).
    pub unseen: Fen,
    /// Why not all of it went on, where that is known.
    pub end: Option<End>,
}

/// What the limits cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Cut {
    /// Transfers at the last hop, and their followed money.
    pub at_hops: (u32, Fen),
    /// Parts below the smallest amount.
    pub small: (u32, Fen),
    /// Transfers beyond the largest number.
    pub beyond_count: (u32, Fen),
}

/// Where money went, or came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// Which way it was followed.
    pub direction: Direction,
    /// The rule, in words.
    pub rule: &'static str,
    /// What was followed: the sum of the start's transfers.
    pub total: Fen,
    /// Accounts, the start first, then by hop and amount.
    pub nodes: Vec<TraceNode>,
    /// Payments between them, by hop and amount.
    pub edges: Vec<TraceEdge>,
    /// What was not followed because of the limits.
    pub cut: Cut,
}

impl Trace {
    /// What was cut off and what no row shows, in words; empty when nothing was.
    pub fn cut_text(&self) -> String {
        let part = |what: &str, (count, sum): (u32, Fen)| {
            (count > 0).then(|| format!("{what}{count}笔、{}元", sum.grouped()))
        };
        let unseen = self.nodes.iter().map(|node| node.unseen);
        let unseen: Vec<Fen> = unseen.filter(|sum| *sum > Fen::ZERO).collect();
        let sum = unseen
            .iter()
            .fold(0_i64, |sum, fen| sum.saturating_add(fen.0));
        let beside = (!unseen.is_empty()).then(|| {
            let (count, sum) = (unseen.len(), Fen(sum).grouped());
            match self.direction {
                Direction::Forward => {
                    format!("按流水印的余额已不在账上而没有看到去处的{count}户、{sum}元")
                }
                Direction::Back => {
                    format!("来自期初余额（或流水缺行）的{count}户、{sum}元")
                }
            }
        });
        let parts = [
            beside,
            part("达到最多层数而未再追踪的", self.cut.at_hops),
            part("金额过小而未再追踪的", self.cut.small),
            part("超过最多笔数而未再追踪的", self.cut.beyond_count),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("；")
    }
}
