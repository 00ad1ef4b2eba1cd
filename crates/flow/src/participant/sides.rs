//! The two sides of a scheme whose money is collected on some accounts and paid out of others, told by the persons they
//! share: who paid in here is paid there. It must not know findings, nor how a payment is divided.
//!
//! Nothing need be seen to pass between the two sides: it may go as cash, or through accounts without statements. An
//! account pays for the scheme when most of those it pays had put principal in, what each gets is in proportion to that
//! principal, and either money of the scheme reaches it, or a good part of all who paid in are paid by it and its memos or
//! rates say what for. An account collects for the scheme when most of those who pay it round sums are paid by the scheme
//! afterwards, many of them without ever having paid into an account that is known to be the scheme's.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    contract::rate_ppm,
    till::{Sums, Till, is_person, like_principal},
    words::{Said, look_up},
};
use crate::{
    graph::is_saver,
    transfer::{AccountId, Moment, Transfer, Transfers},
};

/// Persons who are on both sides, at least …
const SHARED_PERSONS: usize = 5;
/// … and where no money is seen to pass between the sides.
const UNFED_PERSONS: usize = 10;
/// Payments between an account and the scheme that show that the scheme feeds it.
const FED_PAYMENTS: usize = 2;
/// Of all whom an account pays, those who had paid in.
const PAID_PERCENT: usize = 55;
/// Of all who paid in, those whom an account pays to which no money of the scheme is seen to go.
const PAYERS_PERCENT: usize = 25;
/// Of the payments to those persons, the ones that are in proportion to what they had put in.
const FITTING_PERCENT: usize = 70;
/// Of the same, the ones whose memo or rate says that they are gains, principal or commission.
const TELLING_PERCENT: usize = 30;
/// Of all whom an account pays whose memos name gains with many, those who had paid in: the others' principal came as
/// cash, or by accounts that are not known yet.
const NAMED_PAID_PERCENT: usize = 30;
/// What is paid at once is at most this share of the principal, unless principal goes back with it …
const MOST_GAIN_PERCENT: i128 = 25;
/// … and then no more than this.
const MOST_BACK_PERCENT: i128 = 160;
/// Persons who get a rate, so that it is one.
const RATE_PERSONS: usize = 3;
/// Of those who pay round sums to an account, the ones whom the scheme pays afterwards …
const FOLLOWED_PERCENT: usize = 60;
/// … and of these the ones whose principal is seen nowhere else.
const LACKING_PERCENT: usize = 40;
/// What those who pay round sums bring, of all that came in with a name.
const ROUND_PERCENT: i128 = 60;
/// Of all persons of the scheme, those who must be seen on such an account.
const CROWD_PERCENT: usize = 5;

/// Looks at accounts from both sides of the scheme as it is known so far.
pub(super) struct Sides<'a> {
    pub transfers: &'a Transfers,
    pub till: &'a Till,
    pub sums: &'a Sums,
    pub said: &'a [Said],
    /// Accounts that words of schemes on many memos point at.
    pub by_words: &'a BTreeSet<AccountId>,
}

/// What a person had put in by some moment.
#[derive(Debug, Default)]
struct PutIn {
    sum: i128,
    least: i128,
    /// The different sums, the first few.
    sums: BTreeSet<i64>,
}

/// Different sums of one person that rates are looked for of.
const MOST_SUMS: usize = 8;

impl PutIn {
    fn add(&mut self, fen: i64) {
        let amount = i128::from(fen);
        self.sum += amount;
        if self.sums.len() < MOST_SUMS {
            self.sums.insert(fen);
        }
        self.least = match self.least {
            0 => amount,
            least => least.min(amount),
        };
    }

    /// Whether a payment may be a gain on the principal or principal that goes back.
    fn fits(&self, amount: i128) -> bool {
        let gain = amount * 100 <= self.sum * MOST_GAIN_PERCENT;
        let back = amount >= self.least / 2 && amount * 100 <= self.sum * MOST_BACK_PERCENT;
        gain || back
    }
}

/// An account that may pay out for the scheme.
#[derive(Debug, Default)]
struct Payer {
    paid: BTreeSet<AccountId>,
    crowd: BTreeSet<AccountId>,
    payments: usize,
    fitting: usize,
    said: usize,
    /// Payments without telling words, by rate: which of them, and to whom.
    rates: BTreeMap<i64, (Vec<usize>, BTreeSet<AccountId>)>,
    unsaid: usize,
    /// What passed between it and the scheme: whether the account paid.
    passed: Vec<(bool, fangfei_model::money::Fen)>,
}

impl Payer {
    fn pay(&mut self, t: &Transfer, put_in: Option<&PutIn>, said: Said) {
        self.paid.insert(t.payee);
        let Some(put_in) = put_in else { return };
        self.crowd.insert(t.payee);
        self.payments += 1;
        self.fitting += usize::from(put_in.fits(i128::from(t.amount.0)));
        if said.gain || said.principal || said.commission {
            self.said += 1;
            return;
        }
        let rates = put_in.sums.iter();
        let rates = rates.filter_map(|sum| rate_ppm(t.amount.0, *sum));
        for rate in rates.collect::<BTreeSet<i64>>() {
            let at_rate = self.rates.entry(rate).or_default();
            at_rate.0.push(self.unsaid);
            at_rate.1.insert(t.payee);
        }
        self.unsaid += 1;
    }

    fn telling(&self) -> usize {
        let shared = self
            .rates
            .values()
            .filter(|(_, of)| of.len() >= RATE_PERSONS);
        let payments: BTreeSet<usize> = shared.flat_map(|(of, _)| of.iter().copied()).collect();
        self.said + payments.len()
    }

    /// Whether the scheme's money comes to it otherwise than to a saver.
    fn is_fed(&self) -> bool {
        let came = self.passed.iter().any(|(pays, _)| !pays);
        came && self.passed.len() >= FED_PAYMENTS && !is_saver(self.passed.iter().copied())
    }

    fn pays_for_the_scheme(&self, payers: usize, named: bool) -> bool {
        let paid_percent = match named {
            true => NAMED_PAID_PERCENT,
            false => PAID_PERCENT,
        };
        let most = |part: usize, whole: usize, percent| part * 100 >= whole * percent;
        let shared = self.crowd.len();
        if shared < SHARED_PERSONS
            || !most(shared, self.paid.len(), paid_percent)
            || !most(self.fitting, self.payments, FITTING_PERCENT)
        {
            return false;
        }
        let told = most(self.telling(), self.payments, TELLING_PERCENT);
        self.is_fed() && (told || most(shared, payers, PAYERS_PERCENT))
            || shared >= UNFED_PERSONS && told && most(shared, payers, PAYERS_PERCENT)
    }
}

/// Whom the scheme paid: when last, and how much each time.
type Paid = BTreeMap<AccountId, (Moment, Vec<i128>)>;

/// An account that may collect for the scheme.
#[derive(Debug, Default)]
struct Collector {
    /// Who paid round sums to it, and how much.
    others: BTreeMap<AccountId, i128>,
    /// Of these, whom the scheme paid later.
    followed: BTreeSet<AccountId>,
}

impl Collector {
    fn collects_for_the_scheme(
        &self,
        paid: &Paid,
        known: &BTreeSet<AccountId>,
        crowd: usize,
    ) -> bool {
        let most = |part: usize, whole: usize, percent| part * 100 >= whole * percent;
        let lacking = self.followed.iter().filter(|p| !known.contains(p)).count();
        let (fitting, payments) = self.in_proportion(paid);
        lacking >= crowd
            && most(self.followed.len(), self.others.len(), FOLLOWED_PERCENT)
            && most(lacking, self.followed.len(), LACKING_PERCENT)
            && most(fitting, payments, FITTING_PERCENT)
    }

    /// Of the scheme's payments to those persons, the ones that are in proportion to what they paid here, and all.
    fn in_proportion(&self, paid: &Paid) -> (usize, usize) {
        let (mut fitting, mut payments) = (0, 0);
        for person in &self.followed {
            if let (Some(put_in), Some((_, sums))) = (self.others.get(person), paid.get(person)) {
                let fits = |sum: &&i128| **sum * 100 <= *put_in * MOST_BACK_PERCENT;
                fitting += sums.iter().filter(fits).count();
                payments += sums.len();
            }
        }
        (fitting, payments)
    }
}

impl Sides<'_> {
    fn is_wage(&self, t: &Transfer) -> bool {
        let said = look_up(self.said, t.memo);
        said.wage && !said.gain && !said.principal
    }

    fn is_outside(&self, account: AccountId) -> bool {
        !self.till.holds(account) && self.sums.is_candidate(self.transfers, account)
    }

    /// The accounts that pay out what the scheme took in.
    pub fn payers(&self) -> Vec<AccountId> {
        let mut put_in: BTreeMap<AccountId, PutIn> = BTreeMap::new();
        let mut payers: BTreeMap<AccountId, Payer> = BTreeMap::new();
        let mut pass = |account: AccountId, pays: bool, t: &Transfer| {
            if self.is_outside(account) {
                let payer = payers.entry(account).or_default();
                payer.passed.push((pays, t.amount));
            }
        };
        for t in &self.transfers.list {
            match (self.till.holds(t.payer), self.till.holds(t.payee)) {
                (false, true) => pass(t.payer, true, t),
                (true, false) => pass(t.payee, false, t),
                _ => {}
            }
        }
        for t in &self.transfers.list {
            match (self.till.holds(t.payer), self.till.holds(t.payee)) {
                (false, true) if is_person(self.transfers, t.payer) && like_principal(t.amount) => {
                    put_in.entry(t.payer).or_default().add(t.amount.0);
                }
                (false, false) if is_person(self.transfers, t.payee) && self.pays(t) => {
                    let said = look_up(self.said, t.memo);
                    let payer = payers.entry(t.payer).or_default();
                    payer.pay(t, put_in.get(&t.payee), said);
                }
                _ => {}
            }
        }
        let (all, named) = (put_in.len(), self.by_words);
        payers.retain(|account, payer| payer.pays_for_the_scheme(all, named.contains(account)));
        payers.into_keys().collect()
    }

    /// Whether an account that may join pays, and not for work.
    fn pays(&self, t: &Transfer) -> bool {
        self.is_outside(t.payer) && !self.is_wage(t)
    }

    /// The accounts that collect what the scheme pays gains on.
    pub fn collectors(&self) -> Vec<AccountId> {
        let (paid, known) = (self.paid_by_the_scheme(), self.known_payers());
        let lacking = paid.keys().filter(|person| !known.contains(person)).count();
        if lacking < SHARED_PERSONS {
            return Vec::new();
        }
        let crowd = ((lacking + known.len()) * CROWD_PERCENT / 100).max(SHARED_PERSONS);
        let mut found = self.takers_of_round_sums(&paid);
        found.retain(|account, one| {
            let round = one.others.values().sum::<i128>() * 100
                >= self.sums.named_into(*account) * ROUND_PERCENT;
            round && one.collects_for_the_scheme(&paid, &known, crowd)
        });
        found.into_keys().collect()
    }

    /// Accounts outside that persons pay round sums to, and which of these the scheme pays later.
    fn takers_of_round_sums(&self, paid: &Paid) -> BTreeMap<AccountId, Collector> {
        let mut found: BTreeMap<AccountId, Collector> = BTreeMap::new();
        for t in &self.transfers.list {
            let round = like_principal(t.amount) && is_person(self.transfers, t.payer);
            if round && self.is_outside(t.payee) && !self.till.holds(t.payer) {
                let one = found.entry(t.payee).or_default();
                *one.others.entry(t.payer).or_default() += i128::from(t.amount.0);
                if paid.get(&t.payer).is_some_and(|(last, _)| *last > t.at) {
                    one.followed.insert(t.payer);
                }
            }
        }
        found
    }

    /// Persons whom the scheme paid for anything but work.
    fn paid_by_the_scheme(&self) -> Paid {
        let mut paid = Paid::new();
        for t in &self.transfers.list {
            let out = self.till.holds(t.payer) && !self.till.holds(t.payee);
            if out && is_person(self.transfers, t.payee) && !self.is_wage(t) {
                let one = paid.entry(t.payee).or_insert((t.at, Vec::new()));
                one.0 = one.0.max(t.at);
                one.1.push(i128::from(t.amount.0));
            }
        }
        paid
    }

    /// Persons who are seen to have put principal into the scheme's accounts.
    fn known_payers(&self) -> BTreeSet<AccountId> {
        let list = self.transfers.list.iter();
        list.filter(|t| self.till.holds(t.payee) && !self.till.holds(t.payer))
            .filter(|t| like_principal(t.amount) && is_person(self.transfers, t.payer))
            .map(|t| t.payer)
            .collect()
    }
}
