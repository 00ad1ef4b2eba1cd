//! Where words of gains point at accounts that only pay: which accounts took the principal of those whom they pay. It
//! must not know sums that are paid out, nor what joins a scheme later.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    till::{Sums, is_person, like_principal},
    words::{Said, look_up},
};
use crate::transfer::{AccountId, Transfers};

/// Persons who paid one account and are paid by the other afterwards …
const SHARED_PERSONS: usize = 5;
/// … as a share of all who pay that one;
const PAYERS_PERCENT: usize = 20;
/// of all such accounts together so many persons …
const ALL_PERSONS: usize = 10;
/// … who are so much of all who are paid, or of all who paid in.
const GOOD_PART_PERCENT: usize = 40;
/// Of the persons whom an account shares, those who paid no account that explains more.
const NEW_PERCENT: usize = 60;

type Persons = BTreeSet<AccountId>;

/// Who paid whom, as far as it tells the two sides.
#[derive(Default)]
struct Seen {
    /// Who paid round sums into an account.
    payers: BTreeMap<AccountId, Persons>,
    /// What each of them brought.
    brought: BTreeMap<(AccountId, AccountId), i128>,
    /// Whom a named account pays.
    paid: BTreeMap<AccountId, Persons>,
    /// Who paid into the second before the first paid.
    crossed: BTreeMap<(AccountId, AccountId), Persons>,
}

/// The named accounts that pay what others collected, and those others.
pub(super) fn two_sides(
    transfers: &Transfers,
    sums: &Sums,
    said: &[Said],
    named: &BTreeSet<AccountId>,
) -> BTreeSet<AccountId> {
    let mut seen = Seen::default();
    let mut into: BTreeMap<AccountId, Persons> = BTreeMap::new();
    for t in &transfers.list {
        let collects = is_person(transfers, t.payer) && sums.is_candidate(transfers, t.payee);
        if collects && like_principal(t.amount) {
            seen.payers.entry(t.payee).or_default().insert(t.payer);
            into.entry(t.payer).or_default().insert(t.payee);
            *seen.brought.entry((t.payer, t.payee)).or_default() += i128::from(t.amount.0);
        }
        let words = look_up(said, t.memo);
        let wage = words.wage && !words.gain && !words.principal;
        if named.contains(&t.payer) && is_person(transfers, t.payee) && !wage {
            seen.paid.entry(t.payer).or_default().insert(t.payee);
            let others = into.get(&t.payee).into_iter().flatten();
            for collector in others.filter(|one| **one != t.payer) {
                let pair = (t.payer, *collector);
                seen.crossed.entry(pair).or_default().insert(t.payee);
            }
        }
    }
    seen.sides()
}

impl Seen {
    fn sides(mut self) -> BTreeSet<AccountId> {
        let payers = &self.payers;
        self.crossed.retain(|(_, collector), of| {
            let all = payers.get(collector).map_or(0, BTreeSet::len);
            of.len() >= SHARED_PERSONS && of.len() * 100 >= all * PAYERS_PERCENT
        });
        let mut sides = BTreeSet::new();
        for (payer, persons) in &self.paid {
            let (collectors, shared) = self.explaining(*payer);
            let paid_in = collectors.iter().filter_map(|one| self.payers.get(one));
            let paid_in: Persons = paid_in.flatten().copied().collect();
            let good = |all: usize| shared.len() * 100 >= all * GOOD_PART_PERCENT;
            if shared.len() >= ALL_PERSONS && (good(persons.len()) || good(paid_in.len())) {
                sides.insert(*payer);
                sides.extend(collectors);
            }
        }
        sides
    }

    /// The accounts that took the principal of those whom this one pays, and these persons. They also pay shops and
    /// schools: an account counts only when most of those whom it shares have paid no account that took more of them.
    fn explaining(&self, payer: AccountId) -> (Vec<AccountId>, Persons) {
        let of = self.crossed.iter().filter(|((one, _), _)| *one == payer);
        let mut order: Vec<(i128, AccountId, &Persons)> = of
            .map(|((_, collector), shared)| {
                let brought = |who: &AccountId| self.brought.get(&(*who, *collector)).copied();
                let sum: i128 = shared.iter().filter_map(brought).sum();
                (sum, *collector, shared)
            })
            .collect();
        order.sort_by_key(|(sum, collector, _)| (std::cmp::Reverse(*sum), *collector));
        let (mut collectors, mut explained) = (Vec::new(), Persons::new());
        for (_, collector, shared) in order {
            let new = shared.difference(&explained).count();
            if new * 100 >= shared.len() * NEW_PERCENT {
                explained.extend(shared);
                collectors.push(collector);
            }
        }
        (collectors, explained)
    }
}
