//! What happens when: the steps of the demo year in the order of their moments, so that the clock
//! only moves forward as it does in an office. It must not know what the steps do.

use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};

use fangfei_model::ctx::{CHINA, china_date};
use jiff::{SignedDuration, Span, Timestamp, civil::Weekday};

use super::draw::Draw;

/// A step with its moment. Steps of the same moment keep the order in which they were planned.
struct Planned<S> {
    at: Timestamp,
    serial: u64,
    step: S,
}

/// The steps still to come.
pub struct Agenda<S> {
    steps: BinaryHeap<Reverse<Planned<S>>>,
    serial: u64,
}

impl<S> Agenda<S> {
    /// Nothing planned.
    pub fn empty() -> Self {
        Self {
            steps: BinaryHeap::new(),
            serial: 0,
        }
    }

    /// Plans a step.
    pub fn plan(&mut self, at: Timestamp, step: S) {
        self.serial += 1;
        self.steps.push(Reverse(Planned {
            at,
            serial: self.serial,
            step,
        }));
    }

    /// The next step before `end`.
    pub fn next_before(&mut self, end: Timestamp) -> Option<(Timestamp, S)> {
        let next = self.steps.peek()?.0.at;
        if next >= end {
            return None;
        }
        self.steps
            .pop()
            .map(|Reverse(planned)| (planned.at, planned.step))
    }
}

/// A moment in office hours, this many days (drawn between the two) after `from`.
pub fn office_moment(draw: &mut Draw, from: Timestamp, days: (i64, i64)) -> Timestamp {
    let count = draw.between(days.0, days.1);
    let mut day = china_date(from).saturating_add(Span::new().days(count));
    while count > 0 && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.saturating_add(Span::new().days(1));
    }
    let hour = if draw.chance(50) {
        draw.between(8, 11)
    } else {
        draw.between(14, 17)
    };
    let clock = day.at(i8::try_from(hour).unwrap_or(9), 0, 0, 0);
    let start = CHINA.to_timestamp(clock).unwrap_or(from);
    let at = start + SignedDuration::from_secs(draw.between(0, 3_599));
    // The same day's earlier hour has passed already.
    if at > from {
        at
    } else {
        from + SignedDuration::from_mins(draw.between(5, 90))
    }
}

impl<S> PartialEq for Planned<S> {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.serial) == (other.at, other.serial)
    }
}

impl<S> Eq for Planned<S> {}

impl<S> PartialOrd for Planned<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S> Ord for Planned<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.serial).cmp(&(other.at, other.serial))
    }
}

#[cfg(test)]
mod tests {
    use fangfei_model::ctx::china_midnight;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn steps_come_in_the_order_of_their_moments_and_end_at_the_end() {
        let at = |day| china_midnight(date(2024, 7, day));
        let mut agenda = Agenda::empty();
        for (day, step) in [(3, "c"), (1, "a"), (9, "late"), (1, "b")] {
            agenda.plan(at(day), step);
        }
        let order: Vec<&str> =
            std::iter::from_fn(|| agenda.next_before(at(5)).map(|(_, step)| step)).collect();
        assert_eq!(order, ["a", "b", "c"]);
    }

    #[test]
    fn office_moments_lie_ahead_and_not_on_weekends() {
        let mut draw = Draw::seeded(5);
        let friday = china_midnight(date(2024, 7, 5)) + SignedDuration::from_hours(10);
        for _ in 0..200 {
            let at = office_moment(&mut draw, friday, (1, 3));
            assert!(at > friday);
            assert_eq!(china_date(at), date(2024, 7, 8));
            assert!(office_moment(&mut draw, friday, (0, 0)) > friday);
        }
    }
}
