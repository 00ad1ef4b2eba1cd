//! Periods of reports (报告期): year, half-year, quarter, month. It must not know the clock or working days.

use std::{fmt, str::FromStr};

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A quarter (季度) of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i16,
    number: i8,
}

/// A reporting period, written `2024`, `2024H1`, `2024Q3`, `2024-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar year (年).
    Year(i16),
    /// A half-year (半年): 1 or 2.
    HalfYear(i16, i8),
    /// A quarter (季度).
    Quarter(Quarter),
    /// A month (月): 1–12.
    Month(i16, i8),
}

/// The kinds of [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// Yearly (年报).
    Year,
    /// Half-yearly (半年报).
    HalfYear,
    /// Quarterly (季报).
    Quarter,
    /// Monthly (月报).
    Month,
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是报告期：请写成2024（年）、2024H1（上半年）、2024Q3（三季度）或2024-07（月）")]
pub struct PeriodError(pub String);

impl Quarter {
    /// The quarter `number` (1–4) of `year` (1900–2999).
    pub fn new(year: i16, number: i8) -> Option<Self> {
        ((1..=4).contains(&number) && known_year(year)).then_some(Self { year, number })
    }

    /// The quarter a day lies in.
    pub fn containing(day: Date) -> Self {
        Self {
            year: day.year(),
            number: (day.month() - 1) / 3 + 1,
        }
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// 1–4.
    pub fn number(self) -> i8 {
        self.number
    }

    /// First day.
    pub fn start(self) -> Date {
        Period::Quarter(self).start()
    }

    /// Last day.
    pub fn end(self) -> Date {
        Period::Quarter(self).end()
    }

    /// The quarter after.
    pub fn next(self) -> Self {
        if self.number == 4 {
            Self {
                year: self.year + 1,
                number: 1,
            }
        } else {
            Self {
                number: self.number + 1,
                ..self
            }
        }
    }

    /// The quarter before.
    pub fn previous(self) -> Self {
        if self.number == 1 {
            Self {
                year: self.year - 1,
                number: 4,
            }
        } else {
            Self {
                number: self.number - 1,
                ..self
            }
        }
    }
}

impl PeriodKind {
    /// Months in one period.
    fn months(self) -> i8 {
        match self {
            Self::Year => 12,
            Self::HalfYear => 6,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }

    /// 年报, 季报 …
    pub fn label(self) -> &'static str {
        match self {
            Self::Year => "年报",
            Self::HalfYear => "半年报",
            Self::Quarter => "季报",
            Self::Month => "月报",
        }
    }
}

impl Period {
    /// The period of a kind that a day lies in.
    pub fn containing(day: Date, kind: PeriodKind) -> Self {
        Self::numbered(day.year(), kind, (day.month() - 1) / kind.months())
    }

    /// Which kind it is.
    pub fn kind(self) -> PeriodKind {
        match self {
            Self::Year(_) => PeriodKind::Year,
            Self::HalfYear(..) => PeriodKind::HalfYear,
            Self::Quarter(_) => PeriodKind::Quarter,
            Self::Month(..) => PeriodKind::Month,
        }
    }

    /// First day.
    pub fn start(self) -> Date {
        let (year, index) = self.position();
        date(year, index * self.kind().months() + 1, 1)
    }

    /// Last day.
    pub fn end(self) -> Date {
        let (year, index) = self.position();
        date(year, (index + 1) * self.kind().months(), 1).last_of_month()
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.start() <= day && day <= self.end()
    }

    /// The period of the same kind after it.
    pub fn next(self) -> Self {
        let (year, index) = self.position();
        if index + 1 < self.per_year() {
            Self::numbered(year, self.kind(), index + 1)
        } else {
            Self::numbered(year + 1, self.kind(), 0)
        }
    }

    /// The period of the same kind before it.
    pub fn previous(self) -> Self {
        let (year, index) = self.position();
        if index > 0 {
            Self::numbered(year, self.kind(), index - 1)
        } else {
            Self::numbered(year - 1, self.kind(), self.per_year() - 1)
        }
    }

    /// For people: 2024年, 2024年上半年, 2024年第三季度, 2024年7月.
    pub fn label(self) -> String {
        match self {
            Self::Year(year) => format!("{year}年"),
            Self::HalfYear(year, 1) => format!("{year}年上半年"),
            Self::HalfYear(year, _) => format!("{year}年下半年"),
            Self::Quarter(q) => format!("{}年第{}季度", q.year, numeral(q.number)),
            Self::Month(year, month) => format!("{year}年{month}月"),
        }
    }

    fn per_year(self) -> i8 {
        12 / self.kind().months()
    }

    /// Year and index from 0 within the year.
    fn position(self) -> (i16, i8) {
        match self {
            Self::Year(year) => (year, 0),
            Self::HalfYear(year, number) | Self::Month(year, number) => (year, number - 1),
            Self::Quarter(q) => (q.year, q.number - 1),
        }
    }

    fn numbered(year: i16, kind: PeriodKind, index: i8) -> Self {
        match kind {
            PeriodKind::Year => Self::Year(year),
            PeriodKind::HalfYear => Self::HalfYear(year, index + 1),
            PeriodKind::Quarter => Self::Quarter(Quarter {
                year,
                number: index + 1,
            }),
            PeriodKind::Month => Self::Month(year, index + 1),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('份');
        let split = text
            .char_indices()
            .find(|(_, c)| !c.is_ascii_digit())
            .map_or(text.len(), |(i, _)| i);
        let (year, rest) = text.split_at(split);
        let year = (year.len() == 4)
            .then(|| year.parse().ok())
            .flatten()
            .filter(|y| known_year(*y))?;
        let rest = rest.strip_prefix('年').unwrap_or(rest);
        match rest {
            "" | "度" | "全年" => Some(Self::Year(year)),
            "H1" | "h1" | "上半年" => Some(Self::HalfYear(year, 1)),
            "H2" | "h2" | "下半年" => Some(Self::HalfYear(year, 2)),
            _ => read_quarter(year, rest)
                .map(Self::Quarter)
                .or_else(|| read_month(year, rest)),
        }
    }
}

fn numeral(quarter: i8) -> char {
    match quarter {
        1 => '一',
        2 => '二',
        3 => '三',
        _ => '四',
    }
}

fn known_year(year: i16) -> bool {
    (1900..3000).contains(&year)
}

/// `Q3`, `第3季度`, `三季度`.
fn read_quarter(year: i16, text: &str) -> Option<Quarter> {
    let text = text.strip_prefix('-').unwrap_or(text);
    let number = match text.strip_prefix(['Q', 'q']) {
        Some(number) => number,
        None => text
            .strip_prefix('第')
            .unwrap_or(text)
            .strip_suffix("季度")?,
    };
    let number = match number {
        "一" => 1,
        "二" => 2,
        "三" => 3,
        "四" => 4,
        digit => digit.parse().ok()?,
    };
    Quarter::new(year, number)
}

/// `-07`, `.7`, `/7`, `7月`.
fn read_month(year: i16, text: &str) -> Option<Period> {
    let digits = match text.strip_prefix(['-', '.', '/']) {
        Some(digits) => digits,
        None => text.strip_suffix('月')?,
    };
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let month = plain.then(|| digits.parse().ok()).flatten()?;
    (1..=12)
        .contains(&month)
        .then_some(Period::Month(year, month))
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads its own form and the Chinese ones (2024年第三季度, 2024年三季度, 2024年7月, 2024年上半年).
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        Self::read(text).ok_or_else(|| PeriodError(text.trim().to_owned()))
    }
}

impl FromStr for Quarter {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        match text.parse()? {
            Period::Quarter(quarter) => Ok(quarter),
            _ => Err(PeriodError(text.trim().to_owned())),
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year, self.number)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::HalfYear(year, half) => write!(f, "{year:04}H{half}"),
            Self::Quarter(quarter) => quarter.fmt(f),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
        }
    }
}

impl From<Quarter> for Period {
    fn from(quarter: Quarter) -> Self {
        Self::Quarter(quarter)
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl TryFrom<String> for Quarter {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn written_forms_are_read() {
        let cases = [
            ("2024", "2024"),
            ("2024年", "2024"),
            ("2024年度", "2024"),
            ("2024H2", "2024H2"),
            ("2024年上半年", "2024H1"),
            ("2024Q3", "2024Q3"),
            ("2024-Q3", "2024Q3"),
            ("2024年第三季度", "2024Q3"),
            ("2024年3季度", "2024Q3"),
            ("2024-07", "2024-07"),
            ("2024.7", "2024-07"),
            ("2024年7月份", "2024-07"),
        ];
        for (text, expected) in cases {
            assert_eq!(period(text).to_string(), expected, "{text}");
        }
        for wrong in [
            "",
            "24",
            "2024Q5",
            "2024-13",
            "2024-+7",
            "2024年第五季度",
            "三季度",
            "2024-07-01",
        ] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn periods_begin_and_end_on_days() {
        let span = |text: &str| {
            (
                period(text).start().to_string(),
                period(text).end().to_string(),
            )
        };
        assert_eq!(span("2024Q3"), ("2024-07-01".into(), "2024-09-30".into()));
        assert_eq!(span("2024-02"), ("2024-02-01".into(), "2024-02-29".into()));
        assert_eq!(span("2024H2"), ("2024-07-01".into(), "2024-12-31".into()));
        assert_eq!(span("2024"), ("2024-01-01".into(), "2024-12-31".into()));
    }

    #[test]
    fn people_read_chinese() {
        assert_eq!(period("2024Q3").label(), "2024年第三季度");
        assert_eq!(period("2024-07").label(), "2024年7月");
        assert_eq!(period("2024H2").label(), "2024年下半年");
    }

    #[test]
    fn quarters_follow_each_other() {
        let q4: Quarter = "2024Q4".parse().unwrap();
        assert_eq!(q4.next().to_string(), "2025Q1");
        assert_eq!(q4.next().previous(), q4);
        assert_eq!(Quarter::containing(date(2024, 3, 31)).to_string(), "2024Q1");
        assert!("2024-07".parse::<Quarter>().is_err());
    }

    proptest! {
        #[test]
        fn periods_tile_the_days(year in 1950i16..2100, ordinal in 1i16..=365, kind in 0usize..4) {
            let kind = [PeriodKind::Year, PeriodKind::HalfYear, PeriodKind::Quarter, PeriodKind::Month][kind];
            let day = date(year, 1, 1).saturating_add(jiff::Span::new().days(i64::from(ordinal - 1)));
            let period = Period::containing(day, kind);
            prop_assert!(period.contains(day));
            prop_assert_eq!(period.next().start(), period.end().tomorrow().unwrap());
            prop_assert_eq!(period.next().previous(), period);
            prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
            prop_assert_eq!(period.label().parse::<Period>().unwrap(), period);
        }
    }
}
