//! What is usual between a scheme and those who surely took part in it, so that what others paid can be put beside it: how
//! small principal gets, how long the first gain takes, whether payments are called loans. Purchases are kept out by it, so
//! that who only bought something is not listed; of everybody else it says whose payments are unlike the others'.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_model::money::Fen;

use super::{
    ledger::{Doubt, Participant},
    part::{Dealing, ROUND, Told},
    till::{Till, is_person},
    words::{Said, look_up},
};
use crate::transfer::{AccountId, Transfer, Transfers};

/// Payments, or persons, without which nothing is usual.
const ENOUGH: usize = 10;
/// Principal below which only so many percent of the principal sums lie is small.
const SMALL_PERCENT: usize = 5;
/// What is below so many percent of that is no principal of the usual kind.
const BELOW_PERCENT: i64 = 50;
/// Principal is round where at most so many percent of it come in sums that are no multiples of ten yuan.
const UNEVEN_PERCENT: i128 = 5;
/// Uneven small payments that show that an account sells something.
const SALES: usize = 20;
/// Of what is sold, so many percent cost no more than what is usual.
const USUAL_PERCENT: usize = 95;
/// Payments are called loans by custom where so many percent of those who surely took part have such a memo.
const CUSTOM_PERCENT: usize = 10;
/// Of those who paid in, so many percent must be seen to get gains, or what they did not get tells nothing.
const FEW_PERCENT: usize = 10;
/// Nine in ten have got their first gain after so many days; a multiple of that, and a month, is long.
const SOON_PERCENT: usize = 90;
const LONG_TIMES: i32 = 2;
const LONG_DAYS: i32 = 30;

/// What is usual.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// The least principal that is usual, in fen; zero where too little is known.
    least: i64,
    /// Half of the middle one of all principal sums: what is as large is no purchase, but may be principal less a fee.
    dear: i64,
    /// Whether principal comes in multiples of ten yuan.
    round: bool,
    /// Accounts of the scheme that sell something as well, with the largest sums that are usual there.
    shops: BTreeMap<AccountId, i64>,
    /// Who bought something there and is not sure to have taken part.
    customers: BTreeSet<AccountId>,
    /// Whether hardly anybody is seen to get anything.
    nobody_paid: bool,
    /// Whether loans are what the scheme calls its payments.
    loans: bool,
    /// Days after which somebody has waited long for the first gain, and the last day of any gain.
    long: Option<(i32, i32)>,
}

/// Whether somebody surely took part: a gain was paid by words, by a contract or at a rate that several get.
fn is_sure(participant: &Participant) -> bool {
    let gains = || {
        let dealings = participant.dealings.iter();
        dealings.filter(|d| d.out.gain > Fen::ZERO)
    };
    let said = gains().any(|d| matches!(d.told, Told::Memo | Told::Contract));
    // A sum without words that happens to be a rate of another says little, two of them say enough.
    let at_rates = gains().filter(|d| d.told == Told::Rate).count() > 1;
    participant.paid_in > Fen::ZERO && (said || at_rates)
}

/// The least of the sorted numbers that so many percent of them do not exceed; zero for none.
fn share(sorted: &[i64], percent: usize) -> i64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or(0)
}

impl Habits {
    /// From the accounts as they are without any of this.
    pub fn of(transfers: &Transfers, till: &Till, said: &[Said], list: &[Participant]) -> Self {
        let sure: Vec<&Participant> = list.iter().filter(|one| is_sure(one)).collect();
        let paid_in = sure.iter().flat_map(|one| &one.dealings);
        let mut sums: Vec<i64> = paid_in
            .map(|d| d.paid_in.0)
            .filter(|sum| *sum > 0)
            .collect();
        let payers = list.iter().filter(|one| one.paid_in > Fen::ZERO).count();
        let nobody_paid = payers >= ENOUGH && sure.len() * 100 < payers * FEW_PERCENT;
        if sums.len() < ENOUGH {
            return Self {
                nobody_paid,
                loans: !sure.is_empty() && calls_them_loans(transfers, said, &sure),
                ..Self::default()
            };
        }
        sums.sort_unstable();
        let add = |of: &mut dyn Iterator<Item = &i64>| of.map(|sum| i128::from(*sum)).sum::<i128>();
        let all = add(&mut sums.iter());
        let uneven = add(&mut sums.iter().filter(|sum| **sum % ROUND != 0));
        let mut habits = Self {
            least: share(&sums, SMALL_PERCENT),
            dear: share(&sums, 50) / 2,
            round: uneven * 100 <= all * UNEVEN_PERCENT,
            loans: calls_them_loans(transfers, said, &sure),
            long: waits(transfers, &sure),
            nobody_paid,
            ..Self::default()
        };
        habits.see_sales(transfers, till, said, &sure);
        habits
    }

    fn see_sales(
        &mut self,
        transfers: &Transfers,
        till: &Till,
        said: &[Said],
        sure: &[&Participant],
    ) {
        let mut sales: BTreeMap<AccountId, Vec<(i64, AccountId)>> = BTreeMap::new();
        for t in transfers
            .list
            .iter()
            .filter(|t| till.holds(t.payee) && !till.holds(t.payer))
        {
            let sold = t.amount.0 % ROUND != 0
                && t.amount.0 < self.dear
                && !look_up(said, t.memo).investment;
            if self.round && sold && is_person(transfers, t.payer) {
                sales
                    .entry(t.payee)
                    .or_default()
                    .push((t.amount.0, t.payer));
            }
        }
        sales.retain(|_, of| of.len() >= SALES);
        let names: BTreeSet<&str> = sure.iter().filter_map(|one| one.name.as_deref()).collect();
        let sure: BTreeSet<AccountId> = sure
            .iter()
            .flat_map(|one| one.accounts.iter().copied())
            .collect();
        // Who pays from one card may be paid on another.
        let is_sure = |who: &AccountId| {
            let name = transfers.account(*who).and_then(|a| a.name.as_deref());
            sure.contains(who) || name.is_some_and(|name| names.contains(name))
        };
        for (shop, of) in sales {
            let mut sums: Vec<i64> = of.iter().map(|(sum, _)| *sum).collect();
            sums.sort_unstable();
            self.shops.insert(shop, share(&sums, USUAL_PERCENT));
            self.customers
                .extend(of.iter().map(|(_, who)| *who).filter(|who| !is_sure(who)));
        }
    }

    fn is_small(&self, amount: Fen) -> bool {
        i128::from(amount.0) * 100 < i128::from(self.least) * i128::from(BELOW_PERCENT)
    }

    /// Whether what comes in is paid for something bought: not dear and uneven where all principal is round and something is
    /// sold, small and uneven elsewhere, or small where small uneven sums show that something is sold.
    pub fn is_purchase(&self, t: &Transfer, said: Said) -> bool {
        let shop = self.shops.get(&t.payee);
        let usual = shop.is_some_and(|most| t.amount.0 <= *most);
        let bought = self.is_uneven(t.amount)
            && (shop.is_some() && t.amount.0 < self.dear || self.is_small(t.amount))
            || usual && (self.is_small(t.amount) || self.customers.contains(&t.payer));
        !said.investment && bought
    }

    /// Whether a sum is no multiple of ten yuan where principal is.
    fn is_uneven(&self, amount: Fen) -> bool {
        self.round && amount.0 % ROUND != 0
    }

    /// Whether a sum is no larger than what is sold at some account of the scheme.
    fn may_be_bought(&self, amount: Fen) -> bool {
        self.shops.values().any(|most| amount.0 <= *most)
    }

    /// Says what is unlike the others.
    pub fn doubt(&self, transfers: &Transfers, said: &[Said], one: &mut Participant) {
        let words = |d: &Dealing| {
            let memo = transfers.list.get(d.transfer as usize).map(|t| t.memo);
            memo.map_or(Said::default(), |memo| look_up(said, memo))
        };
        let paid_in = || one.dealings.iter().filter(|d| d.paid_in > Fen::ZERO);
        if is_sure(one) || one.commission > Fen::ZERO || one.paid_in == Fen::ZERO {
            return;
        }
        let named = paid_in().any(|d| words(d).investment);
        let loan = !self.loans && one.dealings.iter().any(|d| words(d).loan);
        let small = paid_in().all(|d| self.is_small(d.paid_in) || self.may_be_bought(d.paid_in));
        let uneven = paid_in().all(|d| self.is_uneven(d.paid_in));
        let plain = self.least > 0 && one.returned > Fen::ZERO && one.received() == Fen::ZERO;
        let waits = self.waited_long(one);
        let doubts = [
            (
                loan || one.dealings.iter().any(|d| words(d).gift),
                Doubt::Loan,
            ),
            (small && !named, Doubt::Small),
            (uneven && !small && !named, Doubt::Uneven),
            (plain && !named, Doubt::NoGain),
            (waits && !named, Doubt::NeverPaid),
            (self.nobody_paid, Doubt::NobodyPaid),
        ];
        for (_, doubt) in doubts.into_iter().filter(|(is_so, _)| *is_so) {
            one.doubt(doubt);
        }
    }

    fn waited_long(&self, one: &Participant) -> bool {
        let Some((days, last)) = self.long else {
            return false;
        };
        let paid = one.returned > Fen::ZERO || one.received() > Fen::ZERO;
        !paid && last - one.first.day() > days
    }
}

/// Whether those who surely took part have loans on their memos.
fn calls_them_loans(transfers: &Transfers, said: &[Said], sure: &[&Participant]) -> bool {
    let loan = |one: &&&Participant| {
        let mut memos = one
            .dealings
            .iter()
            .filter_map(|d| transfers.list.get(d.transfer as usize));
        memos.any(|t| look_up(said, t.memo).loan)
    };
    let called = sure.iter().filter(loan).count();
    called * 100 >= sure.len() * CUSTOM_PERCENT
}

/// How long is long for the first gain, and when the last one was paid.
fn waits(transfers: &Transfers, sure: &[&Participant]) -> Option<(i32, i32)> {
    if sure.len() < ENOUGH {
        return None;
    }
    let day = |d: &Dealing| transfers.list.get(d.transfer as usize).map(|t| t.at.day());
    let gains = |one: &Participant| -> Vec<i32> {
        let gains = one.dealings.iter().filter(|d| d.out.gain > Fen::ZERO);
        gains.filter_map(day).collect()
    };
    let first = |one: &&&Participant| Some(gains(one).first()? - one.first.day());
    let mut waits: Vec<i64> = sure
        .iter()
        .filter_map(|one| first(&one))
        .map(i64::from)
        .collect();
    waits.sort_unstable();
    let soon = i32::try_from(share(&waits, SOON_PERCENT)).ok()?;
    let last = sure.iter().flat_map(|one| gains(one)).max()?;
    Some((soon * LONG_TIMES + LONG_DAYS, last))
}
