//! A rule met on several days one after another is one finding, not one a day. It must not know the rule.

use super::evidence::Evidence;
use super::window::{SHORT_TERM, Side};
use crate::transfer::Moment;

/// The days on which a window met a rule, with the evidence of both directions.
#[derive(Debug, Default)]
pub(crate) struct Episode {
    pub credits: Evidence,
    pub debits: Evidence,
    next_credit: u64,
    next_debit: u64,
    /// Working day on which the rule was last met; none: no episode under way.
    last: Option<i32>,
    /// End of the day on which it was first met.
    pub noticed: Moment,
    /// The most distinct persons (or others) seen in one window, with that window's sum.
    pub peak: (usize, i64),
}

impl Episode {
    /// Whether an episode has ended: the rule was not met for a short term.
    pub fn over(&self, work: i32) -> bool {
        self.last.is_some_and(|last| work - last > SHORT_TERM)
    }

    /// Whether an episode is under way.
    pub fn under_way(&self) -> bool {
        self.last.is_some()
    }

    /// Notes that the rule is met at the end of a day.
    pub fn met(&mut self, day: i32, work: i32, peak: (usize, i64)) {
        if self.last.is_none() {
            self.noticed = Moment(i64::from(day) * 86_400 + 86_399);
        }
        self.last = Some(work);
        self.peak = self.peak.max(peak);
    }

    /// Takes what entered the credits since it last looked, as far as it fits.
    pub fn take_credits(&mut self, side: &Side, fits: impl Fn(&super::event::Event) -> bool) {
        side.since(self.next_credit)
            .filter(|e| fits(e))
            .for_each(|e| self.credits.add(e));
        self.next_credit = side.end();
    }

    /// Takes what entered the debits since it last looked, as far as it fits.
    pub fn take_debits(&mut self, side: &Side, fits: impl Fn(&super::event::Event) -> bool) {
        side.since(self.next_debit)
            .filter(|e| fits(e))
            .for_each(|e| self.debits.add(e));
        self.next_debit = side.end();
    }

    /// Ends the episode and answers it; the next starts with what enters from here on.
    pub fn end(&mut self) -> Self {
        let next = Self {
            next_credit: self.next_credit,
            next_debit: self.next_debit,
            ..Self::default()
        };
        std::mem::replace(self, next)
    }
}
