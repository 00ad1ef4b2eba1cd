//! Which credits of an account its debits were paid from, by the rule first in, first out (先进先出). Earlier debits
//! never draw on later credits. Balances that statements print beside their rows are money that came from, or went,
//! where nobody sees. It must not know hops.

use std::collections::VecDeque;

use crate::graph::{Adjacency, QuickMap};
use crate::transfer::{AccountId, Transfers};

/// In place of a transfer: money of a stated balance.
pub(crate) const UNSEEN: u32 = u32::MAX;

/// Part of a credit that paid part of a debit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The transfer, or [`UNSEEN`]: what was there before.
    pub credit: u32,
    /// The transfer, or [`UNSEEN`]: what was no longer there.
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
        let mut queue = Queue::default();
        let mut stated = transfers.stated_of(account).iter().peekable();
        for leg in adjacency.of(account) {
            let index = leg.index();
            let transfer = &transfers.list[index as usize];
            while let Some(balance) = stated.next_if(|stated| stated.at <= transfer.at) {
                queue.settle(balance.balance.0);
            }
            if leg.received() {
                queue.receive(index, transfer.amount.0);
            } else {
                queue.pay(index, transfer.amount.0);
            }
        }
        for balance in stated {
            queue.settle(balance.balance.0);
        }
        let list = queue.pieces;
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

/// What is in an account, the first in at the front, and what was drawn on it.
#[derive(Debug, Default)]
struct Queue {
    credits: VecDeque<(u32, i64)>,
    pieces: Vec<Piece>,
}

impl Queue {
    fn receive(&mut self, credit: u32, amount: i64) {
        self.credits.push_back((credit, amount));
    }

    fn pay(&mut self, debit: u32, mut wanted: i64) {
        while wanted > 0 {
            let Some((credit, left)) = self.credits.front_mut() else {
                return;
            };
            let amount = wanted.min(*left);
            self.pieces.push(Piece {
                credit: *credit,
                debit,
                amount,
            });
            wanted -= amount;
            *left -= amount;
            if *left == 0 {
                self.credits.pop_front();
            }
        }
    }

    /// Makes what is there the balance: more came from where nobody sees, less went there. What came unseen last goes
    /// first, as where a statement's rows are out of order.
    fn settle(&mut self, balance: i64) {
        let there: i64 = self.credits.iter().map(|(_, left)| left).sum();
        let mut gone = there - balance.max(0);
        if gone < 0 {
            self.receive(UNSEEN, -gone);
        }
        while gone > 0
            && let Some((UNSEEN, left)) = self.credits.back_mut()
        {
            let amount = gone.min(*left);
            gone -= amount;
            *left -= amount;
            if *left == 0 {
                self.credits.pop_back();
            }
        }
        self.pay(UNSEEN, gone);
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
