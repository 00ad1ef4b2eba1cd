//! Accounts that are a scheme's only when they are read together: what persons paid into some of them goes back to the same
//! persons out of others, with a gain, in shares of what they put in that several get. It must not know findings, which are
//! told till by till.
//!
//! Each account alone may show nothing: interest is paid once, at the end, by a cashier's card that collected little. Over
//! all accounts whose statements are at hand the same persons put round sums in first and are paid, later, a share of such a
//! sum (a gain, an instalment) or the sum and a share of it. Where a good part of those who paid in are paid so, the accounts
//! that many of these persons deal with are the scheme's.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    contract::rate_ppm,
    till::{Sums, is_person, like_principal},
    words::{Said, look_up},
};
use crate::transfer::{AccountId, Transfer, Transfers};

/// Persons who get the same share, so that it is one.
const SHARE_PERSONS: usize = 3;
/// A gain paid by itself, or an instalment, is at most this share of a sum that was put in; more is a refund of it.
const MOST_ALONE_PERCENT: i128 = 25;
/// Persons who are paid such shares, at least …
const PERSONS: usize = 6;
/// … as a share of all who put round sums into the accounts that are told.
const PERSONS_PERCENT: usize = 20;
/// Of the payments to a person, the ones that are such a share, a sum that was put in, or both.
const FITTING_PERCENT: usize = 60;
/// Of those persons, the ones who put a sum of which they are paid a share into an account, or are paid it by one …
const SEEN_PERCENT: usize = 10;
const SEEN_PERSONS: usize = 3;
/// … and what they are of all persons who pay round sums into it, or what they are paid of all that it pays to accounts
/// without statements.
const OWN_PERCENT: usize = 40;
const OWN_MONEY_PERCENT: i128 = 40;
/// An account pays at least so much of all that is paid so: shops give small sums back.
const PART_PERCENT: i128 = 5;
/// A sum that is paid so often comes again and again.
const AGAIN: usize = 3;
/// Less is put in by nobody, in fen.
const LEAST: i64 = 50_000;
/// Different sums of one person that are looked at.
const MOST_SUMS: usize = 12;

type Persons = BTreeSet<AccountId>;

/// What a payment is of a sum that was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    /// A rate such as is promised, in millionths, by itself or on top of the sum.
    Rate(i64),
    /// Any other share, in hundred-thousandths: a third of a year's rate, a twelfth with the interest.
    Other(i64),
}

impl Share {
    /// Every share that the amount may be of a sum.
    fn of(amount: i64, sum: i64) -> impl Iterator<Item = Self> {
        let small = i128::from(amount) * 100 <= i128::from(sum) * MOST_ALONE_PERCENT;
        let alone = rate_ppm(amount, sum).filter(|_| small);
        let on_top = rate_ppm(amount - sum, sum);
        let other = (i128::from(amount) * 100_000 + i128::from(sum) / 2) / i128::from(sum);
        let other = i64::try_from(other)
            .ok()
            .filter(|_| small && alone.is_none());
        let rates = [alone, on_top].into_iter().flatten().map(Self::Rate);
        rates.chain(other.map(Self::Other))
    }
}

/// A payment to somebody who had put something in.
struct Got {
    payer: AccountId,
    amount: i64,
    /// Of which sums it is which share.
    shares: BTreeSet<(Share, i64)>,
    /// It is a sum that was put in.
    whole: bool,
    /// A memo calls it a gain.
    said: bool,
}

/// What one person put in and got, over all accounts.
#[derive(Default)]
struct Person {
    /// The different sums, the first few, with the accounts that they went to.
    sums: BTreeMap<i64, BTreeSet<AccountId>>,
    /// What was put in, all together.
    put_in: i128,
    got: Vec<Got>,
    /// How often each sum that is not one of those was paid.
    times: BTreeMap<i64, usize>,
}

/// Who gets a share.
#[derive(Default)]
struct Getters {
    persons: Persons,
    sums: BTreeSet<i64>,
    payments: usize,
}

impl Getters {
    /// Several persons get it; where it is no plain rate, of different sums or each of them again.
    fn share_it(&self, share: Share) -> bool {
        let plain = matches!(share, Share::Rate(_));
        let several = self.persons.len() >= SHARE_PERSONS;
        several && (plain || self.sums.len() > 1 || self.payments >= self.persons.len() * 2)
    }
}

/// What an account has to do with those who are paid shares.
#[derive(Default)]
struct Crowd {
    /// Who paid round sums in.
    pays_in: Persons,
    /// Who put a sum in of which a share was paid.
    own: Persons,
    /// Who was paid such a share, or such a sum, by it, and how much.
    paid: BTreeMap<AccountId, i128>,
    /// What it paid to anybody whose statements are not at hand.
    paid_out: i128,
}

/// The accounts that are the scheme's by what they do together.
pub(super) fn together(transfers: &Transfers, sums: &Sums, said: &[Said]) -> BTreeSet<AccountId> {
    let mut persons: BTreeMap<AccountId, Person> = BTreeMap::new();
    let mut crowds: BTreeMap<AccountId, Crowd> = BTreeMap::new();
    for t in &transfers.list {
        let words = look_up(said, t.memo);
        if !sums.is_candidate(transfers, t.payee) {
            crowds.entry(t.payer).or_default().paid_out += i128::from(t.amount.0);
        }
        if is_put_in(transfers, sums, t, words) {
            persons.entry(t.payer).or_default().put_in(t);
            if like_principal(t.amount) {
                crowds.entry(t.payee).or_default().pays_in.insert(t.payer);
            }
        } else if is_paid(transfers, sums, t, words)
            && let Some(one) = persons.get_mut(&t.payee)
        {
            one.get(t, words);
        }
    }
    let shared = shared(&persons);
    persons.retain(|_, one| one.is_paid(&shared));
    for (account, one) in &persons {
        one.tell(*account, &shared, &mut crowds);
    }
    told(&crowds, persons.len())
}

fn is_put_in(transfers: &Transfers, sums: &Sums, t: &Transfer, words: Said) -> bool {
    t.amount.0 >= LEAST
        && (!words.purchase || like_principal(t.amount))
        && is_person(transfers, t.payer)
        && sums.is_candidate(transfers, t.payee)
}

fn is_paid(transfers: &Transfers, sums: &Sums, t: &Transfer, words: Said) -> bool {
    let wage = words.wage && !words.gain && !words.principal;
    !wage
        && !words.commission
        && is_person(transfers, t.payee)
        && sums.is_candidate(transfers, t.payer)
}

impl Person {
    fn put_in(&mut self, t: &Transfer) {
        self.put_in += i128::from(t.amount.0);
        if self.sums.len() < MOST_SUMS || self.sums.contains_key(&t.amount.0) {
            self.sums.entry(t.amount.0).or_default().insert(t.payee);
        }
    }

    fn get(&mut self, t: &Transfer, words: Said) {
        let amount = t.amount.0;
        let whole = self.sums.contains_key(&amount);
        let of = |sum: i64| Share::of(amount, sum).map(move |share| (share, sum));
        let shares = self.sums.keys().filter(|_| !whole);
        if !whole {
            *self.times.entry(amount).or_default() += 1;
        }
        self.got.push(Got {
            payer: t.payer,
            amount,
            shares: shares.flat_map(|sum| of(*sum)).collect(),
            whole,
            said: words.gain && !words.principal,
        });
    }

    /// Whether a payment is a gain or an instalment: a share that others get, called a gain, or a sum that comes again and
    /// again and is little beside what was put in.
    fn fits(&self, got: &Got, shared: &BTreeSet<Share>) -> bool {
        let little = i128::from(got.amount) * 100 <= self.put_in * MOST_ALONE_PERCENT;
        let again = self.times.get(&got.amount).is_some_and(|t| *t >= AGAIN);
        let is_share = || got.shares.iter().any(|(share, _)| shared.contains(share));
        got.said || little && again || is_share()
    }

    fn is_paid(&self, shared: &BTreeSet<Share>) -> bool {
        let fitting = self.got.iter().filter(|got| self.fits(got, shared));
        let (fitting, whole) = (
            fitting.count(),
            self.got.iter().filter(|got| got.whole).count(),
        );
        fitting > 0 && (fitting + whole) * 100 >= self.got.len() * FITTING_PERCENT
    }

    /// Tells the accounts what they had to do with it.
    fn tell(
        &self,
        person: AccountId,
        shared: &BTreeSet<Share>,
        crowds: &mut BTreeMap<AccountId, Crowd>,
    ) {
        let of_all = self.sums.values().flatten().collect::<BTreeSet<_>>();
        for got in &self.got {
            let fits = self.fits(got, shared);
            if fits || got.whole {
                let paid = &mut crowds.entry(got.payer).or_default().paid;
                *paid.entry(person).or_default() += i128::from(got.amount);
            }
            let shares = got.shares.iter();
            let sums = shares.filter(|(share, _)| shared.contains(share));
            let into = sums.filter_map(|(_, sum)| self.sums.get(sum)).flatten();
            let only = of_all.iter().copied().filter(|_| fits && of_all.len() == 1);
            for account in into.chain(only) {
                crowds.entry(*account).or_default().own.insert(person);
            }
        }
    }
}

/// The shares that several persons are paid of what they put in.
fn shared(persons: &BTreeMap<AccountId, Person>) -> BTreeSet<Share> {
    let mut getters: BTreeMap<Share, Getters> = BTreeMap::new();
    for (account, person) in persons {
        for (share, sum) in person.got.iter().flat_map(|got| &got.shares) {
            let at = getters.entry(*share).or_default();
            at.persons.insert(*account);
            at.sums.insert(*sum);
            at.payments += 1;
        }
    }
    getters.retain(|share, of| of.share_it(*share));
    getters.into_keys().collect()
}

/// The accounts that many of so many persons who are paid shares deal with so, where they are enough.
fn told(crowds: &BTreeMap<AccountId, Crowd>, sure: usize) -> BTreeSet<AccountId> {
    let seen = |of: usize| of >= SEEN_PERSONS && of * 100 >= sure * SEEN_PERCENT;
    let collects = |crowd: &Crowd| {
        seen(crowd.own.len()) && crowd.own.len() * 100 >= crowd.pays_in.len() * OWN_PERCENT
    };
    let paid = |crowd: &Crowd| crowd.paid.values().sum::<i128>();
    let all: i128 = crowds.values().map(paid).sum();
    let pays = |crowd: &Crowd| {
        let money = paid(crowd);
        seen(crowd.paid.len())
            && money * 100 >= crowd.paid_out * OWN_MONEY_PERCENT
            && money * 100 >= all * PART_PERCENT
    };
    let deals = |crowd: &Crowd| collects(crowd) || pays(crowd);
    let accounts: BTreeMap<&AccountId, &Crowd> = crowds.iter().filter(|(_, c)| deals(c)).collect();
    let paid_in = accounts.values().flat_map(|c| c.pays_in.iter());
    let paid_in: BTreeSet<&AccountId> = paid_in.collect();
    match sure >= PERSONS && sure * 100 >= paid_in.len() * PERSONS_PERCENT {
        true => accounts.into_keys().copied().collect(),
        false => BTreeSet::new(),
    }
}
