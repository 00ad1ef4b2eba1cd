//! What came in and went out of an account in the last ten working days, with counts and sums kept as entries
//! come and go: each transfer enters once and leaves once, however large the hub. It must not know patterns.

use std::collections::VecDeque;

use super::event::Event;
use crate::graph::QuickMap;

/// Fen in a thousand yuan: amounts that are its multiples are round for a saver.
const ROUND: i64 = 100_000;

/// One of the others in a window.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Other {
    count: u32,
    /// Of these, as a person of a crowd.
    crowd: u32,
    pub sum: i64,
}

impl Other {
    /// Whether he counts as a person of a crowd.
    pub fn in_crowd(self) -> bool {
        self.crowd > 0
    }
}

/// One direction of a window.
#[derive(Debug, Default)]
pub(crate) struct Side {
    items: VecDeque<Event>,
    left: u64,
    pub others: QuickMap<u32, Other>,
    pub sum: i64,
    /// Distinct persons of the crowd, their payments, how many of these are round, and the sum.
    pub persons: usize,
    pub persons_count: u64,
    pub persons_round: u64,
    pub persons_sum: i64,
}

impl Side {
    fn enter(&mut self, event: &Event) {
        self.items.push_back(*event);
        self.sum = self.sum.saturating_add(event.amount);
        let other = self.others.entry(event.other.0).or_default();
        other.count += 1;
        other.sum = other.sum.saturating_add(event.amount);
        if event.in_crowd() {
            other.crowd += 1;
            self.persons += usize::from(other.crowd == 1);
            self.persons_sum = self.persons_sum.saturating_add(event.amount);
            self.persons_round += u64::from(event.multiple_of(ROUND));
            self.persons_count += 1;
        }
    }

    fn leave_before(&mut self, work: i32) {
        while self.items.front().is_some_and(|e| e.work < work) {
            if let Some(event) = self.items.pop_front() {
                self.leave(&event);
            }
        }
    }

    fn leave(&mut self, event: &Event) {
        self.left += 1;
        self.sum = self.sum.saturating_sub(event.amount);
        let Some(other) = self.others.get_mut(&event.other.0) else {
            return;
        };
        other.count -= 1;
        other.sum = other.sum.saturating_sub(event.amount);
        if event.in_crowd() {
            other.crowd -= 1;
            self.persons -= usize::from(other.crowd == 0);
            self.persons_sum = self.persons_sum.saturating_sub(event.amount);
            self.persons_round -= u64::from(event.multiple_of(ROUND));
            self.persons_count -= 1;
        }
        if other.count == 0 {
            self.others.remove(&event.other.0);
        }
    }

    /// Number of events that ever entered: where the next one will stand.
    pub fn end(&self) -> u64 {
        self.left + self.items.len() as u64
    }

    /// The events in the window from a place on; those that left are not there.
    pub fn since(&self, place: u64) -> impl Iterator<Item = &Event> {
        let skip = usize::try_from(place.saturating_sub(self.left)).unwrap_or(usize::MAX);
        self.items.range(skip.min(self.items.len())..)
    }

    /// The sum of the `n` others with the largest sums.
    pub fn top_sum(&self, n: usize) -> i64 {
        let mut top: Vec<i64> = Vec::with_capacity(n + 1);
        for other in self.others.values() {
            let at = top.partition_point(|t| *t >= other.sum);
            if at < n {
                top.insert(at, other.sum);
                top.truncate(n);
            }
        }
        top.into_iter().fold(0, i64::saturating_add)
    }
}

/// Both directions over the short term.
#[derive(Debug, Default)]
pub(crate) struct Window {
    pub credits: Side,
    pub debits: Side,
}

/// “Short term” of the reporting rules: ten working days.
pub(crate) const SHORT_TERM: i32 = 10;

impl Window {
    /// Takes an event in and lets go what is older than ten working days, the event's own included.
    pub fn enter(&mut self, event: &Event) {
        self.credits.leave_before(event.work - SHORT_TERM + 1);
        self.debits.leave_before(event.work - SHORT_TERM + 1);
        if event.into {
            self.credits.enter(event);
        } else {
            self.debits.enter(event);
        }
    }
}
