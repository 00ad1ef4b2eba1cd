//! Working days as running numbers, so that “ten working days” (the “short term” of the reporting rules for
//! large and suspicious transactions) is a subtraction. It must not know transfers.

use std::sync::LazyLock;

use fangfei_model::calendar::Calendar;
use jiff::civil::{Date, date};

const FIRST: Date = date(1990, 1, 1);
const LAST: Date = date(2060, 12, 31);
/// 1990-01-01 in days since 1970-01-01.
const FIRST_DAY: i32 = 7_305;

/// Days outside the years with a published calendar count Monday to Friday.
static NUMBERS: LazyLock<Vec<i32>> = LazyLock::new(|| {
    let mut number = 0;
    let step = |day: Date| {
        let published = Calendar::builtin().is_working_day(day);
        let weekday = day.weekday().to_monday_zero_offset() < 5;
        number += i32::from(published.unwrap_or(weekday));
        number
    };
    FIRST
        .series(jiff::Span::new().days(1))
        .take_while(|d| *d <= LAST)
        .map(step)
        .collect()
});

/// The number of working days up to and including a day (days since 1970-01-01): a day off has the
/// number of the working day before it.
pub(crate) fn number(day: i32) -> i32 {
    let at = usize::try_from(day - FIRST_DAY);
    match at.ok().and_then(|at| NUMBERS.get(at)) {
        Some(number) => *number,
        // Beyond the table five days a week; far from any statement, and still in order.
        None => day.div_euclid(7) * 5 + day.rem_euclid(7).min(5) - 5_218,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: Date) -> i32 {
        crate::transfer::Moment::from_civil(date.at(0, 0, 0, 0)).day()
    }

    #[test]
    fn the_spring_festival_is_one_long_night() {
        let before = number(day(date(2024, 2, 9)));
        assert_eq!(
            number(day(date(2024, 2, 17))),
            before,
            "a week off has no numbers"
        );
        assert_eq!(
            number(day(date(2024, 2, 18))),
            before + 1,
            "a made-up Sunday is worked"
        );
        assert_eq!(day(FIRST), FIRST_DAY);
    }

    #[test]
    fn numbers_never_run_back() {
        let numbers: Vec<i32> = (FIRST_DAY - 30..FIRST_DAY + 27_000).map(number).collect();
        assert!(numbers.is_sorted());
    }
}
