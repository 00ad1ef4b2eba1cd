//! Days that a statement prints without their century or their year: 230415, 04-15 under 2023年, 15-Apr-2023, a month and a
//! day in columns of their own. It must not know rows.

use jiff::civil::{Date, Time};

use super::moment::clock;
use crate::table::Cell;
use crate::value::{fold, years_in};

/// What lines around a table say of its days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Years {
    /// First and last day of the statement.
    pub period: Option<(Date, Date)>,
    /// The year a line or a title names.
    pub year: Option<i16>,
}

impl Years {
    /// The day of a month, where one year only fits.
    pub fn day_of(self, month: i8, day: i8) -> Option<Date> {
        if let Some((start, end)) = self.period {
            let mut fitting = (start.year()..=end.year())
                .filter_map(|year| Date::new(year, month, day).ok())
                .filter(|date| (start..=end).contains(date));
            let first = fitting.next();
            return first.filter(|_| fitting.next().is_none());
        }
        Date::new(self.year?, month, day).ok()
    }

    fn allows(self, date: Date) -> bool {
        self.period
            .is_none_or(|(start, end)| (start..=end).contains(&date))
            && self.year.is_none_or(|year| date.year() == year)
    }
}

/// Reads such a day with the time printed behind it; `None` where it is no day or its year is not known.
pub(super) fn short_moment(cell: &Cell, years: Years) -> Option<(Date, Option<Time>)> {
    let shown = fold(&cell.shown());
    let text = shown.trim();
    if let Some(date) = short_day(text, years) {
        return Some((date, None));
    }
    let (day, time) = text.rsplit_once(' ')?;
    let time = clock(&Cell::text(time)).filter(|_| time.contains(':'))?;
    Some((short_day(day.trim(), years)?, Some(time)))
}

fn short_day(text: &str, years: Years) -> Option<Date> {
    if let Some(found) = english(text) {
        return Some(found);
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '月' | '日' | ' ');
    if !text.chars().all(is_part) {
        return None;
    }
    let groups: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .collect();
    match groups[..] {
        [digits] if digits.len() == 6 => century(&digits[..2], &digits[2..4], &digits[4..]),
        [year, month, day]
            if [year, month, day].iter().all(|g| g.len() <= 2) && year.len() == 2 =>
        {
            let turned = || century(day, month, year).filter(|date| years.allows(*date));
            let as_read = century(year, month, day);
            as_read.filter(|date| years.allows(*date)).or_else(turned)
        }
        [month, day] if month.len() <= 2 && day.len() <= 2 => {
            years.day_of(month.parse().ok()?, day.parse().ok()?)
        }
        _ => None,
    }
}

/// A day of this century by the last two digits of its year.
fn century(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| (0..=49).contains(year))?;
    Date::new(2000 + year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// 15-Apr-2023, 15 April 2023, Apr 15, 2023.
fn english(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut numbers = Vec::new();
    let mut month = None;
    for word in text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let lower = word.to_ascii_lowercase();
        match MONTHS.iter().position(|name| lower.starts_with(name)) {
            Some(at) if month.is_none() && word.len() <= 9 => month = i8::try_from(at + 1).ok(),
            _ => numbers.push(word.parse::<i16>().ok()?),
        }
    }
    let (day, year) = match numbers[..] {
        [day @ 1..=31, year @ 1980..=2100] => (day, year),
        [day @ 1..=31, year @ 0..=49] => (day, 2000 + year),
        _ => return None,
    };
    Date::new(year, month?, i8::try_from(day).ok()?).ok()
}

/// The year that a line names: 2023年, 2023年度; `None` where it names none or several.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let years = years_in(text);
    let first = years.first().copied()?;
    years.iter().all(|year| *year == first).then_some(first)
}

/// The month that a line names: 2024年01月; `None` where it names none or several.
pub(super) fn month_in(text: &str) -> Option<i8> {
    let (before, after) = text.split_once('月')?;
    let (_, month) = before.rsplit_once('年')?;
    let month = month.trim().parse().ok()?;
    ((1..=12).contains(&month) && !after.contains('月')).then_some(month)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn short_days() {
        let years = Years {
            period: Some((date(2022, 12, 1), date(2023, 5, 31))),
            year: None,
        };
        let read = |text: &str| short_moment(&Cell::text(text), years).map(|(date, _)| date);
        let wanted = Some(date(2023, 4, 15));
        for text in [
            "230415",
            "04-15",
            "4月15日",
            "23/04/15",
            "15/04/23",
            "15-Apr-2023",
            "Apr 15, 2023",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(
            short_moment(&Cell::text("23/04/15 09:30:01"), years),
            wanted.map(|date| (date, Some(time(9, 30, 1, 0))))
        );
        assert_eq!(read("12-20"), Some(date(2022, 12, 20)));
        assert_eq!(read("08-15"), None, "in no year of the period");
        assert_eq!(read("合计"), None);
        let unknown = |text: &str| short_day(text, Years::default());
        assert_eq!(unknown("04-15"), None, "nobody says which year");
        assert_eq!(unknown("230415"), wanted);
        assert_eq!(year_in("2023年度银行存款日记账"), Some(2023));
        assert_eq!(year_in("2022年至2023年"), None);
        assert_eq!(month_in("信用卡对账单（2024年01月）"), Some(1));
        assert_eq!(month_in("2023年12月至2024年1月"), None);
    }
}
