//! Commissions that no memo names, told by their sums: so many percent of what somebody else had put in a few days before.
//! It must not know a person's own contracts.
//!
//! Nearly every round sum is some share of some deposit. A rate is taken for the scheme's commission only when payments match
//! deposits of the days before them far more often than deposits of the days after them, which cannot be meant.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    till::{Till, is_person, like_principal},
    words::{Said, look_up},
};
use crate::transfer::{AccountId, Transfer, Transfers};

/// Days between a deposit and the commission on it.
const WINDOW_DAYS: i32 = 10;
/// Commission rates are promised in halves of a percent …
const STEP_PPM: i128 = 5_000;
/// … up to this many.
const MOST_STEPS: i128 = 40;
/// Payments that match, and persons who get them, without which nothing is told …
const PAYMENTS: usize = 5;
const PERSONS: usize = 3;
/// … beyond those that match deposits of the days after; of these the square, so many times as large as the chance.
const CLEARLY: usize = 16;
/// A payment matches by chance where so many percent of those that come again and again match.
const CHANCE_PERCENT: usize = 10;

/// What a payment matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// A commission, hardly by chance.
    Sure,
    /// Perhaps by chance.
    Perhaps,
}

/// The payments that match a deposit at a rate of commission.
#[derive(Debug, Clone, Default)]
pub(super) struct Brought {
    matching: BTreeSet<u32>,
    chance: bool,
}

/// A payment between the scheme and a person.
struct Payment<'a> {
    at: u32,
    day: i32,
    person: AccountId,
    name: Option<&'a str>,
    amount: i64,
}

impl Payment<'_> {
    fn is_same_person(&self, other: &Self) -> bool {
        self.person == other.person || self.name.is_some() && self.name == other.name
    }
}

impl Brought {
    /// From the payments between the scheme and others, by place in the list.
    pub fn of(transfers: &Transfers, till: &Till, said: &[Said], order: &[u32]) -> Self {
        let payment = |at: u32, t: &Transfer, person: AccountId| Payment {
            at,
            day: t.at.day(),
            person,
            name: transfers.account(person).and_then(|a| a.name.as_deref()),
            amount: t.amount.0,
        };
        let (mut deposits, mut paid) = (Vec::new(), Vec::new());
        for at in order {
            let t = &transfers.list[*at as usize];
            let words = look_up(said, t.memo);
            let told = words.principal || words.gain || words.commission || words.wage;
            if till.holds(t.payer) {
                if is_person(transfers, t.payee) && !told {
                    paid.push(payment(*at, t, t.payee));
                }
            } else if is_person(transfers, t.payer) && like_principal(t.amount) {
                deposits.push(payment(*at, t, t.payer));
            }
        }
        deposits.sort_by_key(|p| (p.day, p.at));
        Self::told(&deposits, &paid)
    }

    fn told(deposits: &[Payment<'_>], paid: &[Payment<'_>]) -> Self {
        let mut times: BTreeMap<(AccountId, i64), usize> = BTreeMap::new();
        for payment in paid {
            *times.entry((payment.person, payment.amount)).or_default() += 1;
        }
        let again = |payment: &&Payment<'_>| times[&(payment.person, payment.amount)] > 2;
        let (mut before, mut after) = (Rates::default(), Rates::default());
        for payment in paid.iter().filter(|p| !again(p)) {
            before.count(payment, deposits, -WINDOW_DAYS);
            after.count(payment, deposits, 1);
        }
        let rates = before.more_than(&after);
        let matches = |payment: &&Payment<'_>| {
            let fitting = rates_of(payment, deposits, -WINDOW_DAYS);
            fitting.iter().any(|rate| rates.contains(rate))
        };
        let by_chance = paid.iter().filter(again).filter(matches).count();
        let all = paid.iter().filter(again).count();
        Self {
            matching: paid.iter().filter(matches).map(|p| p.at).collect(),
            chance: by_chance * 100 > all * CHANCE_PERCENT,
        }
    }

    /// Whether a payment, by its place in the list, is a commission by its sum.
    pub fn at(&self, transfer: u32) -> Option<Match> {
        let found = self.matching.contains(&transfer);
        found.then_some(match self.chance {
            true => Match::Perhaps,
            false => Match::Sure,
        })
    }
}

/// How often payments are a rate of a deposit, and of whom.
#[derive(Default)]
struct Rates(BTreeMap<i128, (usize, BTreeSet<AccountId>)>);

impl Rates {
    fn count(&mut self, payment: &Payment<'_>, deposits: &[Payment<'_>], from: i32) {
        for rate in rates_of(payment, deposits, from) {
            let seen = self.0.entry(rate).or_default();
            seen.0 += 1;
            seen.1.insert(payment.person);
        }
    }

    fn more_than(&self, other: &Self) -> BTreeSet<i128> {
        let often = self.0.iter().filter(|(rate, (payments, persons))| {
            let chance = other.0.get(*rate).map_or(0, |seen| seen.0);
            let more = payments.saturating_sub(chance);
            more >= PAYMENTS && persons.len() >= PERSONS && more * more >= CLEARLY * (chance + 1)
        });
        often.map(|(rate, _)| *rate).collect()
    }
}

/// The rates that a payment is of deposits of others, from so many days beside it over the window.
fn rates_of(payment: &Payment<'_>, deposits: &[Payment<'_>], from: i32) -> BTreeSet<i128> {
    let first = payment.day + from;
    let begin = deposits.partition_point(|d| d.day < first);
    let near = deposits[begin..].iter();
    let near = near.take_while(|d| d.day <= first + WINDOW_DAYS);
    near.filter(|d| !payment.is_same_person(d))
        .filter_map(|d| rate(payment.amount, d.amount))
        .collect()
}

fn rate(commission: i64, deposit: i64) -> Option<i128> {
    let ppm = i128::from(commission) * 1_000_000;
    let step = i128::from(deposit) * STEP_PPM;
    let steps = ppm / step.max(1);
    (step > 0 && ppm % step == 0 && (1..=MOST_STEPS).contains(&steps)).then_some(steps)
}
