//! The relations of a list of transfers, and those that consist of one payment. It must not judge.

use std::collections::BTreeMap;

use crate::graph::QuickMap;
use crate::transfer::{AccountId, Transfers};

/// One-off payments between accounts.
#[derive(Debug, Default)]
pub(super) struct Strangers {
    /// One-off payments, as places in the list, in order of time.
    pub payments: Vec<u32>,
    /// Relations in all, each pair of accounts once whichever way money went.
    pub relations: usize,
    /// Accounts that pay or are paid.
    pub accounts: usize,
    into: BTreeMap<AccountId, Vec<u32>>,
    out: BTreeMap<AccountId, Vec<u32>>,
}

/// Which pairs are counted first: one of so many.
const SAMPLE: u64 = 16;

impl Strangers {
    /// Finds them; `None` where they are more than `most_percent` of the relations, or where there are fewer relations
    /// than `least`: then being one says nothing. A sample settles most such lists before all pairs are counted.
    pub fn of(
        transfers: &Transfers,
        keeps: impl Fn(AccountId) -> bool,
        most_percent: usize,
        least: usize,
    ) -> Option<Self> {
        let moves = || {
            (0_u32..)
                .zip(&transfers.list)
                .filter(|(_, t)| t.payer != t.payee && keeps(t.payer) && keeps(t.payee))
                .map(|(at, t)| (at, pair(t.payer, t.payee)))
        };
        let (pairs, single) = tally(moves().filter(|(_, p)| spread(*p).is_multiple_of(SAMPLE)));
        // Three times the limit in a sample of that size is no accident.
        if pairs >= least && single.len() * 100 > pairs * most_percent * 3 {
            return None;
        }
        let (relations, mut payments) = tally(moves());
        if relations < least || payments.len() * 100 > relations * most_percent {
            return None;
        }
        payments.sort_by_key(|at| (transfers.list[*at as usize].at, *at));
        let mut met = vec![false; transfers.accounts.len()];
        for t in &transfers.list {
            met[t.payer.0 as usize] = true;
            met[t.payee.0 as usize] = true;
        }
        let mut found = Self {
            relations,
            accounts: met.into_iter().filter(|met| *met).count(),
            ..Self::default()
        };
        for at in &payments {
            let t = &transfers.list[*at as usize];
            found.into.entry(t.payee).or_default().push(*at);
            found.out.entry(t.payer).or_default().push(*at);
        }
        found.payments = payments;
        Some(found)
    }

    /// One-off payments to an account.
    pub fn into(&self, account: AccountId) -> &[u32] {
        self.into.get(&account).map_or(&[], Vec::as_slice)
    }

    /// One-off payments by an account.
    pub fn out(&self, account: AccountId) -> &[u32] {
        self.out.get(&account).map_or(&[], Vec::as_slice)
    }

    /// Accounts that were paid so, by id.
    pub fn payees(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.into.keys().copied()
    }

    /// Accounts that paid so, by id.
    pub fn payers(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.out.keys().copied()
    }

    /// One-off payments for each account.
    pub fn mean(&self) -> f64 {
        self.payments.len() as f64 / self.accounts.max(1) as f64
    }
}

fn pair(a: AccountId, b: AccountId) -> u64 {
    u64::from(a.0.min(b.0)) << 32 | u64::from(a.0.max(b.0))
}

/// Spreads pairs, so that a sample takes accounts of every kind.
fn spread(pair: u64) -> u64 {
    let mixed = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40
}

/// How many pairs there are, and the payments of those that met once.
fn tally(moves: impl Iterator<Item = (u32, u64)>) -> (usize, Vec<u32>) {
    const OFTEN: u32 = u32::MAX;
    let mut first: QuickMap<u64, u32> = QuickMap::default();
    for (at, pair) in moves {
        first
            .entry(pair)
            .and_modify(|seen| *seen = OFTEN)
            .or_insert(at);
    }
    let pairs = first.len();
    let single = first.into_values().filter(|at| *at != OFTEN).collect();
    (pairs, single)
}
