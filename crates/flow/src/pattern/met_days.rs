//! Days on which a rule was met, told only when there are enough of them close together. It must not know the rule.

use super::day_book::DayBook;
use super::event::Event;
use super::evidence::Evidence;
use crate::transfer::Moment;

/// How many days make a habit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habit {
    pub min_days: u32,
    pub within_days: i32,
}

/// The days met so far. Evidence is kept of all of them; what is told needs a habit at least once.
#[derive(Debug, Default)]
pub(crate) struct MetDays {
    pub came: Evidence,
    pub went: Evidence,
    pub days: u32,
    recent: std::collections::VecDeque<i32>,
    pub noticed: Option<Moment>,
}

impl MetDays {
    pub fn met(&mut self, habit: Habit, book: &DayBook, fits: impl Fn(&Event) -> bool) {
        let Some((day, _)) = book.day() else { return };
        for event in book.events.iter().filter(|e| fits(e)) {
            let side = if event.into {
                &mut self.came
            } else {
                &mut self.went
            };
            side.add(event);
        }
        self.days += 1;
        self.recent.push_back(day);
        while self
            .recent
            .front()
            .is_some_and(|d| day - d >= habit.within_days)
        {
            self.recent.pop_front();
        }
        if self.recent.len() >= habit.min_days as usize {
            self.noticed
                .get_or_insert(Moment(i64::from(day) * 86_400 + 86_399));
        }
    }
}
