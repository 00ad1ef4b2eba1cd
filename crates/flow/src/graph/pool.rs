//! Accounts that work as one till (资金池): the same holder, or so much moved between them that they
//! cannot be read apart. What comes into one and is paid out of another must be seen together. It
//! must not know patterns.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Adjacency, QuickMap, is_saver};
use crate::transfer::{AccountId, HolderKind, Transfers};

/// When two accounts are read as one.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolRule {
    /// Transfers between the two make at least this share of all that went through the larger one: of
    /// a saver's account the till is often all, of the till's the saver is little.
    pub between_percent: i64,
    /// There were at least so many transfers between them.
    pub min_transfers: u32,
    /// Persons who deal with both: a saver with most of his money in a small scheme is close to its till without
    /// being one.
    pub min_persons: usize,
    /// The same, as a share of the persons on the busier side of the busier account.
    pub min_persons_percent: usize,
}

/// Which accounts are read together.
#[derive(Debug, Clone, Default)]
pub struct Pools {
    of: Vec<u32>,
    members: Vec<Vec<AccountId>>,
}

impl Pools {
    /// Every account by itself.
    pub fn single(accounts: usize) -> Self {
        let ids = (0..accounts).map(|i| i as u32);
        Self {
            of: ids.clone().collect(),
            members: ids.map(|i| vec![AccountId(i)]).collect(),
        }
    }

    /// Joins held accounts only: of the others too little is seen to say that they belong together.
    pub fn new(transfers: &Transfers, adjacency: &Adjacency, rule: &PoolRule) -> Self {
        let mut parents: Vec<u32> = (0..adjacency.accounts()).collect();
        join_same_holder(transfers, &mut parents);
        let turnover = turnovers(transfers);
        for id in 0..adjacency.accounts() {
            if joinable(transfers, id)
                && adjacency.of(AccountId(id)).len() >= rule.min_transfers as usize
            {
                for other in close(transfers, adjacency, rule, id, &turnover) {
                    join(&mut parents, id, other);
                }
            }
        }
        Self::collect(&mut parents)
    }

    fn collect(parents: &mut [u32]) -> Self {
        let mut pools = Self {
            of: vec![0; parents.len()],
            members: Vec::new(),
        };
        let mut place: QuickMap<u32, u32> = QuickMap::default();
        for id in 0..parents.len() as u32 {
            let root = root(parents, id);
            let next = pools.members.len() as u32;
            let at = *place.entry(root).or_insert(next);
            if at == next {
                pools.members.push(Vec::new());
            }
            pools.members[at as usize].push(AccountId(id));
            pools.of[id as usize] = at;
        }
        pools
    }

    /// The pool of an account.
    pub fn of(&self, account: AccountId) -> u32 {
        self.of.get(account.0 as usize).copied().unwrap_or(u32::MAX)
    }

    /// The accounts of a pool, by id.
    pub fn members(&self, pool: u32) -> &[AccountId] {
        self.members.get(pool as usize).map_or(&[], Vec::as_slice)
    }

    /// Number of pools.
    pub fn count(&self) -> u32 {
        self.members.len() as u32
    }
}

fn joinable(transfers: &Transfers, id: u32) -> bool {
    let account = &transfers.accounts[id as usize];
    account.held && !matches!(account.holder, HolderKind::Intermediary | HolderKind::Cash)
}

fn root(parents: &mut [u32], mut id: u32) -> u32 {
    while parents[id as usize] != id {
        parents[id as usize] = parents[parents[id as usize] as usize];
        id = parents[id as usize];
    }
    id
}

/// The smaller id becomes the root, so that the order of joining does not matter.
fn join(parents: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parents, a), root(parents, b));
    parents[a.max(b) as usize] = a.min(b);
}

fn join_same_holder(transfers: &Transfers, parents: &mut [u32]) {
    let mut first: std::collections::HashMap<&str, u32> = std::collections::HashMap::new();
    for id in 0..parents.len() as u32 {
        if !joinable(transfers, id) {
            continue;
        }
        if let Some(name) = transfers.accounts[id as usize].name.as_deref() {
            let earlier = *first.entry(name).or_insert(id);
            join(parents, earlier, id);
        }
    }
}

fn turnovers(transfers: &Transfers) -> Vec<i128> {
    let mut sums = vec![0_i128; transfers.accounts.len()];
    for t in transfers.list.iter().filter(|t| t.payer != t.payee) {
        for account in [t.payer, t.payee] {
            if let Some(sum) = sums.get_mut(account.0 as usize) {
                *sum += i128::from(t.amount.0);
            }
        }
    }
    sums
}

/// The accounts that an account is joined with.
fn close(
    transfers: &Transfers,
    adjacency: &Adjacency,
    rule: &PoolRule,
    id: u32,
    turnover: &[i128],
) -> Vec<u32> {
    let mut between: QuickMap<u32, (u32, i128)> = QuickMap::default();
    for leg in adjacency.of(AccountId(id)) {
        let t = &transfers.list[leg.index() as usize];
        let other = if leg.received() { t.payer } else { t.payee };
        if joinable(transfers, other.0) {
            let seen = between.entry(other.0).or_default();
            *seen = (seen.0 + 1, seen.1 + i128::from(t.amount.0));
        }
    }
    let larger = |other: u32| turnover[id as usize].max(turnover[other as usize]);
    between.retain(|other, (count, sum)| {
        *count >= rule.min_transfers
            && *sum * 100 >= larger(*other) * i128::from(rule.between_percent)
    });
    if between.is_empty() {
        return Vec::new();
    }
    let own = persons(transfers, adjacency, AccountId(id));
    between.retain(|other, _| {
        let theirs = persons(transfers, adjacency, AccountId(*other));
        share_persons(rule, &own, &theirs)
            && !either_saves(transfers, adjacency, AccountId(id), AccountId(*other))
    });
    between.into_keys().collect()
}

/// Whether one of two accounts is the other's saver.
fn either_saves(
    transfers: &Transfers,
    adjacency: &Adjacency,
    one: AccountId,
    other: AccountId,
) -> bool {
    let fewer = match adjacency.of(one).len() <= adjacency.of(other).len() {
        true => one,
        false => other,
    };
    let between: Vec<(AccountId, fangfei_model::money::Fen)> = adjacency
        .of(fewer)
        .iter()
        .filter_map(|leg| transfers.list.get(leg.index() as usize))
        .filter(|t| [t.payer, t.payee] == [one, other] || [t.payee, t.payer] == [one, other])
        .map(|t| (t.payer, t.amount))
        .collect();
    let saves = |who: AccountId| is_saver(between.iter().map(|(payer, sum)| (*payer == who, *sum)));
    saves(one) || saves(other)
}

/// The persons that an account deals with, on either side.
fn persons(
    transfers: &Transfers,
    adjacency: &Adjacency,
    id: AccountId,
) -> (BTreeSet<AccountId>, usize) {
    let mut sides = [BTreeSet::new(), BTreeSet::new()];
    for leg in adjacency.of(id) {
        let t = &transfers.list[leg.index() as usize];
        let other = if leg.received() { t.payer } else { t.payee };
        let holder = transfers.accounts[other.0 as usize].holder;
        if matches!(holder, HolderKind::Person | HolderKind::Unknown) {
            sides[usize::from(leg.received())].insert(other);
        }
    }
    let busier = sides.iter().map(BTreeSet::len).max().unwrap_or(0);
    let [out, into] = sides;
    (out.union(&into).copied().collect(), busier)
}

/// Whether two accounts deal with the same persons as the pockets of one till do: people pay the one and are paid by
/// the other. The landlord or a clerk of a firm, or a saver with many friends, does not.
fn share_persons(
    rule: &PoolRule,
    one: &(BTreeSet<AccountId>, usize),
    other: &(BTreeSet<AccountId>, usize),
) -> bool {
    let shared = one.0.intersection(&other.0).count();
    shared >= rule.min_persons && shared * 100 >= one.1.max(other.1) * rule.min_persons_percent
}
