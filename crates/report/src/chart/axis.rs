//! Scales: values to lengths with a zero baseline, dates to lengths, and where their ticks stand.
//! It must not know which chart uses them.

use jiff::{ToSpan, civil::Date};

/// A scale of values that always contains zero.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValueScale {
    low: i128,
    high: i128,
    step: i128,
    length: f64,
}

impl ValueScale {
    /// Covers the values and zero with at most `max_ticks` steps of 1, 2 or 5 times a power of ten.
    pub(crate) fn new(
        values: impl Iterator<Item = i64>,
        smallest: i64,
        max_ticks: u32,
        length: f64,
    ) -> Self {
        let (mut low, mut high) = (0_i128, 0_i128);
        for value in values {
            low = low.min(i128::from(value));
            high = high.max(i128::from(value));
        }
        let step = nice_step(
            (high - low).max(1),
            i128::from(smallest),
            i128::from(max_ticks.max(1)),
        );
        let low = low.div_euclid(step) * step;
        let high = -((-high).div_euclid(step)) * step;
        Self {
            low,
            high: high.max(low + step),
            step,
            length,
        }
    }

    /// Distance of a value from the low end.
    pub(crate) fn at(&self, value: i128) -> f64 {
        (value - self.low) as f64 / (self.high - self.low) as f64 * self.length
    }

    /// The values that get a grid line, from low to high.
    pub(crate) fn ticks(&self) -> Vec<i64> {
        let count = (self.high - self.low) / self.step;
        (0..=count)
            .filter_map(|i| i64::try_from(self.low + i * self.step).ok())
            .collect()
    }
}

fn nice_step(range: i128, smallest: i128, max_ticks: i128) -> i128 {
    let mut base = smallest.max(1);
    loop {
        for factor in [1, 2, 5] {
            let step = base * factor;
            if range.div_euclid(step) + i128::from(range % step != 0) <= max_ticks {
                return step;
            }
        }
        base *= 10;
    }
}

/// A scale of days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DateScale {
    first: Date,
    days: f64,
    length: f64,
}

impl DateScale {
    /// From the first to the last day; a single day stands in the middle.
    pub(crate) fn new(first: Date, last: Date, length: f64) -> Self {
        Self {
            first,
            days: days_between(first, last),
            length,
        }
    }

    pub(crate) fn at(&self, day: Date) -> f64 {
        if self.days <= 0.0 {
            return self.length / 2.0;
        }
        days_between(self.first, day) / self.days * self.length
    }

    /// Ticks whose labels keep `room` apart: days, months or years, whichever is finest.
    pub(crate) fn ticks(&self, room: f64) -> Vec<(Date, String)> {
        let per_day = if self.days > 0.0 {
            self.length / self.days
        } else {
            self.length
        };
        let day_step = [1, 2, 5, 7, 14]
            .into_iter()
            .find(|d| f64::from(*d) * per_day >= room);
        match day_step {
            Some(step) => self.day_ticks(step),
            None => self.month_ticks(month_step(per_day, room)),
        }
    }

    fn day_ticks(&self, step: i32) -> Vec<(Date, String)> {
        let last = self.last();
        let mut ticks = Vec::new();
        let mut day = self.first;
        while day <= last {
            ticks.push((day, format!("{}月{}日", day.month(), day.day())));
            match day.checked_add(step.days()) {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        ticks
    }

    fn month_ticks(&self, step: i32) -> Vec<(Date, String)> {
        let last = self.last();
        let mut ticks: Vec<(Date, String)> = Vec::new();
        let mut month = self.first.first_of_month();
        while month <= last {
            let index = i32::from(month.month()) - 1;
            let on_step = if step >= 12 {
                index == 0 && i32::from(month.year()) % (step / 12) == 0
            } else {
                index % step == 0
            };
            if on_step && month >= self.first {
                let new_year = ticks.last().is_none_or(|(d, _)| d.year() != month.year());
                ticks.push((month, month_label(month, step, new_year)));
            }
            match month.checked_add(1.month()) {
                Ok(next) => month = next,
                Err(_) => break,
            }
        }
        ticks
    }

    fn last(&self) -> Date {
        self.first.saturating_add((self.days as i64).days())
    }
}

fn month_label(month: Date, step: i32, new_year: bool) -> String {
    if step >= 12 {
        format!("{}年", month.year())
    } else if new_year {
        format!("{}年{}月", month.year(), month.month())
    } else {
        format!("{}月", month.month())
    }
}

fn month_step(per_day: f64, room: f64) -> i32 {
    let per_month = per_day * 28.0;
    [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
        .into_iter()
        .find(|m| f64::from(*m) * per_month >= room)
        .unwrap_or(2400)
}

/// Days from one day to another, negative when it lies before.
pub(crate) fn days_between(from: Date, to: Date) -> f64 {
    (to - from).get_days().into()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_are_round_and_contain_zero() {
        let scale = ValueScale::new([3, 17].into_iter(), 1, 5, 100.0);
        assert_eq!(scale.ticks(), [0, 5, 10, 15, 20]);
        let scale = ValueScale::new([-30, 80].into_iter(), 1, 5, 100.0);
        assert_eq!(scale.ticks(), [-50, 0, 50, 100]);
        assert_eq!(
            ValueScale::new(std::iter::empty(), 1, 5, 100.0).ticks(),
            [0, 1]
        );
    }

    #[test]
    fn months_are_named_with_their_year_once() {
        let scale = DateScale::new(date(2024, 5, 6), date(2025, 3, 1), 600.0);
        let labels: Vec<String> = scale.ticks(64.0).into_iter().map(|t| t.1).collect();
        assert_eq!(labels, ["2024年7月", "9月", "11月", "2025年1月", "3月"]);
    }

    proptest! {
        #[test]
        fn ticks_cover_the_values(values in prop::collection::vec(any::<i64>(), 1..8)) {
            let scale = ValueScale::new(values.iter().copied(), 1, 5, 100.0);
            for v in values {
                let at = scale.at(v.into());
                prop_assert!((-0.001..=100.001).contains(&at));
            }
            prop_assert!(scale.ticks().len() <= 8);
        }

        #[test]
        fn date_labels_keep_apart(days in 0_i64..40_000) {
            let first = date(1990, 3, 14);
            let scale = DateScale::new(first, first.saturating_add(days.days()), 700.0);
            let ticks = scale.ticks(64.0);
            for pair in ticks.windows(2) {
                prop_assert!(scale.at(pair[1].0) - scale.at(pair[0].0) >= 64.0);
            }
        }
    }
}
