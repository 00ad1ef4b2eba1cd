//! The principal that a person has in the scheme, sum by sum, and how a payment out is divided by
//! it. It must not know words.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_model::money::Fen;

use super::part::{Parts, Told};
use crate::pattern::fixed_rate::rate_of;

/// A sum of principal that came in at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contract {
    /// The number on the memo, where one stands.
    pub number: Option<Box<str>>,
    /// What came in.
    pub principal: i64,
    /// What has not gone back.
    pub open: i64,
}

/// Everything a person has in.
#[derive(Debug, Clone, Default)]
pub(super) struct Holding {
    contracts: Vec<Contract>,
    /// Gains already paid, each with how often: what is paid again and again is the interest.
    gains: BTreeMap<i64, u32>,
}

/// Rates that several persons get, in millionths of the principal, with how many persons.
#[derive(Debug, Clone, Default)]
pub(super) struct Rates {
    pub persons: BTreeMap<i64, usize>,
    /// Of these, the ones that several get again and again; where that is how the scheme pays, others are odd.
    pub again: BTreeSet<i64>,
    /// Equal instalments that several get: in how many, and the rate of the gain in each.
    pub instalments: BTreeSet<(i64, i64)>,
}

/// One explanation is taken for another only when so many times as many persons get its rate.
const CLEARLY: usize = 3;

/// Sums whose ratio is looked at are at most this share of the principal: more is no interest.
const MOST_GAIN_PERCENT: i64 = 60;

/// `gain` of `principal` in millionths, when it is one to the fen either way (banks round).
pub(super) fn rate_ppm(gain: i64, principal: i64) -> Option<i64> {
    let too_much = i128::from(gain) * 100 > i128::from(principal) * i128::from(MOST_GAIN_PERCENT);
    let rate = rate_of(gain, principal).filter(|_| !too_much);
    rate.map(i64::from)
}

/// A part of the principal that goes back is a multiple of a hundred yuan, and so many times the largest usual gain.
const ROUND_PART: i64 = 10_000;
const FAR_ABOVE: i128 = 3;

/// In so many instalments principal goes back. Of other numbers, such as ten, an instalment cannot be told from a rate.
const INSTALMENTS: [i64; 9] = [3, 6, 9, 12, 15, 18, 24, 30, 36];
/// The rate in an instalment is a multiple of five hundredths of a percent.
const PLAIN_PPM: i64 = 500;
/// The gain in an instalment is less than this share of the principal.
const MOST_IN_INSTALMENT_PERCENT: i128 = 5;

/// In how many equal instalments a sum is paid back, and at which rate, when a payment is one of them.
/// Sums of which a payment is a plain rate are left to the caller.
pub(super) fn instalment_of(amount: i64, sum: i64) -> Option<(i64, i64)> {
    INSTALMENTS.into_iter().find_map(|count| {
        let gain = amount - sum / count;
        let small = i128::from(gain) * 100 < i128::from(sum) * MOST_IN_INSTALMENT_PERCENT;
        match gain {
            0 => Some((count, 0)),
            _ => rate_ppm(gain, sum)
                .filter(|rate| small && rate % PLAIN_PPM == 0)
                .map(|rate| (count, rate)),
        }
    })
}

impl Holding {
    /// Whether a round sum, not more than what is open, is far more than any gain that the scheme pays again and again: a
    /// part of the principal goes back.
    fn is_far_above_gains(&self, amount: i64, rates: &Rates) -> bool {
        let most = self.contracts.iter().map(|c| c.principal).max();
        let rate = rates.again.last().copied();
        let (Some(most), Some(rate)) = (most, rate) else {
            return false;
        };
        let gain = i128::from(most) * i128::from(rate) / 1_000_000;
        amount % ROUND_PART == 0
            && amount <= self.open()
            && i128::from(amount) > gain * FAR_ABOVE
            && !self.has_gained(amount)
    }

    /// Divides a payment that is an instalment of the principal with its gain, as several get them.
    fn divide_instalment(&self, amount: i64, rates: &Rates) -> Option<(Parts, Told)> {
        let is_rate = |c: &Contract| rate_ppm(amount, c.principal).is_some();
        if self.contracts.iter().any(is_rate) {
            return None;
        }
        let open = self.contracts.iter().filter(|c| c.open > 0);
        let parts: BTreeSet<i64> = open
            .filter_map(|c| {
                let (count, rate) = instalment_of(amount, c.principal)?;
                let is_known = rates.instalments.contains(&(count, rate));
                let part = c.principal / count;
                // The last one makes up for what the others were rounded by.
                let last = c.open - part < count;
                is_known.then_some(if last { c.open } else { part })
            })
            .collect();
        let principal = parts.first().filter(|_| parts.len() == 1)?;
        Some((split(amount, *principal), Told::Rate))
    }

    /// Principal that came in.
    pub fn add(&mut self, principal: i64, number: Option<&str>) {
        self.contracts.push(Contract {
            number: number.map(Into::into),
            principal,
            open: principal,
        });
    }

    /// Whether a sum is too much for a gain on what is open.
    pub fn is_more_than_a_gain(&self, amount: i64) -> bool {
        let open = self.open();
        open > 0 && i128::from(amount) * 100 > i128::from(open) * i128::from(MOST_GAIN_PERCENT)
    }

    /// Notes a gain that was paid.
    pub fn gained(&mut self, gain: i64) {
        *self.gains.entry(gain).or_default() += 1;
    }

    /// Whether this very gain was paid before.
    pub fn has_gained(&self, gain: i64) -> bool {
        self.gains.contains_key(&gain)
    }

    /// Whether a gain was paid before, or is at a rate that several get.
    pub fn is_known(&self, gain: i64, rates: &Rates) -> bool {
        self.known_gain(gain, rates)
    }

    /// Whether a gain is at rates only that nobody gets again, in a scheme that pays again and again.
    pub fn is_odd(&self, gain: i64, rates: &Rates) -> bool {
        let of = |c: &Contract| rate_ppm(gain, c.principal);
        let usual = |rate: i64| rates.again.contains(&rate);
        !rates.again.is_empty()
            && !self.has_gained(gain)
            && !self.contracts.iter().filter_map(of).any(usual)
    }

    /// All principal that has not gone back.
    pub fn open(&self) -> i64 {
        self.contracts
            .iter()
            .fold(0, |sum, c| sum.saturating_add(c.open))
    }

    /// Takes principal back: from the numbered contract, else from one that is open by exactly this
    /// sum, else from the oldest ones.
    pub fn take_back(&mut self, mut principal: i64, number: Option<&str>) {
        let numbered = self
            .contracts
            .iter()
            .position(|c| number.is_some() && c.number.as_deref() == number);
        let exact = self.contracts.iter().position(|c| c.open == principal);
        let first = numbered.or(exact);
        let order: Vec<usize> = first.into_iter().chain(0..self.contracts.len()).collect();
        for at in order {
            let part = principal.min(self.contracts[at].open);
            self.contracts[at].open -= part;
            principal -= part;
        }
    }

    /// Sums that may go back at once: an open principal, a half of one that was whole, two of one
    /// day's contracts, everything.
    fn returnable(&self, number: Option<&str>) -> Vec<i64> {
        let mine = |c: &&Contract| number.is_none() || c.number.as_deref() == number;
        let mut sums: Vec<i64> = self
            .contracts
            .iter()
            .filter(mine)
            .flat_map(|c| [c.open, c.principal / 2])
            .collect();
        if sums.iter().all(|sum| *sum == 0) && number.is_some() {
            return self.returnable(None);
        }
        let open: Vec<i64> = self
            .contracts
            .iter()
            .map(|c| c.open)
            .filter(|o| *o > 0)
            .collect();
        if number.is_none() && open.len() <= 12 {
            for (at, a) in open.iter().enumerate() {
                sums.extend(open[at + 1..].iter().map(|b| a.saturating_add(*b)));
            }
        }
        sums.push(self.open());
        sums.retain(|sum| *sum > 0 && *sum <= self.open());
        sums.sort_unstable();
        sums.dedup();
        sums
    }

    /// Whether this gain is known: paid before, or a rate of some principal that several persons get.
    fn known_gain(&self, gain: i64, rates: &Rates) -> bool {
        self.support(gain, rates) > 0
    }

    /// How many persons get this gain's rate of a principal; more than anybody could where it was paid before.
    fn support(&self, gain: i64, rates: &Rates) -> usize {
        if self.gains.contains_key(&gain) {
            return usize::MAX;
        }
        let of = |c: &Contract| rates.persons.get(&rate_ppm(gain, c.principal)?).copied();
        self.contracts.iter().filter_map(of).max().unwrap_or(0)
    }

    /// Divides a payment that is principal and gain together. Sums whose rest is a known gain go
    /// before others; where two different divisions are equally good nothing is decided.
    pub fn divide(&self, amount: i64, number: Option<&str>, rates: &Rates) -> (Parts, Told) {
        if let Some(divided) = self.divide_instalment(amount, rates) {
            return divided;
        }
        let fits = |principal: &i64| {
            let gain = amount - principal;
            gain > 0
                && i128::from(gain) * 100 <= i128::from(*principal) * i128::from(MOST_GAIN_PERCENT)
        };
        let possible: Vec<i64> = self.returnable(number).into_iter().filter(fits).collect();
        let known: Vec<i64> = possible
            .iter()
            .copied()
            .filter(|p| self.known_gain(amount - p, rates))
            .collect();
        // Of whole principals one is likelier than a half of one.
        let whole: Vec<i64> = possible
            .iter()
            .copied()
            .filter(|p| self.is_whole(*p))
            .collect();
        if let [principal] = known[..] {
            return (split(amount, principal), Told::Contract);
        }
        if let (true, Some(principal)) = (known.is_empty(), round_with_rate(amount, rates)) {
            return (split(amount, principal), Told::Rate);
        }
        match (&known[..], &whole[..]) {
            ([], [principal]) => (split(amount, *principal), Told::Contract),
            ([], _) if possible.is_empty() => {
                let mut parts = split(amount, 0);
                parts.undecided = Fen(amount);
                (parts, Told::Undecided)
            }
            ([], _) => self.undecided(amount, possible.first(), possible.last()),
            (many, _) => self.undecided(amount, many.first(), many.last()),
        }
    }

    fn is_whole(&self, principal: i64) -> bool {
        principal == self.open() || self.contracts.iter().any(|c| c.open == principal)
    }

    fn undecided(&self, amount: i64, least: Option<&i64>, most: Option<&i64>) -> (Parts, Told) {
        let least = least.copied().unwrap_or(0);
        let most = most.copied().unwrap_or(self.open().min(amount));
        let mut parts = split(amount, least);
        parts.undecided = Fen(most - least);
        (parts, Told::Undecided)
    }

    /// Divides a payment whose memo names principal only. Memos are cut short (本金及…): where the
    /// sum is no open principal, and an open principal with a gain that is known makes it up, it is both.
    pub fn divide_principal(
        &self,
        amount: i64,
        number: Option<&str>,
        rates: &Rates,
    ) -> (Parts, Told) {
        if !self.returnable(number).contains(&amount) {
            let (parts, told) = self.divide(amount, number, rates);
            if told == Told::Contract && self.known_gain(parts.gain.0, rates) {
                return (parts, told);
            }
        }
        (split(amount, amount), Told::Memo)
    }

    /// Divides a payment of which no word tells what it is.
    pub fn divide_unsaid(&self, amount: i64, rates: &Rates) -> (Parts, Told) {
        let open = self.open();
        if open == 0 {
            return (split(amount, 0), Told::NothingOpen);
        }
        if let Some(divided) = self.divide_instalment(amount, rates) {
            return divided;
        }
        let alone = self.support(amount, rates);
        let principal = self.returnable(None).contains(&amount) && self.is_whole(amount);
        match (alone > 0, principal) {
            (true, false) => self.gain_or_mixed(amount, alone, rates),
            (false, true) => (split(amount, amount), Told::Principal),
            _ => self.divide_mixed(amount, rates),
        }
    }

    /// A payment without words at a known rate of some principal: it may also be another principal with a gain that
    /// far more persons get.
    fn gain_or_mixed(&self, amount: i64, alone: usize, rates: &Rates) -> (Parts, Told) {
        // A half of a principal may go back, too, and is no gain that is paid again and again.
        let half = self
            .contracts
            .iter()
            .any(|c| c.principal / 2 == amount && c.open > 0);
        if self.is_far_above_gains(amount, rates) {
            return (split(amount, amount), Told::Likely);
        }
        if half && !self.gains.contains_key(&amount) {
            return self.undecided(amount, None, Some(&amount));
        }
        let open = self.contracts.iter().map(|c| c.open);
        let mixed = open
            .filter(|principal| *principal > 0 && *principal < amount)
            .map(|principal| (self.support(amount - principal, rates), principal))
            .max();
        match mixed {
            Some((support, principal)) if support > alone => {
                let clear = support / CLEARLY >= alone;
                let told = if clear { Told::Contract } else { Told::Likely };
                (split(amount, principal), told)
            }
            Some((support, _)) if support > 0 && alone / CLEARLY < support => {
                (split(amount, 0), Told::Likely)
            }
            _ => (split(amount, 0), Told::Rate),
        }
    }

    /// A payment without words that is neither a known gain nor an open principal: both in one sum, where one open
    /// principal and a known gain make it up; most likely both, where it is somewhat more than one open principal.
    fn divide_mixed(&self, amount: i64, rates: &Rates) -> (Parts, Told) {
        let whole: BTreeSet<i64> = self.contracts.iter().map(|c| c.open).collect();
        let above = |principal: &&i64| {
            let gain = amount - **principal;
            gain > 0
                && **principal > 0
                && i128::from(gain) * 100 <= i128::from(**principal) * i128::from(MOST_GAIN_PERCENT)
        };
        let fitting: Vec<i64> = whole.iter().filter(above).copied().collect();
        let known: Vec<i64> = fitting
            .iter()
            .copied()
            .filter(|p| self.known_gain(amount - p, rates))
            .collect();
        match (&known[..], &fitting[..]) {
            ([principal], _) => (split(amount, *principal), Told::Contract),
            ([], [principal]) => (split(amount, *principal), Told::Likely),
            ([], []) if self.is_far_above_gains(amount, rates) => {
                (split(amount, amount), Told::Likely)
            }
            _ => self.undecided(amount, None, None),
        }
    }
}

/// Principal without a contract that was seen, such as cash: told when one round sum and one rate that
/// several persons get make up the payment, and no other.
fn round_with_rate(amount: i64, rates: &Rates) -> Option<i64> {
    /// A hundred yuan.
    const ROUND: i128 = 10_000;
    let fits = |rate: &i64| {
        let whole = i128::from(amount) * 1_000_000;
        let principal = whole / (1_000_000 + i128::from(*rate)) + ROUND / 2;
        let principal = i64::try_from(principal / ROUND * ROUND).ok()?;
        (rate_ppm(amount - principal, principal) == Some(*rate)).then_some(principal)
    };
    let sums: BTreeSet<i64> = rates.persons.keys().filter_map(fits).collect();
    sums.first().copied().filter(|_| sums.len() == 1)
}

fn split(amount: i64, principal: i64) -> Parts {
    Parts {
        principal: Fen(principal),
        gain: Fen(amount - principal),
        ..Parts::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(of: &[(i64, usize)]) -> Rates {
        Rates {
            persons: of.iter().copied().collect(),
            ..Rates::default()
        }
    }

    fn holding(sums: &[i64]) -> Holding {
        let mut holding = Holding::default();
        sums.iter().for_each(|sum| holding.add(*sum, None));
        holding
    }

    #[test]
    fn principal_and_interest_in_one_sum() {
        let mut one = holding(&[5_000_000]);
        one.gained(60_000);
        let (parts, told) = one.divide(5_060_000, None, &Rates::default());
        assert_eq!(
            (parts.principal, parts.gain, told),
            (Fen(5_000_000), Fen(60_000), Told::Contract)
        );
    }

    #[test]
    fn a_memo_cut_short_is_read_by_the_sum() {
        let mut one = holding(&[5_000_000]);
        one.gained(60_000);
        assert_eq!(
            one.divide_principal(5_060_000, None, &Rates::default()).1,
            Told::Contract
        );
        assert_eq!(
            one.divide_principal(5_000_000, None, &Rates::default()).1,
            Told::Memo
        );
        assert_eq!(
            one.divide_principal(2_000_000, None, &Rates::default()).1,
            Told::Memo
        );
    }

    #[test]
    fn principal_that_nobody_saw_is_told_by_a_rate_that_several_get() {
        let unseen = Holding::default();
        let (parts, told) = unseen.divide(5_070_000, None, &rates(&[(14_000, 3)]));
        assert_eq!((parts.principal, told), (Fen(5_000_000), Told::Rate));
        let (parts, told) = unseen.divide(5_070_000, None, &Rates::default());
        assert_eq!(
            (parts.principal, parts.undecided, told),
            (Fen::ZERO, Fen(5_070_000), Told::Undecided)
        );
    }

    #[test]
    fn two_divisions_that_are_equally_good_decide_nothing() {
        // 10 100 may be 10 000 with 100, or 9 000 with 1 100: nothing was paid before that would tell.
        let two = holding(&[1_000_000, 900_000]);
        let (parts, told) = two.divide(1_010_000, None, &Rates::default());
        assert_eq!(told, Told::Undecided);
        assert!(parts.principal <= Fen(900_000) && parts.undecided >= Fen(100_000));
        assert_eq!(parts.principal.0 + parts.gain.0, 1_010_000);
    }

    #[test]
    fn a_sum_without_words_is_told_by_rate_or_principal_or_not_at_all() {
        let mut one = holding(&[1_000_000]);
        let rates = rates(&[(15_000, 3)]);
        assert_eq!(one.divide_unsaid(15_000, &rates).1, Told::Rate);
        assert_eq!(one.divide_unsaid(1_000_000, &rates).1, Told::Principal);
        assert_eq!(one.divide_unsaid(123_456, &rates).1, Told::Undecided);
        one.take_back(1_000_000, None);
        assert_eq!(one.divide_unsaid(123_456, &rates).1, Told::NothingOpen);
    }

    #[test]
    fn a_rate_is_exact_to_the_fen() {
        assert_eq!(rate_ppm(58_750, 5_000_000), Some(11_750));
        assert_eq!(rate_ppm(17_523, 1_000_000), None);
        assert_eq!(rate_ppm(900_000, 1_000_000), None);
    }
}
