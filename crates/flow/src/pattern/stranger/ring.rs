//! One-off payments that lead round to where they began, in whatever order of time (一次性往来首尾相连): weaker than money
//! that comes back hop after hop, and said so. It must not know amounts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Deserialize;

use super::super::evidence::Evidence;
use super::super::finding::{Finding, Pattern, day_text, money};
use super::super::parameters::Sheet;
use super::chance;
use super::graph::Strangers;
use super::shape::{Names, at_most};
use crate::transfer::{AccountId, Transfers};

/// When it is met.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Hops at least.
    pub min_hops: usize,
    /// Hops at most.
    pub max_hops: usize,
    /// Days from the first payment to the last.
    pub within_days: i32,
}

/// Accounts of one tangle of rings that are looked at.
const TANGLE: usize = 500;

/// The rings, each with its payments in the order of the hops.
pub(super) fn rings(
    rule: &Rule,
    transfers: &Transfers,
    strangers: &Strangers,
    most: f64,
) -> Vec<Vec<u32>> {
    if chance::rings(strangers.mean()) > most {
        return Vec::new();
    }
    let mut found: BTreeMap<BTreeSet<u32>, Vec<u32>> = BTreeMap::new();
    for tangle in tangles(transfers, strangers) {
        for account in tangle.iter().take(TANGLE) {
            if let Some(ring) = shortest(rule, transfers, strangers, &tangle, *account) {
                found.entry(ring.iter().copied().collect()).or_insert(ring);
            }
        }
    }
    let days = |ring: &[u32]| {
        let day = |at: &u32| transfers.list[*at as usize].at.day();
        ring.iter().map(day).max().unwrap_or(0) - ring.iter().map(day).min().unwrap_or(0)
    };
    found
        .into_values()
        .filter(|ring| ring.len() >= rule.min_hops && days(ring) <= rule.within_days)
        .collect()
}

/// Accounts that can reach each other: what is left when accounts that nothing reaches, or that reach nothing, are
/// taken away again and again, falls into tangles by who is connected.
fn tangles(transfers: &Transfers, strangers: &Strangers) -> Vec<BTreeSet<AccountId>> {
    let ends = |at: u32| {
        let t = &transfers.list[at as usize];
        (t.payer, t.payee)
    };
    let mut left: BTreeSet<AccountId> = strangers.payees().collect();
    loop {
        let stays = |account: &AccountId| {
            let paid = |at: &u32| left.contains(&ends(*at).0);
            let pays = |at: &u32| left.contains(&ends(*at).1);
            strangers.into(*account).iter().any(paid) && strangers.out(*account).iter().any(pays)
        };
        let next: BTreeSet<AccountId> = left.iter().copied().filter(stays).collect();
        if next.len() == left.len() {
            break;
        }
        left = next;
    }
    let mut tangles = Vec::new();
    while let Some(start) = left.pop_first() {
        let mut tangle = BTreeSet::from([start]);
        let mut waiting = vec![start];
        while let Some(account) = waiting.pop() {
            let legs = strangers.into(account).iter().chain(strangers.out(account));
            for other in legs.flat_map(|at| <[AccountId; 2]>::from(ends(*at))) {
                if left.remove(&other) {
                    tangle.insert(other);
                    waiting.push(other);
                }
            }
        }
        tangles.push(tangle);
    }
    tangles
}

/// The shortest ring through an account, by breadth; of equally short ones the one of the earliest payments.
fn shortest(
    rule: &Rule,
    transfers: &Transfers,
    strangers: &Strangers,
    tangle: &BTreeSet<AccountId>,
    start: AccountId,
) -> Option<Vec<u32>> {
    let mut by: BTreeMap<AccountId, u32> = BTreeMap::new();
    let mut waiting = VecDeque::from([(start, 0)]);
    while let Some((account, hops)) = waiting.pop_front() {
        if hops == rule.max_hops {
            return None;
        }
        for at in strangers.out(account) {
            let payee = transfers.list[*at as usize].payee;
            if payee == start {
                return Some(way(transfers, &by, start, *at));
            }
            if tangle.contains(&payee) && !by.contains_key(&payee) {
                by.insert(payee, *at);
                waiting.push_back((payee, hops + 1));
            }
        }
    }
    None
}

fn way(
    transfers: &Transfers,
    by: &BTreeMap<AccountId, u32>,
    start: AccountId,
    last: u32,
) -> Vec<u32> {
    let mut way = vec![last];
    let mut account = transfers.list[last as usize].payer;
    while account != start {
        let Some(at) = by.get(&account) else { break };
        way.push(*at);
        account = transfers.list[*at as usize].payer;
    }
    way.reverse();
    way
}

/// Says it.
pub(super) fn say(sheet: &Sheet<Rule>, transfers: &Transfers, ring: &[u32]) -> Finding {
    let mut evidence = Evidence::default();
    for at in ring {
        let t = &transfers.list[*at as usize];
        evidence.add_row(*at, t.at, t.amount.0);
    }
    let accounts: Vec<AccountId> = ring
        .iter()
        .map(|at| transfers.list[*at as usize].payer)
        .collect();
    let reason = format!(
        "{}至{}，{}个账户之间各只有一笔往来，依次转账后首尾相连：{}，合计{}。各笔不一定按时间先后，金额也可能不同，是否为同一笔资金循环，请核实。",
        day_text(evidence.first_day()),
        day_text(evidence.last_day()),
        accounts.len(),
        Names(transfers).joined(&accounts, "→"),
        money(evidence.sum),
    );
    let noticed = at_most(transfers, ring);
    evidence.finding(
        Pattern::CycleUnordered,
        accounts,
        noticed,
        reason,
        &sheet.printed,
    )
}
