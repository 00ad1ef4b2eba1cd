//! When something is owed: on a day, again and again, or at any time. It must not know units.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::titled_enum::titled_enum;

titled_enum! {
    /// How often.
    Every {
        Day = "day" "每日",
        Week = "week" "每周",
        Fortnight = "fortnight" "每两周",
        TenDays = "ten_days" "每旬",
        HalfMonth = "half_month" "每半月",
        Month = "month" "每月",
        TwoMonths = "two_months" "每两月",
        Quarter = "quarter" "每季度",
        HalfYear = "half_year" "每半年",
        Year = "year" "每年",
    }
}

/// When something is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Schedule {
    /// By this day.
    By {
        /// The day.
        date: Date,
    },
    /// For each period, `grace_days` after its last day (negative: before it).
    Each {
        /// The period.
        every: Every,
        /// Days after the period's last day.
        #[serde(default)]
        grace_days: i32,
    },
    /// At any time, as things happen: nothing to remind of.
    AnyTime {
        /// The text's own words: 随时, 及时.
        words: String,
    },
    /// The text gives no day that could be told from it; a person has to.
    Unknown {
        /// The text's own words.
        words: String,
    },
}

/// One time at which something is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The period it is for: `2024Q3`, `2024-07`; empty for a single day.
    pub period: String,
    /// The period's first day; for a single day that day itself.
    pub begins: Date,
    /// By when.
    pub due: Date,
}

impl Schedule {
    /// Whether units are reminded of it.
    pub fn raises_tasks(&self) -> bool {
        matches!(
            self,
            Self::By { .. } | Self::Each { .. } | Self::Unknown { .. }
        )
    }

    /// Every time it is owed for periods that end within `start..=end`, in order.
    pub fn occurrences(&self, start: Date, end: Date) -> Vec<Occurrence> {
        match self {
            Self::By { date } => vec![Occurrence {
                period: String::new(),
                begins: *date,
                due: *date,
            }],
            Self::Each { every, grace_days } => each(*every, *grace_days, start, end),
            Self::AnyTime { .. } | Self::Unknown { .. } => Vec::new(),
        }
    }
}

fn each(every: Every, grace_days: i32, start: Date, end: Date) -> Vec<Occurrence> {
    let mut out = Vec::new();
    let mut day = start;
    loop {
        let last = last_day(every, day);
        if last > end {
            return out;
        }
        let due = last.saturating_add(i64::from(grace_days).days());
        out.push(Occurrence {
            period: label(every, last),
            begins: first_day(every, last),
            due,
        });
        let Ok(next) = last.tomorrow() else {
            return out;
        };
        day = next;
    }
}

/// A Monday on which two-week periods are counted to begin.
const FIRST_FORTNIGHT: Date = Date::constant(2001, 1, 1);

/// The last day of the period that holds `day`.
fn last_day(every: Every, day: Date) -> Date {
    let month_end = |month: i8| Date::new(day.year(), month, 1).map_or(day, Date::last_of_month);
    let within = |last: i8| Date::new(day.year(), day.month(), last).unwrap_or(day);
    let ahead = |days: i32| day.saturating_add(i64::from(days).days());
    match every {
        Every::Day => day,
        Every::Week => ahead(7 - i32::from(day.weekday().to_monday_one_offset())),
        Every::Fortnight => {
            let passed = day.duration_since(FIRST_FORTNIGHT).as_hours() / 24;
            ahead(13 - i32::try_from(passed.rem_euclid(14)).unwrap_or(13))
        }
        Every::TenDays if day.day() <= 10 => within(10),
        Every::TenDays if day.day() <= 20 => within(20),
        Every::HalfMonth if day.day() <= 15 => within(15),
        Every::TenDays | Every::HalfMonth | Every::Month => day.last_of_month(),
        Every::TwoMonths => month_end((day.month() + 1) / 2 * 2),
        Every::Quarter => month_end((day.month() - 1) / 3 * 3 + 3),
        Every::HalfYear => month_end(if day.month() <= 6 { 6 } else { 12 }),
        Every::Year => month_end(12),
    }
}

/// The first day of the period that ends on `last`.
fn first_day(every: Every, last: Date) -> Date {
    let back = |days: i64| last.saturating_sub(days.days());
    let months = |months: i8| Date::new(last.year(), last.month() - months + 1, 1).unwrap_or(last);
    match every {
        Every::Day => last,
        Every::Week => back(6),
        Every::Fortnight => back(13),
        Every::TenDays if last.day() <= 20 => back(9),
        Every::TenDays => back(i64::from(last.day()) - 21),
        Every::HalfMonth if last.day() == 15 => back(14),
        Every::HalfMonth => back(i64::from(last.day()) - 16),
        Every::Month => months(1),
        Every::TwoMonths => months(2),
        Every::Quarter => months(3),
        Every::HalfYear => months(6),
        Every::Year => months(12),
    }
}

/// Periods that the returns know too are labelled alike; shorter ones by their last day.
fn label(every: Every, last: Date) -> String {
    match every {
        Every::Week => {
            let week = last.iso_week_date();
            format!("{}W{:02}", week.year(), week.week())
        }
        Every::Day | Every::Fortnight | Every::TenDays | Every::HalfMonth => last.to_string(),
        Every::Month => format!("{}-{:02}", last.year(), last.month()),
        Every::TwoMonths => format!(
            "{}-{:02}~{:02}",
            last.year(),
            last.month() - 1,
            last.month()
        ),
        Every::Quarter => format!("{}Q{}", last.year(), (last.month() + 2) / 3),
        Every::HalfYear => format!("{}H{}", last.year(), if last.month() <= 6 { 1 } else { 2 }),
        Every::Year => last.year().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn quarters_within_the_campaign_are_owed_each() {
        let schedule = Schedule::Each {
            every: Every::Quarter,
            grace_days: 5,
        };
        let owed = schedule.occurrences(date(2024, 6, 19), date(2025, 12, 31));
        let labels: Vec<&str> = owed.iter().map(|o| o.period.as_str()).collect();
        assert_eq!(
            labels,
            [
                "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4"
            ]
        );
        assert_eq!(owed[1].due, date(2024, 10, 5));
    }

    #[test]
    fn a_period_cut_off_by_the_end_is_not_owed() {
        let schedule = Schedule::Each {
            every: Every::Month,
            grace_days: 0,
        };
        assert!(
            schedule
                .occurrences(date(2024, 7, 2), date(2024, 7, 30))
                .is_empty()
        );
        assert_eq!(
            schedule
                .occurrences(date(2024, 7, 2), date(2024, 7, 31))
                .len(),
            1
        );
    }

    #[test]
    fn weeks_end_on_sunday_across_the_year() {
        let owed = Schedule::Each {
            every: Every::Week,
            grace_days: -2,
        }
        .occurrences(date(2024, 12, 30), date(2025, 1, 12));
        assert_eq!(owed[0].period, "2025W01");
        assert_eq!(owed[0].due, date(2025, 1, 3));
    }

    #[test]
    fn every_kind_of_period_tiles_the_days() {
        for every in Every::ALL {
            let owed = Schedule::Each {
                every: *every,
                grace_days: 0,
            }
            .occurrences(date(2023, 12, 30), date(2026, 12, 31));
            for pair in owed.windows(2) {
                assert_eq!(pair[0].due.tomorrow().unwrap(), pair[1].begins, "{every}");
                assert_ne!(pair[0].period, pair[1].period, "{every}");
            }
            assert!(owed[0].begins <= date(2023, 12, 30), "{every}");
        }
    }
}
