//! A calendar month, as tables of figures print it. It must not know days or the clock.

use std::{fmt, str::FromStr};

/// A month, counted from year 0, so that months can be subtracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month of a year, or nothing when there is none (month 13, year 12).
    pub fn new(year: i32, month: i32) -> Option<Self> {
        let real = (1990..=2100).contains(&year) && (1..=12).contains(&month);
        real.then_some(Self(year * 12 + month - 1))
    }

    /// How many months `self` lies after `earlier`.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// The month `count` months before.
    pub fn before(self, count: i32) -> Self {
        Self(self.0 - count)
    }

    /// As data files print it: 2018-02.
    pub fn code(self) -> String {
        format!("{}-{:02}", self.year(), self.month())
    }

    fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    fn month(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月", self.year(), self.month())
    }
}

/// Text that names no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是月份；请写成 2018-02、2018/2、201802 或 2018年2月")]
pub struct NotAMonth(String);

impl FromStr for Month {
    type Err = NotAMonth;

    /// Reads 2018-02, 2018-02-28, 2018/2, 2018.2, 201802, 20180228, 2018年2月, with or without a time of day.
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let plain: String = text.trim().chars().map(half_width).collect();
        let day = plain.split([' ', 'T']).next().unwrap_or_default();
        parts(day)
            .and_then(|(year, month, day)| {
                real_day(year, month, day).then(|| Self::new(year, month))
            })
            .flatten()
            .ok_or_else(|| NotAMonth(text.trim().to_owned()))
    }
}

/// Full-width digits and dashes as people type them.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '／' | '年' | '月' | '.' | '．' | '-' | '－' | '—' => '/',
        _ => c,
    }
}

fn parts(day: &str) -> Option<(i32, i32, i32)> {
    let trimmed = day.trim_end_matches(['日', '/', '末', '底']);
    if !trimmed.bytes().all(|b| b.is_ascii_digit() || b == b'/') {
        return None;
    }
    let numbers: Vec<&str> = trimmed.split('/').collect();
    let number = |text: &str| text.parse::<i32>().ok();
    match numbers.as_slice() {
        [one] if one.len() == 6 => Some((number(&one[..4])?, number(&one[4..])?, 1)),
        [one] if one.len() == 8 => {
            Some((number(&one[..4])?, number(&one[4..6])?, number(&one[6..])?))
        }
        [year, month] if year.len() == 4 => Some((number(year)?, number(month)?, 1)),
        [year, month, day] if year.len() == 4 => {
            Some((number(year)?, number(month)?, number(day)?))
        }
        _ => None,
    }
}

fn real_day(year: i32, month: i32, day: i32) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_offices_write_a_month() {
        let february = Month::new(2018, 2).unwrap();
        for text in [
            "2018-02",
            "2018-2",
            "2018/2",
            "2018.02",
            "201802",
            "2018年2月",
            "2018年02月底",
            "2018-02-28",
            "20180228",
            "2018/2/28",
            "2018-02-28 00:00:00",
            "２０１８－０２",
            " 2018-02 ",
        ] {
            assert_eq!(text.parse(), Ok(february), "{text}");
        }
    }

    #[test]
    fn what_is_no_month_is_said() {
        for text in [
            "",
            "2018",
            "2018-13",
            "2018-02-30",
            "20182",
            "二月",
            "18-02",
            "0218-02",
        ] {
            let refused = text.parse::<Month>().unwrap_err().to_string();
            assert!(refused.contains("2018-02"), "{text}: {refused}");
        }
    }

    #[test]
    fn months_are_counted_over_the_turn_of_a_year() {
        let january = Month::new(2018, 1).unwrap();
        assert_eq!(january.before(1).code(), "2017-12");
        assert_eq!(january.since(Month::new(2017, 8).unwrap()), 5);
        assert_eq!(january.to_string(), "2018年1月");
    }
}
