//! The rates and instalments that several persons get of what they put in, learnt from all payments. It must not know whose
//! payment is divided by them.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::{Rates, instalment_of, rate_ppm};
use crate::transfer::AccountId;

/// Persons who get the same rate, so that it is one.
const RATE_PERSONS: usize = 3;
/// Of all who get a rate, those who get one again and again, where that is how the scheme pays.
const REGULAR_PERCENT: usize = 40;
/// Payments that show that somebody is paid in instalments.
const INSTALMENTS: usize = 3;

/// The days on which a person was paid each sum at a rate.
type Paid = BTreeMap<AccountId, BTreeMap<i64, BTreeSet<i32>>>;

/// What was seen so far, in order of time.
#[derive(Debug, Default)]
pub(super) struct Learning {
    put_in: BTreeMap<AccountId, BTreeSet<i64>>,
    rates: BTreeMap<i64, Paid>,
    instalments: BTreeMap<(i64, i64), BTreeMap<AccountId, usize>>,
}

impl Learning {
    /// Somebody puts a sum in.
    pub fn put_in(&mut self, person: AccountId, sum: i64) {
        self.put_in.entry(person).or_default().insert(sum);
    }

    /// Somebody is paid; a payment that is called principal is no gain by itself.
    pub fn paid(&mut self, person: AccountId, amount: i64, day: i32, principal: bool) {
        let Some(known) = self.put_in.get(&person) else {
            return;
        };
        if known.iter().all(|sum| rate_ppm(amount, *sum).is_none()) {
            for plan in known.iter().filter_map(|sum| instalment_of(amount, *sum)) {
                let times = self.instalments.entry(plan).or_default();
                *times.entry(person).or_default() += 1;
            }
        }
        if known.contains(&amount) {
            return;
        }
        // By itself, or on top of the principal that goes back with it.
        let of = |sum: &i64| {
            let alone = rate_ppm(amount, *sum).filter(|_| !principal);
            [alone, rate_ppm(amount - sum, *sum)]
        };
        for rate in known.iter().flat_map(of).flatten() {
            let sums = self
                .rates
                .entry(rate)
                .or_default()
                .entry(person)
                .or_default();
            sums.entry(amount).or_default().insert(day);
        }
    }

    /// What several persons get.
    pub fn learnt(mut self) -> Rates {
        self.rates.retain(|_, of| of.len() >= RATE_PERSONS);
        let several = |of: &BTreeMap<AccountId, usize>| {
            of.values().filter(|times| **times >= INSTALMENTS).count() >= RATE_PERSONS
        };
        self.instalments.retain(|_, of| several(of));
        let again = self.again();
        let mut persons: BTreeMap<i64, usize> = BTreeMap::new();
        for (rate, of) in self.rates {
            persons.insert(rate, of.len());
        }
        for (_, rate) in self.instalments.keys() {
            persons.entry(*rate).or_insert(RATE_PERSONS);
        }
        Rates {
            persons,
            again,
            instalments: self.instalments.into_keys().collect(),
        }
    }

    /// The rates that several get again and again; none where few of all who get a rate do.
    fn again(&self) -> BTreeSet<i64> {
        let mut again = BTreeSet::new();
        let (mut regular, mut all): (BTreeSet<AccountId>, BTreeSet<AccountId>) = Default::default();
        for (rate, of) in &self.rates {
            let repeating = of
                .iter()
                .filter(|(_, sums)| sums.values().any(|days| days.len() > 1));
            let repeating: Vec<AccountId> = repeating.map(|(person, _)| *person).collect();
            all.extend(of.keys().copied());
            if repeating.len() >= RATE_PERSONS {
                again.insert(*rate);
                regular.extend(repeating);
            }
        }
        match regular.len() * 100 < all.len() * REGULAR_PERCENT {
            true => BTreeSet::new(),
            false => again,
        }
    }
}
