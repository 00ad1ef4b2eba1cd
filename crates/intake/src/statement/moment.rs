//! When a row was booked: a date with or without its time in one cell, a time in a cell of its own.
//! It must not know columns.

use fangfei_model::statement::BookedAt;
use jiff::civil::{Date, Time};

use crate::table::Cell;
use crate::value::{self, DateContext, DayOrder, Precision, date_from_serial, fold};

/// A day and, where printed, the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub date: Date,
    pub time: Option<Time>,
}

impl Moment {
    /// As statements keep it.
    pub fn booked(self) -> BookedAt {
        match self.time {
            Some(time) => BookedAt::moment(self.date.to_datetime(time)),
            None => BookedAt::day(self.date),
        }
    }
}

/// Reads a date cell, with its time where it has one; `None` for a cell that is no day.
pub(super) fn moment(cell: &Cell, order: Option<DayOrder>) -> Option<Moment> {
    match cell {
        Cell::Text(text) => if text.is_ascii() {
            numeric(text)
        } else {
            numeric(&fold(text))
        }
        .or_else(|| serial(text))
        .or_else(|| worded(text, order)),
        Cell::DateTime(at) => Some(Moment {
            date: at.date(),
            time: Some(at.time()).filter(|time| *time != Time::midnight()),
        }),
        Cell::Number(number) => match date_from_serial(*number, "") {
            Some(when) => Some(Moment {
                date: when.date,
                time: when.time,
            }),
            None => numeric(&cell.shown()),
        },
        _ => None,
    }
}

/// Whether a day is printed with a year counted from 1912.
pub(super) fn counts_from_1912(cell: &Cell) -> bool {
    let text = fold(&cell.shown());
    let three = text.bytes().take_while(u8::is_ascii_digit).count() == 3;
    three && numeric(&text).is_some()
}

/// Reads a time of day from a cell of its own: `12:03:04`, `120304`, `93012` (a lost zero), a fraction
/// of a day, or a whole moment of which the time is taken.
pub(super) fn clock(cell: &Cell) -> Option<Time> {
    match cell {
        Cell::DateTime(at) => Some(at.time()),
        Cell::Number(number) if (0.0..1.0).contains(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "a day has 86 400 seconds")]
            let seconds = (number * 86_400.0).round() as i64;
            time_of(seconds / 3600, seconds / 60 % 60, seconds % 60)
        }
        Cell::Number(_) | Cell::Text(_) => {
            let shown = fold(&cell.shown());
            if let Some((plain, later)) = without_half(&shown) {
                return clock(&Cell::text(plain.trim())).and_then(|time| by_half(time, later));
            }
            let groups = groups(&shown)?;
            match groups[..] {
                [only] if only.len() <= 6 && matches!(cell, Cell::Number(_)) => {
                    compact(&format!("{only:0>6}"))
                }
                // 93012000: thousandths of a second, and a lost nought.
                [only] if matches!(only.len(), 7 | 8) && !looks_like_a_day(only) => compact(only)
                    .filter(|_| only.len() == 8 && !matches!(cell, Cell::Number(_)))
                    .or_else(|| compact(&format!("{only:0>9}"))),
                [only] if only.len() == 5 => compact(&format!("0{only}")),
                [only] if matches!(only.len(), 4 | 6 | 9) => compact(only),
                [_] => numeric(&shown)?.time,
                // 12/29 is a day of a month.
                [first, ..] if first.len() <= 2 && !shown.contains('/') => spread(&groups),
                _ => numeric(&shown)?.time,
            }
        }
        _ => None,
    }
}

fn looks_like_a_day(digits: &str) -> bool {
    digits.len() == 8 && day(&digits[..4], &digits[4..6], &digits[6..8]).is_some()
}

/// The runs of digits of a text that holds nothing but digits and what parts dates and times.
fn groups(text: &str) -> Option<Vec<&str>> {
    let parts = |c: char| {
        matches!(
            c,
            '-' | '/'
                | '.'
                | ':'
                | ' '
                | 'T'
                | 't'
                | 'Z'
                | '年'
                | '月'
                | '日'
                | '时'
                | '点'
                | '分'
                | '秒'
                | '\t'
                | '\n'
                | '\r'
                | '_'
                | ','
        )
    };
    if !text.chars().all(|c| c.is_ascii_digit() || parts(c)) {
        return None;
    }
    let found: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect();
    (!found.is_empty() && found.len() <= 8).then_some(found)
}

/// A moment without the distance from UTC behind its time: 09:00:00+08:00 is nine o'clock where it was printed.
fn without_zone(text: &str) -> &str {
    let Some((moment, zone)) = text.rsplit_once('+') else {
        return text;
    };
    let digits = zone.bytes().filter(u8::is_ascii_digit).count();
    let is_zone = matches!(digits, 2 | 4) && zone.bytes().all(|b| b.is_ascii_digit() || b == b':');
    match is_zone && moment.contains(':') {
        true => moment,
        false => text,
    }
}

/// Half of the day that a clock of twelve hours prints, and the text without it.
fn without_half(text: &str) -> Option<(String, bool)> {
    let halves = [
        ("上午", false),
        ("下午", true),
        ("AM", false),
        ("PM", true),
        ("am", false),
        ("pm", true),
    ];
    let (word, later) = halves.into_iter().find(|(word, _)| text.contains(word))?;
    Some((text.replace(word, " "), later))
}

fn by_half(time: Time, later: bool) -> Option<Time> {
    let hour = match (time.hour(), later) {
        (12, false) => 0,
        (hour @ 0..12, true) => hour + 12,
        (hour, _) => hour,
    };
    Time::new(hour, time.minute(), time.second(), 0).ok()
}

/// Dates that begin with a year of four digits.
fn numeric(text: &str) -> Option<Moment> {
    if let Some((plain, later)) = without_half(text) {
        let found = numeric(&plain)?;
        let time = found.time.and_then(|time| by_half(time, later));
        return Some(Moment { time, ..found });
    }
    let found = groups(without_zone(text))?;
    let (first, rest) = found.split_first()?;
    match (first.len(), rest) {
        (8, times) => Some(Moment {
            date: day(&first[..4], &first[4..6], &first[6..])?,
            time: time_from(times)?,
        }),
        (12 | 14 | 17 | 20, []) => Some(Moment {
            date: day(&first[..4], &first[4..6], &first[6..8])?,
            time: Some(compact(&first[8..])?),
        }),
        // 113/05/06: years counted from 1912, as in Taiwan; no other year has three digits.
        (3, [month, third, times @ ..]) if month.len() <= 2 && third.len() <= 2 => {
            let year = first
                .parse::<i16>()
                .ok()
                .filter(|y| (90..=150).contains(y))?;
            Some(Moment {
                date: day(&(year + 1911).to_string(), month, third)?,
                time: time_from(times)?,
            })
        }
        (4, [month, third, times @ ..]) => {
            // 2024-05-0612:03:04: the blank was lost.
            let (number, glued) = match third.len() {
                1 | 2 => (*third, None),
                3 | 4 if !times.is_empty() => {
                    third.split_at_checked(2).map(|(d, h)| (d, Some(h)))?
                }
                _ => return None,
            };
            let times: Vec<&str> = glued.into_iter().chain(times.iter().copied()).collect();
            Some(Moment {
                date: day(first, month, number)?,
                time: time_from(&times)?,
            })
        }
        _ => None,
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = year.parse().ok().filter(|y| (1980..=2100).contains(y))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The time in what follows a date: nothing is no time, and what is no time spoils the whole.
fn time_from(parts: &[&str]) -> Option<Option<Time>> {
    match parts {
        [] => Some(None),
        // 93001: a lost nought.
        [only] if only.len() == 5 => compact(&format!("0{only}")).map(Some),
        [only] if only.len() >= 4 => compact(only).map(Some),
        // 24:00:00 closes a day; the day is certain, the time says nothing.
        ["24", ..] => Some(None),
        many => spread(many).map(Some),
    }
}

/// `120304`, `1203`, `120304567`.
fn compact(digits: &str) -> Option<Time> {
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i64>().ok();
    let seconds = if digits.len() >= 6 { part(4)? } else { 0 };
    time_of(part(0)?, part(2)?, seconds)
}

/// `12`, `03`, `04`.
fn spread(parts: &[&str]) -> Option<Time> {
    let part = |at: usize| match parts.get(at) {
        Some(text) if text.len() <= 2 => text.parse::<i64>().ok(),
        Some(_) => None,
        None => Some(0),
    };
    if parts.len() < 2 {
        return None;
    }
    time_of(part(0)?, part(1)?, part(2)?)
}

fn time_of(hour: i64, minute: i64, second: i64) -> Option<Time> {
    Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    )
    .ok()
}

/// `45418.395833`: what is left of a moment when a spreadsheet is saved as text.
fn serial(text: &str) -> Option<Moment> {
    let (whole, part) = text.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 5 || !digits(whole) || !digits(part) {
        return None;
    }
    let when = date_from_serial(text.parse().ok()?, "")?;
    Some(Moment {
        date: when.date,
        time: when.time,
    })
}

/// The other ways offices write a date; only whole days are certain enough for money.
fn worded(text: &str, order: Option<DayOrder>) -> Option<Moment> {
    let read = value::date(text, DateContext { year: None, order }).ok()?;
    let when = read.value;
    (when.precision >= Precision::Day).then_some(Moment {
        date: when.date,
        time: when.time,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn read(text: &str) -> Option<(Date, Option<Time>)> {
        moment(&Cell::text(text), None).map(|m| (m.date, m.time))
    }

    #[test]
    fn dates_as_banks_print_them() {
        let day = date(2024, 5, 6);
        for text in [
            "20240506",
            "2024-05-06",
            "2024/5/6",
            "2024.05.06",
            "2024年5月6日",
            "２０２４－０５－０６",
        ] {
            assert_eq!(read(text), Some((day, None)), "{text}");
        }
        for text in [
            "2024-05-06 12:03:04",
            "20240506120304",
            "20240506 12:03:04",
            "20240506 120304",
            "2024-05-06T12:03:04.123",
            "2024-05-06T12:03:04+08:00",
            "2024-05-06T12:03:04+0800",
            "2024-05-06T12:03:04Z",
            "2024-05-06-12.03.04.123456",
            "2024/5/6 12:3:4",
            "2024-05-0612:03:04",
            "2024年5月6日12时03分04秒",
            "2024/5/6 下午 0:03:04",
            "2024-05-06 12:03:04 PM",
        ] {
            assert_eq!(read(text), Some((day, Some(time(12, 3, 4, 0)))), "{text}");
        }
        assert_eq!(read("113/05/06"), Some((day, None)));
        assert_eq!(read("813/05/06"), None);
        assert_eq!(read("2024-02-30"), None);
        assert_eq!(read("6222021234567890123"), None);
        assert_eq!(read("合计"), None);
    }

    #[test]
    fn a_time_in_a_column_of_its_own() {
        let wanted = Some(time(9, 30, 12, 0));
        for text in [
            "09:30:12",
            "093012",
            "9:30:12",
            "09.30.12",
            "093012123",
            "9时30分12秒",
        ] {
            assert_eq!(clock(&Cell::text(text)), wanted, "{text}");
        }
        assert_eq!(clock(&Cell::Number(93_012.0)), wanted);
        assert_eq!(clock(&Cell::Number(93_012_000.0)), wanted);
        assert_eq!(clock(&Cell::text("93012000")), wanted);
        assert_eq!(clock(&Cell::Number(20_240_506.0)), None);
        assert_eq!(clock(&Cell::Number(0.5)), Some(time(12, 0, 0, 0)));
        assert_eq!(clock(&Cell::text("20240506")), None);
        assert_eq!(clock(&Cell::text("12/29")), None);
    }

    #[test]
    fn a_serial_number_of_a_spreadsheet_is_a_day() {
        let read = moment(&Cell::Number(45_418.5), None).unwrap();
        assert_eq!(
            (read.date, read.time),
            (date(2024, 5, 6), Some(time(12, 0, 0, 0)))
        );
        assert_eq!(
            super::tests::read("45418.5"),
            Some((date(2024, 5, 6), Some(time(12, 0, 0, 0))))
        );
        assert_eq!(
            moment(&Cell::Number(20_240_506.0), None).unwrap().date,
            date(2024, 5, 6)
        );
    }
}
