//! Days as the lake keeps them: days since 1970-01-01. It must not know the clock.

use jiff::civil::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub fn day_of(date: Date) -> i32 {
    // A span between two civil dates is whole days and within i32 for every date jiff can hold.
    date.since(EPOCH).map_or(0, |span| span.get_days())
}

/// The date of a day, ISO.
pub fn shown_date(day: i32) -> String {
    date_of(day).map_or_else(|| day.to_string(), |d| d.to_string())
}

/// The date of a day; `None` beyond the calendar.
pub(crate) fn date_of(day: i32) -> Option<Date> {
    EPOCH
        .checked_add(jiff::Span::new().try_days(day).ok()?)
        .ok()
}

/// Reads `2023-4-15`, `2023/04/15 10:31`, `2023.4.15`, `20230415`, `2023年4月15日`; also `2023-04` and `2023` as their
/// first day. `None` for anything else.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day_part = text.split([' ', 'T']).next().unwrap_or(text);
    if day_part.len() == 8 && day_part.bytes().all(|b| b.is_ascii_digit()) {
        return civil(day_part.get(..4)?, day_part.get(4..6)?, day_part.get(6..)?);
    }
    let plain = day_part.trim_end_matches(['日', '号', '月', '年', '.']);
    let mut parts = plain.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (
        parts.next()?,
        parts.next().unwrap_or("1"),
        parts.next().unwrap_or("1"),
    );
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    civil(year, month, day)
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if ![year, month, day].iter().all(|part| digits(part)) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for text in ["1970-01-01", "1949-10-01", "2024-02-29", "2099-12-31"] {
            let date = parse_date(text).expect("a date");
            assert_eq!(shown_date(day_of(date)), text);
        }
        assert_eq!(day_of(Date::constant(1970, 1, 2)), 1);
    }

    #[test]
    fn dates_of_registers_are_read_and_others_refused() {
        for text in [
            "2016/06/01",
            "2016-6-1",
            "20160601",
            "2016.6.1",
            "2016年6月1日",
            "2016/6/1 09:30:00",
            "2016-06",
            "2016年6月",
        ] {
            assert_eq!(parse_date(text), Some(Date::constant(2016, 6, 1)), "{text}");
        }
        for text in [
            "8小时前",
            "",
            "2016-13-01",
            "16-06-01",
            "2016-06-01-02",
            "2016-02-30",
            "去年",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
