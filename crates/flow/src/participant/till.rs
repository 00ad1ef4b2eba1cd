//! Which accounts are the scheme's own: those that findings name, and those that work with them. It
//! must not know what payments are for.
//!
//! An account joins when money passes between it and the scheme's accounts, at least a tenth of all
//! that came into it or went out of it, and at least five persons who paid into one are paid out of
//! the other (or paid into both). Bodies of ordinary business share customers with a scheme but no money.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    pattern::{Finding, Pattern},
    transfer::{AccountId, HolderKind, Transfers},
};

/// Persons who must deal with both accounts.
const SHARED_PERSONS: usize = 5;
/// The part of an account's money in or out that passes between it and the scheme.
const SHARED_PERCENT: i128 = 10;

/// The patterns that ordinary business does not show, whatever its words.
const NAMING: [Pattern; 2] = [Pattern::FixedRate, Pattern::NewMoney];

/// The scheme's accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Till(BTreeSet<AccountId>);

impl Till {
    /// From findings, then from what works with those accounts.
    pub fn find(transfers: &Transfers, findings: &[Finding]) -> Self {
        let named = |patterns: &[Pattern]| -> BTreeSet<AccountId> {
            let naming = findings.iter().filter(|f| patterns.contains(&f.pattern));
            naming.flat_map(|f| f.accounts.iter().copied()).collect()
        };
        let mut seeds = named(&NAMING);
        // Words alone also stand on an employer's bonuses: there persons must have paid in, too.
        let by_words = named(&[Pattern::MemoWords]);
        seeds.extend(taking_principal(transfers, &by_words));
        Self::around(transfers, seeds)
    }

    /// From accounts that a person names, then from what works with them.
    pub fn around(transfers: &Transfers, seeds: impl IntoIterator<Item = AccountId>) -> Self {
        let mut till = Self(seeds.into_iter().collect());
        if till.0.is_empty() {
            return till;
        }
        let sums = Sums::of(transfers);
        loop {
            let joining = till.joining(transfers, &sums);
            if joining.is_empty() {
                return till;
            }
            till.0.extend(joining);
        }
    }

    pub fn holds(&self, account: AccountId) -> bool {
        self.0.contains(&account)
    }

    pub fn accounts(&self) -> Vec<AccountId> {
        self.0.iter().copied().collect()
    }

    fn joining(&self, transfers: &Transfers, sums: &Sums) -> Vec<AccountId> {
        let persons = self.persons(transfers);
        let mut shared: BTreeMap<AccountId, Shared> = BTreeMap::new();
        for t in &transfers.list {
            for (account, other) in [(t.payer, t.payee), (t.payee, t.payer)] {
                if self.holds(account) || !sums.is_candidate(transfers, account) {
                    continue;
                }
                let shared = shared.entry(account).or_default();
                if self.holds(other) {
                    shared.between += i128::from(t.amount.0);
                } else if persons.contains(&other) {
                    shared.persons.insert(other);
                }
            }
        }
        let joins = |(account, shared): &(AccountId, Shared)| {
            shared.persons.len() >= SHARED_PERSONS
                && shared.between * 100 >= sums.larger(*account) * SHARED_PERCENT
        };
        shared
            .into_iter()
            .filter(joins)
            .map(|(account, _)| account)
            .collect()
    }

    /// Persons who dealt with the scheme's accounts.
    fn persons(&self, transfers: &Transfers) -> BTreeSet<AccountId> {
        let mut persons = BTreeSet::new();
        for t in &transfers.list {
            match (self.holds(t.payer), self.holds(t.payee)) {
                (true, false) => persons.insert(t.payee),
                (false, true) => persons.insert(t.payer),
                _ => false,
            };
        }
        persons.retain(|account| is_person(transfers, *account));
        persons
    }
}

/// Those of the accounts that take round sums from several persons.
fn taking_principal(transfers: &Transfers, accounts: &BTreeSet<AccountId>) -> Vec<AccountId> {
    /// A thousand yuan.
    const ROUND: i64 = 100_000;
    let mut payers: BTreeMap<AccountId, BTreeSet<AccountId>> = BTreeMap::new();
    for t in &transfers.list {
        if accounts.contains(&t.payee) && t.amount.0 % ROUND == 0 && is_person(transfers, t.payer) {
            payers.entry(t.payee).or_default().insert(t.payer);
        }
    }
    payers.retain(|_, of| of.len() >= SHARED_PERSONS);
    payers.into_keys().collect()
}

#[derive(Debug, Default)]
struct Shared {
    between: i128,
    persons: BTreeSet<AccountId>,
}

/// What went through each account.
struct Sums {
    into: Vec<i128>,
    out: Vec<i128>,
}

impl Sums {
    fn of(transfers: &Transfers) -> Self {
        let mut sums = Self {
            into: vec![0; transfers.accounts.len()],
            out: vec![0; transfers.accounts.len()],
        };
        for t in &transfers.list {
            sums.out[t.payer.0 as usize] += i128::from(t.amount.0);
            sums.into[t.payee.0 as usize] += i128::from(t.amount.0);
        }
        sums
    }

    fn larger(&self, account: AccountId) -> i128 {
        let at = account.0 as usize;
        self.into[at].max(self.out[at])
    }

    /// Of accounts without statements too little is seen.
    fn is_candidate(&self, transfers: &Transfers, account: AccountId) -> bool {
        transfers.account(account).is_some_and(|a| {
            a.held && !matches!(a.holder, HolderKind::Cash | HolderKind::Intermediary)
        })
    }
}

/// Whether an account may be a person's: savers are mostly seen by card number only.
pub(super) fn is_person(transfers: &Transfers, account: AccountId) -> bool {
    transfers
        .account(account)
        .is_some_and(|a| matches!(a.holder, HolderKind::Person | HolderKind::Unknown))
}
