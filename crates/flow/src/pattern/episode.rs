//! A rule met on several days one after another is one finding, not one a day. It must not know the rule.

use super::event::Event;
use super::evidence::Evidence;
use super::window::{SHORT_TERM, Window};
use crate::transfer::Moment;

/// The days on which a window met a rule, with the evidence of both directions.
#[derive(Debug, Default)]
pub(crate) struct Episode {
    pub credits: Evidence,
    pub debits: Evidence,
    /// Working day on which the rule was last met; none: not yet.
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

    /// Notes that the rule is met at the end of a day.
    pub fn met(&mut self, day: i32, work: i32, peak: (usize, i64)) {
        if self.last.is_none() {
            self.noticed = Moment(i64::from(day) * 86_400 + 86_399);
        }
        self.last = Some(work);
        self.peak = self.peak.max(peak);
    }

    /// Takes credits of the window from a place on, as far as they fit.
    pub fn take_credits(&mut self, window: &Taken<'_>, fits: impl Fn(&Event) -> bool) {
        let new = window.window.credits.since(window.places.credit);
        new.filter(|e| fits(e)).for_each(|e| self.credits.add(e));
    }

    /// Takes debits of the window from a place on, as far as they fit.
    pub fn take_debits(&mut self, window: &Taken<'_>, fits: impl Fn(&Event) -> bool) {
        let new = window.window.debits.since(window.places.debit);
        new.filter(|e| fits(e)).for_each(|e| self.debits.add(e));
    }
}

/// Up to where a window was taken as evidence.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Places {
    pub credit: u64,
    pub debit: u64,
}

/// A window of which part was taken before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken<'a> {
    pub window: &'a Window,
    pub places: Places,
}
