//! One day of an account: its events, sums by side. It must not know patterns.

use super::event::Event;
use crate::transfer::HolderKind;

/// The events of the day under way.
#[derive(Debug, Default)]
pub(crate) struct DayBook {
    pub events: Vec<Event>,
}

impl DayBook {
    pub fn day(&self) -> Option<(i32, i32)> {
        self.events.first().map(|e| (e.day, e.work))
    }

    /// The sum of the events that fit.
    pub fn sum(&self, fits: impl Fn(&Event) -> bool) -> i64 {
        let amounts = self.events.iter().filter(|e| fits(e)).map(|e| e.amount);
        amounts.fold(0, i64::saturating_add)
    }
}

/// Which reporting limit an event falls under: cash, or the kind of the account's own holder.
pub(crate) fn is_cash(event: &Event) -> bool {
    event.kind == HolderKind::Cash
}
