//! Follows parts of transfers from account to account in order of time (back: against it). Each transfer is taken up
//! once, when all that flows into it is known. It must not guess beyond the rule.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_model::money::Fen;

use super::fifo::{Piece, Pieces, UNSEEN};
use super::kept::{
    Cut, Direction, End, Options, Rule, Start, Trace, TraceEdge, TraceNode, TracePart,
};
use super::proportional;
use crate::graph::{Adjacency, QuickMap, time_order};
use crate::transfer::{AccountId, HolderKind, Moment, Transfers};

const FORWARD: &str = "先进先出：账户先收到的钱先付出；流水印有余额的，期初余额排在最前；仍不足的部分视为流水以外的来源，不计入";
const BACK: &str = "先进先出：每笔付款来自账户此前最早收到且尚未付出的钱；流水印有余额的，期初余额排在最前；仍不足的部分视为流水以外的来源";
const FORWARD_SHARE: &str = "按比例：账户内的钱（包括流水印明的期初余额）视为混同，每笔付款按被追踪资金占当时余额的比例计；不足部分视为流水以外的来源，不计入";
const BACK_SHARE: &str = "按比例：账户内的钱（包括流水印明的期初余额）视为混同，每笔付款按各笔收款占当时余额的比例追溯；不足部分视为流水以外的来源";

/// A part of a transfer that is followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub amount: i64,
    pub hop: u32,
}

/// Where a trace ends, and its limits.
pub(super) struct Reach<'a> {
    pub transfers: &'a Transfers,
    pub options: &'a Options,
    pub start: BTreeSet<AccountId>,
}

impl Reach<'_> {
    /// Why money is not followed through an account.
    pub fn end(&self, account: AccountId) -> Option<End> {
        if self.start.contains(&account) {
            return Some(End::BackAtStart);
        }
        match self.transfers.account(account)?.holder {
            HolderKind::Intermediary => Some(End::Intermediary),
            HolderKind::Cash => Some(End::Cash),
            _ => None,
        }
    }
}

struct Tracing<'a> {
    reach: Reach<'a>,
    adjacency: Adjacency,
    pieces: QuickMap<u32, Pieces>,
    waiting: BTreeMap<(i64, i64), Waiting>,
    done: Vec<(u32, Waiting)>,
    /// Followed money that printed balances explain and no row.
    unseen: QuickMap<u32, i64>,
    cut: Cut,
}

/// Follows the money of the start. The same transfers in any order of the list give the same trace as long as moments
/// differ; where they are equal the list decides what came first.
pub fn follow(transfers: &Transfers, start: &Start, options: &Options) -> Trace {
    let adjacency = Adjacency::new(transfers);
    let seeds = seeds(transfers, &adjacency, start, options);
    let forward = options.direction == Direction::Forward;
    let ends = seeds.iter().filter_map(|i| transfers.list.get(*i as usize));
    let ends = ends.map(|t| if forward { t.payer } else { t.payee });
    let reach = Reach {
        transfers,
        options,
        start: ends.chain(named(start).iter().copied()).collect(),
    };
    let mut tracing = Tracing {
        reach,
        adjacency,
        pieces: QuickMap::default(),
        waiting: BTreeMap::new(),
        done: Vec::new(),
        unseen: QuickMap::default(),
        cut: Cut::default(),
    };
    let amounts = seeds.iter().map(|i| transfers.list[*i as usize].amount.0);
    let total = amounts.fold(0, i64::saturating_add);
    match options.rule {
        Rule::Fifo => tracing.first_in_first_out(&seeds),
        Rule::Proportional => tracing.in_proportion(&seeds),
    }
    tracing.told(Fen(total))
}

/// The transfers a trace begins with.
fn seeds(
    transfers: &Transfers,
    adjacency: &Adjacency,
    start: &Start,
    options: &Options,
) -> Vec<u32> {
    let in_period = |i: &u32| {
        transfers.list.get(*i as usize).is_some_and(|t| {
            options.from.is_none_or(|from| t.at >= from)
                && options.until.is_none_or(|until| t.at <= until)
                && t.payer != t.payee
        })
    };
    let received = options.direction == Direction::Back;
    let own = named(start);
    let between_own = |i: &u32| {
        transfers
            .list
            .get(*i as usize)
            .is_some_and(|t| own.contains(&t.payer) && own.contains(&t.payee))
    };
    let mut seeds: Vec<u32> = match start {
        Start::Transfers(list) => list.iter().copied().filter(in_period).collect(),
        Start::Account(_) | Start::Accounts(_) => own
            .iter()
            .filter(|account| transfers.account(**account).is_some())
            .flat_map(|account| adjacency.of(*account))
            .filter(|leg| leg.received() == received)
            .map(|leg| leg.index())
            .filter(in_period)
            .filter(|i| !between_own(i))
            .collect(),
    };
    seeds.sort_unstable();
    seeds.dedup();
    seeds
}

/// The accounts that a start names.
fn named(start: &Start) -> &[AccountId] {
    match start {
        Start::Account(account) => std::slice::from_ref(account),
        Start::Accounts(accounts) => accounts,
        Start::Transfers(_) => &[],
    }
}

impl Tracing<'_> {
    fn first_in_first_out(&mut self, seeds: &[u32]) {
        for index in seeds {
            let amount = self.reach.transfers.list[*index as usize].amount.0;
            self.wait(*index, Waiting { amount, hop: 1 });
        }
        self.run();
    }

    fn in_proportion(&mut self, seeds: &[u32]) {
        let transfers = self.reach.transfers;
        let order = time_order(transfers)
            .unwrap_or_else(|| (0_u32..).zip(&transfers.list).map(|(at, _)| at).collect());
        let carried = match self.reach.options.direction {
            Direction::Forward => proportional::forward(transfers, &order, seeds, &self.reach),
            Direction::Back => proportional::back(transfers, &order, seeds, &self.reach),
        };
        (self.done, self.unseen, self.cut) = (carried.done, carried.unseen, carried.cut);
    }

    /// Earlier transfers come first, forward; later ones, back.
    fn turn(&self, index: u32) -> (i64, i64) {
        let at = self.reach.transfers.list[index as usize].at.0;
        match self.reach.options.direction {
            Direction::Forward => (at, i64::from(index)),
            Direction::Back => (-at, -i64::from(index)),
        }
    }

    fn wait(&mut self, index: u32, part: Waiting) {
        let turn = self.turn(index);
        let entry = self.waiting.entry(turn).or_insert(Waiting {
            amount: 0,
            hop: part.hop,
        });
        // Never more than the transfer: its pieces are disjoint parts of it, save for a start's own transfer.
        let whole = self.reach.transfers.list[index as usize].amount.0;
        entry.amount = entry.amount.saturating_add(part.amount).min(whole);
        entry.hop = entry.hop.min(part.hop);
    }

    fn run(&mut self) {
        while let Some(((_, place), part)) = self.waiting.pop_first() {
            let Ok(index) = u32::try_from(place.abs()) else {
                continue;
            };
            if self.done.len() >= self.reach.options.max_transfers {
                count(&mut self.cut.beyond_count, part.amount);
                continue;
            }
            self.done.push((index, part));
            if part.hop >= self.reach.options.max_hops {
                count(&mut self.cut.at_hops, part.amount);
            } else if part.amount < self.reach.options.min_amount.0 {
                count(&mut self.cut.small, part.amount);
            } else {
                self.go_on(index, part);
            }
        }
    }

    /// The account that the trace reaches with a transfer.
    fn reached(&self, index: u32) -> AccountId {
        let t = &self.reach.transfers.list[index as usize];
        match self.reach.options.direction {
            Direction::Forward => t.payee,
            Direction::Back => t.payer,
        }
    }

    fn go_on(&mut self, index: u32, part: Waiting) {
        let account = self.reached(index);
        if self.reach.end(account).is_some() {
            return;
        }
        let whole = self.reach.transfers.list[index as usize].amount.0;
        let (transfers, adjacency) = (self.reach.transfers, &self.adjacency);
        let pieces = self
            .pieces
            .entry(account.0)
            .or_insert_with(|| Pieces::of(transfers, adjacency, account));
        let (list, forward) = match self.reach.options.direction {
            Direction::Forward => (pieces.pieces_of_credit(index).to_vec(), true),
            Direction::Back => (pieces.pieces_of_debit(index).to_vec(), false),
        };
        for (piece, amount) in shares(&list, part.amount, whole) {
            let next = if forward { piece.debit } else { piece.credit };
            let hop = part.hop + 1;
            match next {
                UNSEEN => *self.unseen.entry(account.0).or_default() += amount,
                next => self.wait(next, Waiting { amount, hop }),
            }
        }
    }

    fn told(self, total: Fen) -> Trace {
        let mut edges: BTreeMap<(AccountId, AccountId), TraceEdge> = BTreeMap::new();
        for (index, part) in &self.done {
            let t = &self.reach.transfers.list[*index as usize];
            let edge = edges.entry((t.payer, t.payee)).or_insert(TraceEdge {
                payer: t.payer,
                payee: t.payee,
                hop: part.hop,
                amount: Fen::ZERO,
                parts: Vec::new(),
                first: t.at,
                last: t.at,
            });
            edge.hop = edge.hop.min(part.hop);
            edge.amount = Fen(edge.amount.0.saturating_add(part.amount));
            let amount = Fen(part.amount);
            edge.parts.push(TracePart {
                transfer: *index,
                amount,
            });
            (edge.first, edge.last) = (edge.first.min(t.at), edge.last.max(t.at));
        }
        let nodes = self.nodes(edges.values());
        let mut edges: Vec<TraceEdge> = edges.into_values().collect();
        edges
            .iter_mut()
            .for_each(|e| e.parts.sort_by_key(|p| (self.at(p.transfer), p.transfer)));
        edges.sort_by_key(|e| (e.hop, std::cmp::Reverse(e.amount), e.payer, e.payee));
        Trace {
            direction: self.reach.options.direction,
            rule: match (self.reach.options.rule, self.reach.options.direction) {
                (Rule::Fifo, Direction::Forward) => FORWARD,
                (Rule::Fifo, Direction::Back) => BACK,
                (Rule::Proportional, Direction::Forward) => FORWARD_SHARE,
                (Rule::Proportional, Direction::Back) => BACK_SHARE,
            },
            total,
            nodes,
            edges,
            cut: self.cut,
        }
    }

    fn at(&self, index: u32) -> Moment {
        self.reach.transfers.list[index as usize].at
    }

    fn nodes<'e>(&self, edges: impl Iterator<Item = &'e TraceEdge>) -> Vec<TraceNode> {
        let mut nodes: BTreeMap<AccountId, TraceNode> = BTreeMap::new();
        let fresh = |account: AccountId, hop| TraceNode {
            account,
            hop,
            reached: Fen::ZERO,
            went_on: Fen::ZERO,
            unseen: Fen(self.unseen.get(&account.0).copied().unwrap_or(0)),
            end: None,
        };
        for account in &self.reach.start {
            nodes.insert(*account, fresh(*account, 0));
        }
        for edge in edges {
            let (from, to) = match self.reach.options.direction {
                Direction::Forward => (edge.payer, edge.payee),
                Direction::Back => (edge.payee, edge.payer),
            };
            let node = nodes.entry(to).or_insert(fresh(to, edge.hop));
            node.hop = node.hop.min(edge.hop);
            node.reached = Fen(node.reached.0.saturating_add(edge.amount.0));
            let node = nodes
                .entry(from)
                .or_insert(fresh(from, edge.hop.saturating_sub(1)));
            node.went_on = Fen(node.went_on.0.saturating_add(edge.amount.0));
        }
        let mut nodes: Vec<TraceNode> = nodes.into_values().collect();
        for node in nodes.iter_mut().filter(|n| n.hop > 0) {
            let held = self
                .reach
                .transfers
                .account(node.account)
                .is_some_and(|a| a.held);
            let missing = !held && node.went_on < node.reached;
            node.end = self
                .reach
                .end(node.account)
                .or(missing.then_some(End::NoStatement))
                .or((node.unseen > Fen::ZERO).then_some(End::StatedBalance));
        }
        nodes.sort_by_key(|n| (n.hop, std::cmp::Reverse(n.reached), n.account));
        nodes
    }
}

pub(super) fn count(cut: &mut (u32, Fen), amount: i64) {
    *cut = (cut.0 + 1, Fen(cut.1.0.saturating_add(amount)));
}

/// Divides the followed part of a transfer over its pieces as the pieces divide the transfer, to the fen: rounding
/// never gives more than there is.
fn shares(pieces: &[Piece], part: i64, whole: i64) -> Vec<(Piece, i64)> {
    let (mut cumulated, mut given) = (0_i128, 0_i128);
    let mut shares = Vec::with_capacity(pieces.len());
    for piece in pieces {
        cumulated += i128::from(piece.amount);
        let until = cumulated * i128::from(part) / i128::from(whole.max(1));
        let share = i64::try_from(until - given).unwrap_or(0);
        given = until;
        if share > 0 {
            shares.push((*piece, share));
        }
    }
    shares
}
