//! Which accounts are the scheme's own: those that findings name, and those that work with them. It
//! must not know what payments are for.
//!
//! An account joins as a collecting one when at least half of what came into it (cash, which does not tell who
//! brought it, left aside) are round sums from five or more persons who deal with the scheme, and at least a tenth of
//! what went out of it went to the scheme's accounts. It joins as a paying one when at least half of what went out of
//! it went to five or more such persons, and at least a tenth of what came in came from the scheme's accounts; the half
//! is not asked of one that words of gains on its payments point at.
//! Shops, schools and employers share customers with a scheme, but their money goes other ways. The scheme's
//! ways also are the few accounts outside it that a good part of its money ends at: a collector who moves
//! everything there, and nothing through the scheme's other accounts, is one of its own as well.
//!
//! A saver may look like either when his friends are savers, too. A person's account joins only when it deals with a
//! tenth of all the scheme's persons, when several payments passed between it and the scheme, and when these are not what
//! passes between a saver and a till: round sums in first, less or little more back. Four of these persons and a single
//! payment are enough where next to all that came in are round sums of persons, half of whom at least deal with the scheme
//! elsewhere, and next to all that went out went the scheme's ways: a collector used for some weeks, or one whose pages are
//! missing. And a whole crowd that is the scheme's, next to nobody else paying in, is enough where three tenths of the money
//! went the scheme's ways: a collector who hands on rarely and in large sums, mostly to accounts seen nowhere else. Where next
//! to all is handed on to the scheme, two of its persons among five payers are enough; where a tenth is, a crowd of them who
//! are a good part of all payers. Which accounts pay out what others collected is told by the persons of both sides.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_model::money::Fen;

use super::{
    part::ROUND,
    seeds::two_sides,
    shared::{SHARED_PERSONS, Shared},
    sides::Sides,
    together::together,
    words::Said,
};
use crate::{
    graph::is_saver,
    pattern::{Finding, Pattern},
    transfer::{AccountId, HolderKind, Transfers},
};

/// Persons of the scheme who make a crowd, as a share of all of them.
const CROWD_PERCENT: usize = 10;
/// Payments between a person's account and the scheme.
const LEAST_PASSED: usize = 4;
/// What an account outside must get of all that leaves the scheme to be one of its ends …
const END_PERCENT: i128 = 5;
/// … in so many payments, and what it gave the scheme must be so little of that.
const END_PAYMENTS: usize = 2;
const GIVEN_PERCENT: i128 = 10;
/// Principal comes in round sums of five hundred yuan or more.
const LEAST: i64 = 50_000;

/// The patterns that ordinary business does not show, whatever its words.
const NAMING: [Pattern; 2] = [Pattern::FixedRate, Pattern::NewMoney];

/// The scheme's accounts, and those that rows name by the name of one of their holders only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Till(BTreeSet<AccountId>, BTreeSet<AccountId>);

impl Till {
    /// From findings, then from what works with those accounts.
    pub fn find(transfers: &Transfers, findings: &[Finding], said: &[Said]) -> Self {
        let named = |patterns: &[Pattern]| -> BTreeSet<AccountId> {
            let naming = findings.iter().filter(|f| patterns.contains(&f.pattern));
            naming.flat_map(|f| f.accounts.iter().copied()).collect()
        };
        let mut seeds = named(&NAMING);
        // Words alone also stand on an employer's bonuses: there persons must have paid in, too.
        let by_words = named(&[Pattern::MemoWords]);
        seeds.extend(taking_principal(transfers, &by_words));
        let sums = Sums::of(transfers);
        if seeds.is_empty() {
            seeds = together(transfers, &sums, said);
        }
        if seeds.is_empty() {
            // Words point at accounts that only pay: whoever collects writes nothing.
            seeds = two_sides(transfers, &sums, said, &by_words);
        }
        Self::grow(transfers, seeds, &by_words, said)
    }

    /// From accounts that a person names, then from what works with them.
    pub fn around(
        transfers: &Transfers,
        seeds: impl IntoIterator<Item = AccountId>,
        said: &[Said],
    ) -> Self {
        Self::grow(transfers, seeds, &BTreeSet::new(), said)
    }

    fn grow(
        transfers: &Transfers,
        seeds: impl IntoIterator<Item = AccountId>,
        by_words: &BTreeSet<AccountId>,
        said: &[Said],
    ) -> Self {
        let mut till = Self(seeds.into_iter().collect(), BTreeSet::new());
        if till.0.is_empty() {
            return till;
        }
        let sums = Sums::of(transfers);
        loop {
            let mut joining = till.joining(transfers, &sums, by_words);
            if joining.is_empty() {
                joining = till.by_persons(transfers, &sums, said, by_words);
            }
            if joining.is_empty() {
                till.1 = till.named_only(transfers);
                return till;
            }
            till.0.extend(joining);
        }
    }

    /// Those that join because of whom they pay, and then those that join because of who pays them.
    fn by_persons(
        &self,
        transfers: &Transfers,
        sums: &Sums,
        said: &[Said],
        by_words: &BTreeSet<AccountId>,
    ) -> Vec<AccountId> {
        let sides = Sides {
            transfers,
            till: self,
            sums,
            said,
            by_words,
        };
        let payers = sides.payers();
        match payers.is_empty() {
            true => sides.collectors(),
            false => payers,
        }
    }

    /// Accounts that a row names without a number, by the name of one of the scheme's holders: which of that holder's
    /// accounts is meant nobody knows, but all that are known of the name are the scheme's.
    fn named_only(&self, transfers: &Transfers) -> BTreeSet<AccountId> {
        let ids = || (0..).map(AccountId).zip(&transfers.accounts);
        let named = |account: &'_ crate::transfer::Account| {
            let name = account.name.clone()?;
            (account.number.is_some() && !name.contains('*')).then_some(name)
        };
        let mut own: BTreeMap<Box<str>, Vec<&str>> = BTreeMap::new();
        for (_, account) in ids().filter(|(id, _)| self.holds(*id)) {
            if let (Some(name), Some(number)) = (named(account), account.number.as_deref()) {
                own.entry(name).or_default().push(number);
            }
        }
        for (_, account) in ids().filter(|(id, _)| !self.holds(*id)) {
            // What a mask leaves of the number of one of them is no other account.
            let number = account.number.as_deref().unwrap_or("");
            if let Some(name) = named(account)
                && let Some(numbers) = own.get(&name)
                && !numbers.iter().any(|known| is_what_is_left(number, known))
            {
                own.remove(&name);
            }
        }
        let is_own = |account: &crate::transfer::Account| {
            let nobody = matches!(account.holder, HolderKind::Cash | HolderKind::Intermediary);
            let name = account.name.as_deref().unwrap_or("");
            account.number.is_none() && !account.held && !nobody && own.contains_key(name)
        };
        ids()
            .filter(|(_, account)| is_own(account))
            .map(|(id, _)| id)
            .collect()
    }

    pub fn holds(&self, account: AccountId) -> bool {
        self.0.contains(&account) || self.1.contains(&account)
    }

    pub fn accounts(&self) -> Vec<AccountId> {
        self.0.union(&self.1).copied().collect()
    }

    /// Those that are known otherwise than by a name in somebody's row.
    pub fn known(&self) -> impl Iterator<Item = AccountId> {
        self.0.iter().copied()
    }

    /// The payers of round sums to accounts that did not join, yet look as if they collected for the scheme: half of what
    /// came in is such sums, half of those who paid them deal with the scheme, and some of the money went its ways.
    pub fn payers_elsewhere(&self, transfers: &Transfers) -> BTreeSet<AccountId> {
        let sums = Sums::of(transfers);
        let (persons, ends) = (self.persons(transfers), self.ends(transfers));
        let mut open: BTreeMap<AccountId, Shared> = BTreeMap::new();
        for t in &transfers.list {
            let hands_on = self.holds(t.payee) || ends.contains(&t.payee);
            if hands_on && !self.holds(t.payer) && sums.is_candidate(transfers, t.payer) {
                open.entry(t.payer).or_default().with_till += i128::from(t.amount.0);
            }
            let outside = !self.holds(t.payee) && sums.is_candidate(transfers, t.payee);
            if outside && like_principal(t.amount) && is_person(transfers, t.payer) {
                let shared = open.entry(t.payee).or_default();
                shared.meet(t.payer, i128::from(t.amount.0));
                if persons.contains(&t.payer) {
                    shared.add(t.payer, i128::from(t.amount.0));
                }
            }
        }
        open.retain(|account, shared| shared.leaves_open(sums.named_into(*account)));
        open.into_values()
            .flat_map(|shared| shared.persons)
            .collect()
    }

    fn joining(
        &self,
        transfers: &Transfers,
        sums: &Sums,
        by_words: &BTreeSet<AccountId>,
    ) -> Vec<AccountId> {
        let persons = self.persons(transfers);
        let ends = self.ends(transfers);
        let between = self.between(transfers, &ends);
        let is_fellow = |account: &AccountId, plain: bool| {
            let body = |a: &crate::transfer::Account| a.holder == HolderKind::Body;
            let passed = between.get(account).map_or(&[][..], Vec::as_slice);
            transfers.account(*account).is_some_and(body)
                || (plain || passed.len() >= LEAST_PASSED) && !is_saver(passed.iter().copied())
        };
        let crowd = (persons.len() * CROWD_PERCENT / 100).max(SHARED_PERSONS);
        let mut collecting: BTreeMap<AccountId, Shared> = BTreeMap::new();
        let mut paying: BTreeMap<AccountId, Shared> = BTreeMap::new();
        for t in &transfers.list {
            let amount = i128::from(t.amount.0);
            if !self.holds(t.payee) && sums.is_candidate(transfers, t.payee) {
                if self.holds(t.payer) {
                    paying.entry(t.payee).or_default().with_till += amount;
                } else if like_principal(t.amount) && is_person(transfers, t.payer) {
                    let shared = collecting.entry(t.payee).or_default();
                    shared.meet(t.payer, amount);
                    if persons.contains(&t.payer) {
                        shared.add(t.payer, amount);
                    }
                }
            }
            if !self.holds(t.payer) && sums.is_candidate(transfers, t.payer) {
                if self.holds(t.payee) || ends.contains(&t.payee) {
                    collecting.entry(t.payer).or_default().with_till += amount;
                } else if persons.contains(&t.payee) {
                    paying.entry(t.payer).or_default().add(t.payee, amount);
                }
            }
        }
        let (into, out) = (
            |a: AccountId| sums.into[a.0 as usize],
            |a: AccountId| sums.out[a.0 as usize],
        );
        let collects = |(a, s): (&AccountId, &Shared)| {
            let (own, other) = (sums.named_into(*a), out(*a));
            let plain = s.joins_wholly(own, other) || s.joins_closely(own, other, crowd);
            let hands_on = s.hands_all_on(own, other) || s.joins_by_crowd(own, other);
            (plain || hands_on || s.joins(own, other, crowd)) && is_fellow(a, plain)
        };
        let pays = |(a, s): (&AccountId, &Shared)| {
            // Words of gains on what it pays count for the half: until the other collectors have joined, many of
            // those whom it pays are not known to deal with the scheme.
            let named = by_words.contains(a) && s.deals_with_both(into(*a), crowd);
            (named || s.joins(out(*a), into(*a), crowd)) && is_fellow(a, false)
        };
        let collecting = collecting.iter().filter(|one| collects(*one));
        let paying = paying.iter().filter(|one| pays(*one));
        collecting
            .chain(paying)
            .map(|(account, _)| *account)
            .collect()
    }

    /// The accounts outside the scheme that a good part of its money ends at: they get a twentieth or more of what
    /// leaves it, and gave it next to nothing, as a saver would have.
    fn ends(&self, transfers: &Transfers) -> BTreeSet<AccountId> {
        let mut got: BTreeMap<AccountId, (usize, i128, i128)> = BTreeMap::new();
        let mut all = 0;
        for t in &transfers.list {
            let amount = i128::from(t.amount.0);
            match (self.holds(t.payer), self.holds(t.payee)) {
                (true, false) => {
                    let seen = got.entry(t.payee).or_default();
                    (seen.0, seen.1) = (seen.0 + 1, seen.1 + amount);
                    all += amount;
                }
                (false, true) => got.entry(t.payer).or_default().2 += amount,
                _ => {}
            }
        }
        let nobody = |account: &AccountId| {
            let holder = transfers.account(*account).map(|a| a.holder);
            matches!(holder, Some(HolderKind::Cash | HolderKind::Intermediary))
        };
        got.into_iter()
            .filter(|(account, (count, sum, given))| {
                *count >= END_PAYMENTS
                    && sum * 100 >= all * END_PERCENT
                    && given * 100 <= sum * GIVEN_PERCENT
                    && !nobody(account)
            })
            .map(|(account, _)| account)
            .collect()
    }

    /// What passed between the scheme (with the ends of its money) and each account, in order of time: whether the
    /// account paid.
    fn between(
        &self,
        transfers: &Transfers,
        ends: &BTreeSet<AccountId>,
    ) -> BTreeMap<AccountId, Vec<(bool, Fen)>> {
        let mut between: BTreeMap<AccountId, Vec<(bool, Fen)>> = BTreeMap::new();
        for t in &transfers.list {
            let (pays, paid) = (self.holds(t.payer), self.holds(t.payee));
            if pays && !paid {
                between.entry(t.payee).or_default().push((false, t.amount));
            } else if !pays && (paid || ends.contains(&t.payee)) {
                between.entry(t.payer).or_default().push((true, t.amount));
            }
        }
        between
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

/// Whether a masked number may be this one.
fn is_what_is_left(masked: &str, number: &str) -> bool {
    match (masked.split_once('*'), masked.rsplit_once('*')) {
        (Some((head, _)), Some((_, tail))) => number.starts_with(head) && number.ends_with(tail),
        _ => false,
    }
}

pub(super) fn like_principal(amount: Fen) -> bool {
    amount.0 >= LEAST && amount.0 % ROUND == 0
}

/// Those of the accounts that take round sums from several persons.
fn taking_principal(transfers: &Transfers, accounts: &BTreeSet<AccountId>) -> Vec<AccountId> {
    let mut payers: BTreeMap<AccountId, BTreeSet<AccountId>> = BTreeMap::new();
    for t in &transfers.list {
        if accounts.contains(&t.payee) && like_principal(t.amount) && is_person(transfers, t.payer)
        {
            payers.entry(t.payee).or_default().insert(t.payer);
        }
    }
    payers.retain(|_, of| of.len() >= SHARED_PERSONS);
    payers.into_keys().collect()
}

/// What went through each account.
pub(super) struct Sums {
    into: Vec<i128>,
    out: Vec<i128>,
    /// Of what came in, the cash.
    cash: Vec<i128>,
}

impl Sums {
    pub fn of(transfers: &Transfers) -> Self {
        let mut sums = Self {
            into: vec![0; transfers.accounts.len()],
            out: vec![0; transfers.accounts.len()],
            cash: vec![0; transfers.accounts.len()],
        };
        for t in &transfers.list {
            sums.out[t.payer.0 as usize] += i128::from(t.amount.0);
            sums.into[t.payee.0 as usize] += i128::from(t.amount.0);
            if transfers
                .account(t.payer)
                .is_some_and(|a| a.holder == HolderKind::Cash)
            {
                sums.cash[t.payee.0 as usize] += i128::from(t.amount.0);
            }
        }
        sums
    }

    /// What came in, without cash: that does not tell who brought it, and speaks neither for a crowd nor against it.
    pub fn named_into(&self, account: AccountId) -> i128 {
        self.into[account.0 as usize] - self.cash[account.0 as usize]
    }

    /// Of accounts without statements too little is seen.
    pub fn is_candidate(&self, transfers: &Transfers, account: AccountId) -> bool {
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
