//! Payments that pass something on: an account pays out about what it was paid before, within the short term. From
//! such links cycles and scatter-gather are made. A link counts only where few credits could be meant, so that a hub
//! with a thousand like credits makes none: nothing there could be told from chance, and the cost stays linear.

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::window::SHORT_TERM;
use crate::transfer::AccountId;

/// A transfer as links see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passing {
    pub index: u32,
    pub payer: AccountId,
    pub payee: AccountId,
    pub amount: i64,
    pub work: i32,
    pub at: crate::transfer::Moment,
}

/// Which credits a debit may pass on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passes {
    /// What may be kept back on the way, in percent of the credit.
    pub lost_percent: i64,
    /// More like credits than this in the short term, and none counts.
    pub candidates: usize,
}

/// The credits of one account that are not older than the short term.
#[derive(Debug, Default)]
struct Recent {
    /// In order of time.
    by_age: VecDeque<Passing>,
    /// Credits that are forgotten.
    over: u32,
    /// Amount and index of each, in the order in which they are meant, and how many credits came before it.
    by_amount: Vec<(i64, Reverse<u32>, u32)>,
    /// Credits of each working day that came while the account was busy: counted, not kept.
    skipped: VecDeque<(i32, u32)>,
    busy: u32,
}

/// An account with more credits than this in the short term is busy: what comes while it is so is not followed.
/// Among a thousand credits hardly one can be told from the next, and the state stays small.
const BUSY: usize = 1_000;

impl Recent {
    fn forget_before(&mut self, work: i32) {
        while self.skipped.front().is_some_and(|day| day.0 < work) {
            self.busy -= self.skipped.pop_front().map_or(0, |day| day.1);
        }
        let over = self.by_age.iter().take_while(|c| c.work < work).count();
        if over > 0 {
            self.by_age.drain(..over);
            self.over += over as u32;
            self.by_amount.retain(|(_, _, place)| *place >= self.over);
        }
    }

    /// The credits between two amounts, the smallest first, the latest of equal ones first.
    fn between(&self, least: i64, most: i64) -> impl Iterator<Item = Passing> {
        let from = self.by_amount.partition_point(|(a, ..)| *a < least);
        let near = self.by_amount[from..].iter();
        near.take_while(move |(amount, ..)| *amount <= most)
            .filter_map(|(.., place)| self.by_age.get((place - self.over) as usize))
            .copied()
    }

    fn add(&mut self, credit: Passing) {
        if self.by_age.len() + self.busy as usize >= BUSY {
            self.busy += 1;
            match self.skipped.back_mut().filter(|day| day.0 == credit.work) {
                Some(day) => day.1 += 1,
                None => self.skipped.push_back((credit.work, 1)),
            }
            return;
        }
        let came_before = self.over + self.by_age.len() as u32;
        let key = (credit.amount, Reverse(credit.index), came_before);
        let place = self.by_amount.partition_point(|other| *other < key);
        self.by_amount.insert(place, key);
        self.by_age.push_back(credit);
    }
}

/// Recent credits of every account, by its number.
#[derive(Debug, Default)]
pub(crate) struct Links {
    recent: Vec<Recent>,
}

impl Links {
    /// The credits that this payment may pass on, nearest in amount first, the latest of equal ones first. Empty
    /// where more than `candidates` could be meant.
    pub fn passed_on(&mut self, passes: Passes, debit: &Passing) -> Vec<Passing> {
        let Some(recent) = self.recent.get_mut(debit.payer.0 as usize) else {
            return Vec::new();
        };
        recent.forget_before(debit.work - SHORT_TERM + 1);
        let most = largest_passed_on(debit.amount, passes.lost_percent);
        let near: Vec<Passing> = recent
            .between(debit.amount, most)
            .take(passes.candidates + 1)
            .collect();
        if near.len() > passes.candidates {
            Vec::new()
        } else {
            near
        }
    }

    /// Remembers a payment as its payee's credit.
    pub fn add(&mut self, credit: Passing) {
        let account = credit.payee.0 as usize;
        if account >= self.recent.len() {
            self.recent.resize_with(account + 1, Recent::default);
        }
        let recent = &mut self.recent[account];
        recent.forget_before(credit.work - SHORT_TERM + 1);
        recent.add(credit);
    }
}

/// The largest credit of which `amount` is what is left after at most so many percent were kept.
fn largest_passed_on(amount: i64, lost_percent: i64) -> i64 {
    let left = i128::from((100 - lost_percent).clamp(1, 100));
    i64::try_from(i128::from(amount) * 100 / left).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::Moment;

    fn passing(index: u32, payer: u32, payee: u32, amount: i64, work: i32) -> Passing {
        let (payer, payee) = (AccountId(payer), AccountId(payee));
        Passing {
            index,
            payer,
            payee,
            amount,
            work,
            at: Moment(0),
        }
    }

    const PASSES: Passes = Passes {
        lost_percent: 10,
        candidates: 2,
    };

    #[test]
    fn a_debit_passes_on_what_came_before_less_a_tenth() {
        let mut links = Links::default();
        links.add(passing(0, 1, 2, 1_000, 5));
        links.add(passing(1, 3, 2, 890, 6));
        let debit = |amount, work| passing(9, 2, 4, amount, work);
        let of = |links: &mut Links, d| -> Vec<u32> {
            links
                .passed_on(PASSES, &d)
                .iter()
                .map(|c| c.index)
                .collect()
        };
        assert_eq!(of(&mut links, debit(900, 7)), [0]);
        assert_eq!(
            of(&mut links, debit(899, 7)),
            Vec::<u32>::new(),
            "more than a tenth is missing"
        );
        assert_eq!(of(&mut links, debit(890, 7)), [1]);
        assert_eq!(
            of(&mut links, debit(1_001, 7)),
            Vec::<u32>::new(),
            "more than came"
        );
        assert_eq!(of(&mut links, debit(1_000, 14)), [0]);
        assert_eq!(
            of(&mut links, debit(1_000, 15)),
            Vec::<u32>::new(),
            "ten working days are over"
        );
    }

    #[test]
    fn among_many_like_credits_none_is_meant() {
        let mut links = Links::default();
        for i in 0..3 {
            links.add(passing(i, 10 + i, 2, 1_000, 5));
        }
        assert!(
            links
                .passed_on(PASSES, &passing(9, 2, 4, 1_000, 5))
                .is_empty()
        );
    }
}
