//! Days, months and years as offices write them: 2023.4.15, 20230415, 2023年4月, a serial number of a
//! spreadsheet. It must not know the clock: a day without a year needs the year from the caller.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use super::date_text::{self, Written};
use super::fault::{Fault, Read};
use super::normal::fold;

/// How much of the date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// 2023年: `date` is 1 January.
    Year,
    /// 2023年4月: `date` is the first of the month.
    Month,
    /// A day.
    Day,
    /// A day with a time.
    Minute,
}

/// A written date.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    /// The day, or the first day of the month or year written.
    pub date: Date,
    /// The time of day in the place of the office, where written.
    pub time: Option<Time>,
    /// How much is written.
    pub precision: Precision,
    /// The cell as written.
    pub printed: String,
}

/// Which of two small numbers is the day in `3/4/2023`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// 19/7/2023.
    DayFirst,
    /// 7/19/2023.
    MonthFirst,
}

/// What the caller knows about the dates of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateContext {
    /// The year for dates written without one (4月15日).
    pub year: Option<i16>,
    /// The order of day and month where the column shows it.
    pub order: Option<DayOrder>,
}

/// The years of four digits that a line names: 2023年, 2023年度.
pub fn years_in(line: &str) -> Vec<i16> {
    let folded = fold(line);
    let before = |at: usize| {
        let head = &folded[..at];
        let digits = head.len() - head.bytes().rev().take_while(u8::is_ascii_digit).count();
        head[digits..].parse().ok()
    };
    let years = folded.match_indices('年').filter_map(|(at, _)| before(at));
    years.filter(|year| (1990..=2100).contains(year)).collect()
}

/// Reads a written date.
///
/// # Errors
/// A text that is no date, a day that does not exist, a year that is missing or of two digits, an
/// order of day and month that cannot be told, a time told relative to now (8小时前).
pub fn date(text: &str, context: DateContext) -> Result<Read<When>, Fault> {
    let Written {
        year,
        month,
        day,
        time,
        note,
    } = date_text::written(text, context)?;
    let precision = match (month, day, time) {
        (None, ..) => Precision::Year,
        (_, None, _) => Precision::Month,
        (.., None) => Precision::Day,
        _ => Precision::Minute,
    };
    if !(1900..=2100).contains(&year) {
        return Err(Fault::new(
            format!("“{text}”的年份 {year} 不在 1900 至 2100 之间"),
            "请检查年份",
        ));
    }
    let date = Date::new(year, month.unwrap_or(1), day.unwrap_or(1))
        .map_err(|_| Fault::new(format!("“{text}”这一天不存在"), "请检查月份和日期"))?;
    let when = When {
        date,
        time,
        precision,
        printed: text.to_owned(),
    };
    Ok(Read::clean(when).with_notes(note.map(Into::into)))
}

/// Reads the number a spreadsheet keeps for a day (45017 is 2023-04-01). Numbers outside 1927–2078
/// are not taken for days.
pub fn date_from_serial(number: f64, printed: &str) -> Option<When> {
    if !(10_000.0..65_400.0).contains(&number) {
        return None;
    }
    let epoch = jiff::civil::date(1899, 12, 30);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range above fits an i32"
    )]
    let days = number.floor() as i64;
    let date = epoch.checked_add(jiff::Span::new().days(days)).ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a day has 86 400 seconds")]
    let seconds = (number.fract() * 86_400.0).round() as i64;
    let midnight = DateTime::from_parts(date, Time::midnight());
    let at = midnight
        .checked_add(jiff::Span::new().seconds(seconds))
        .ok()?;
    let timed = seconds > 0;
    Some(When {
        date: at.date(),
        time: timed.then(|| at.time()),
        precision: if timed {
            Precision::Minute
        } else {
            Precision::Day
        },
        printed: printed.to_owned(),
    })
}

impl When {
    /// The date of a real date cell.
    pub fn from_cell(at: DateTime, printed: &str) -> Self {
        let timed = at.time() != Time::midnight();
        Self {
            date: at.date(),
            time: timed.then(|| at.time()),
            precision: if timed {
                Precision::Minute
            } else {
                Precision::Day
            },
            printed: printed.to_owned(),
        }
    }
}
