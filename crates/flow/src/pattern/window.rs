//! What came in and went out of an account in the last ten working days, with counts and sums kept as entries
//! come and go: each transfer enters once and leaves once, however large the hub. It must not know patterns.

use std::collections::VecDeque;

use super::event::{Event, Others};

/// Fen in a thousand yuan: amounts that are its multiples are round for a saver.
const ROUND: i64 = 100_000;

/// One direction of a window.
#[derive(Debug, Default)]
pub(crate) struct Side {
    items: VecDeque<Event>,
    left: u64,
    pub others: Others,
    pub sum: i64,
    pub persons: Others,
    pub persons_sum: i64,
    pub persons_round: u64,
    pub persons_count: u64,
}

impl Side {
    fn enter(&mut self, event: &Event) {
        self.items.push_back(*event);
        self.sum = self.sum.saturating_add(event.amount);
        raise(&mut self.others, event);
        if event.person() {
            raise(&mut self.persons, event);
            self.persons_sum = self.persons_sum.saturating_add(event.amount);
            self.persons_round += u64::from(event.multiple_of(ROUND));
            self.persons_count += 1;
        }
    }

    fn leave_before(&mut self, work: i32) {
        while self.items.front().is_some_and(|e| e.work < work) {
            let Some(event) = self.items.pop_front() else {
                return;
            };
            self.left += 1;
            self.sum = self.sum.saturating_sub(event.amount);
            lower(&mut self.others, &event);
            if event.person() {
                lower(&mut self.persons, &event);
                self.persons_sum = self.persons_sum.saturating_sub(event.amount);
                self.persons_round -= u64::from(event.multiple_of(ROUND));
                self.persons_count -= 1;
            }
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
        for (_, sum) in self.others.values() {
            let at = top.partition_point(|t| t >= sum);
            if at < n {
                top.insert(at, *sum);
                top.truncate(n);
            }
        }
        top.into_iter().fold(0, i64::saturating_add)
    }
}

fn raise(others: &mut Others, event: &Event) {
    let other = others.entry(event.other.0).or_default();
    *other = (other.0 + 1, other.1.saturating_add(event.amount));
}

fn lower(others: &mut Others, event: &Event) {
    if let Some(other) = others.get_mut(&event.other.0) {
        *other = (other.0 - 1, other.1.saturating_sub(event.amount));
        if other.0 == 0 {
            others.remove(&event.other.0);
        }
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
