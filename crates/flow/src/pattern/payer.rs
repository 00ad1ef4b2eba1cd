//! What each person has paid into a till and got back, as far as the rules on schemes ask. It must not decide what
//! a payment was for.

use super::event::Event;
use super::words::MemoWords;
use crate::graph::QuickMap;
use crate::transfer::Moment;

/// Different sums of principal that are remembered of one person: contracts run side by side.
const REMEMBERED: usize = 3;

/// One person's dealings with the till.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Payer {
    pub paid_in: i64,
    pub last_in: i64,
    pub last_in_day: i32,
    /// Round sums paid in, all together.
    pub principal: i64,
    /// The latest different round sums, the latest first; 0 where there are fewer.
    pub principals: [i64; REMEMBERED],
    pub payouts: u32,
    /// What the payouts add up to.
    pub got: i64,
}

impl Payer {
    /// Whether what he got is in proportion to what he paid in. Many times as much is no return on it: a farmer pays
    /// for seed and is paid for his grain.
    fn in_proportion(&self) -> bool {
        self.payouts > 0 && self.got <= self.paid_in.saturating_mul(MOST_TIMES)
    }
}

/// No scheme lasts until it has paid its members so many times what they put in.
const MOST_TIMES: i64 = 3;

/// A payment to a person who had paid round sums in before, and no refund or wage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payout {
    pub index: u32,
    pub other: u32,
    pub at: Moment,
    pub amount: i64,
}

/// What counts as a round sum.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Round {
    pub unit: i64,
    pub min: i64,
}

/// Everybody who paid in.
#[derive(Debug, Default)]
pub(crate) struct Payers {
    pub all: QuickMap<u32, Payer>,
    /// Persons with at least one payout.
    pub paid_back: u32,
}

/// Paid for work, given back, or between relatives: no gain on money put in.
const NO_PAYOUT: MemoWords = MemoWords::WAGE
    .or(MemoWords::REFUND)
    .or(MemoWords::FAMILY)
    .or(MemoWords::GIFT)
    .or(MemoWords::BENEFIT);

/// Calendar days in which the very amount going back is taken for a refund, unless a scheme's word is on it.
const REFUND_DAYS: i32 = 7;

impl Payers {
    pub fn pays_in(&mut self, round: Round, event: &Event) {
        let payer = self.all.entry(event.other.0).or_default();
        payer.paid_in = payer.paid_in.saturating_add(event.amount);
        (payer.last_in, payer.last_in_day) = (event.amount, event.day);
        if event.amount < round.min || !event.multiple_of(round.unit) {
            return;
        }
        payer.principal = payer.principal.saturating_add(event.amount);
        let at = payer.principals.iter().position(|p| *p == event.amount);
        let at = at.unwrap_or(REMEMBERED - 1);
        payer.principals[at] = event.amount;
        payer.principals[..=at].rotate_right(1);
    }

    /// Persons who got payouts in proportion to what they paid in.
    pub fn in_proportion(&self) -> usize {
        self.all.values().filter(|p| p.in_proportion()).count()
    }

    /// The sum of the one who paid in most.
    pub fn largest(&self) -> i64 {
        self.all.values().map(|p| p.paid_in).max().unwrap_or(0)
    }

    /// The payer as he stood before, when this is a payout to him.
    pub fn payout(&mut self, event: &Event) -> Option<Payer> {
        let payer = self
            .all
            .get_mut(&event.other.0)
            .filter(|p| p.principal > 0)?;
        let scheme = event.words.any(MemoWords::SCHEME);
        let same_back =
            event.amount == payer.last_in && event.day - payer.last_in_day <= REFUND_DAYS;
        if !scheme && (same_back || event.words.any(NO_PAYOUT)) {
            return None;
        }
        let before = *payer;
        payer.payouts += 1;
        payer.got = payer.got.saturating_add(event.amount);
        self.paid_back += u32::from(before.payouts == 0);
        Some(before)
    }
}
