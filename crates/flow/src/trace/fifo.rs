//! Which credits of an account its debits were paid from, by the rule first in, first out (先进先出). Earlier debits
//! never draw on later credits; what no credit covers came from before the statements begin. It must not know hops.

use crate::graph::{Adjacency, QuickMap};
use crate::transfer::{AccountId, Transfers};

/// Part of a credit that paid part of a debit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub credit: u32,
    pub debit: u32,
    pub amount: i64,
}

/// The pieces of one account, found by credit or by debit.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    list: Vec<Piece>,
    credit_starts: QuickMap<u32, (u32, u32)>,
    debit_starts: QuickMap<u32, (u32, u32)>,
}

impl Pieces {
    /// Matches an account's legs in order of time. A credit and a debit of the same moment follow the list.
    pub fn of(transfers: &Transfers, adjacency: &Adjacency, account: AccountId) -> Self {
        let mut list = Vec::new();
        let mut credits = std::collections::VecDeque::new();
        for leg in adjacency.of(account) {
            let index = leg.index();
            let amount = transfers.list[index as usize].amount.0;
            if leg.received() {
                credits.push_back((index, amount));
            } else {
                draw(&mut credits, index, amount, &mut list);
            }
        }
        // Credits are drawn on in order, so the list is grouped by debit already and by credit as well.
        Self {
            credit_starts: spans(list.iter().map(|p| p.credit)),
            debit_starts: spans(list.iter().map(|p| p.debit)),
            list,
        }
    }

    /// What a credit paid for.
    pub fn pieces_of_credit(&self, credit: u32) -> &[Piece] {
        slice(&self.list, self.credit_starts.get(&credit))
    }

    /// What a debit was paid from.
    pub fn pieces_of_debit(&self, debit: u32) -> &[Piece] {
        slice(&self.list, self.debit_starts.get(&debit))
    }
}

fn draw(
    credits: &mut std::collections::VecDeque<(u32, i64)>,
    debit: u32,
    mut wanted: i64,
    list: &mut Vec<Piece>,
) {
    while wanted > 0 {
        let Some((credit, left)) = credits.front_mut() else {
            return;
        };
        let amount = wanted.min(*left);
        list.push(Piece {
            credit: *credit,
            debit,
            amount,
        });
        wanted -= amount;
        *left -= amount;
        if *left == 0 {
            credits.pop_front();
        }
    }
}

/// First and end of each run of equal keys.
fn spans(keys: impl Iterator<Item = u32>) -> QuickMap<u32, (u32, u32)> {
    let mut spans: QuickMap<u32, (u32, u32)> = QuickMap::default();
    for (at, key) in keys.enumerate() {
        let at = at as u32;
        spans.entry(key).or_insert((at, at)).1 = at + 1;
    }
    spans
}

fn slice<'a>(list: &'a [Piece], span: Option<&(u32, u32)>) -> &'a [Piece] {
    span.map_or(&[], |(from, to)| &list[*from as usize..*to as usize])
}
