//! Counting working days over the years loaded. It must not know files or the clock, and never guesses a year.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use jiff::civil::Date;

use super::calendar_year::{CalendarYear, is_weekend};

/// The years known. Starts with those that come with the program; the user loads the next when it is announced.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeMap<i16, CalendarYear>,
}

/// What a day is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayKind {
    /// Monday to Friday, worked.
    Working,
    /// A weekend day that is worked (调休上班).
    MadeUp,
    /// Saturday or Sunday.
    Weekend,
    /// A day off by notice, weekends inside it too (放假).
    Holiday(String),
}

/// The day a term in working days ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day.
    pub date: Date,
    /// The first year on the way whose holidays are not loaded: the date may move when they are. `None` when certain.
    pub provisional: Option<i16>,
}

/// Why working days cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The year's holidays are not loaded.
    #[error("没有{0}年的放假安排，无法计算工作日：请在国务院办公厅发布通知后录入{0}年日历")]
    YearUnknown(i16),
    /// A calendar file is wrong.
    #[error("日历文件{source_name}有误：{problem}")]
    File {
        /// The file.
        source_name: String,
        /// What is wrong.
        problem: String,
    },
    /// Beyond what dates can hold.
    #[error("日期超出可计算的范围")]
    OutOfRange,
}

const FILES: [(&str, &str); 11] = [
    ("2016.toml", include_str!("../../data/calendar/2016.toml")),
    ("2017.toml", include_str!("../../data/calendar/2017.toml")),
    ("2018.toml", include_str!("../../data/calendar/2018.toml")),
    ("2019.toml", include_str!("../../data/calendar/2019.toml")),
    ("2020.toml", include_str!("../../data/calendar/2020.toml")),
    ("2021.toml", include_str!("../../data/calendar/2021.toml")),
    ("2022.toml", include_str!("../../data/calendar/2022.toml")),
    ("2023.toml", include_str!("../../data/calendar/2023.toml")),
    ("2024.toml", include_str!("../../data/calendar/2024.toml")),
    ("2025.toml", include_str!("../../data/calendar/2025.toml")),
    ("2026.toml", include_str!("../../data/calendar/2026.toml")),
];

/// A file that cannot be read leaves its year unknown, which every count then reports; a test keeps them readable.
static BUILTIN: LazyLock<Calendar> = LazyLock::new(|| {
    let years = FILES
        .iter()
        .filter_map(|(name, toml)| CalendarYear::read(name, toml).ok());
    Calendar {
        years: years.map(|y| (y.year(), y)).collect(),
    }
});

impl Calendar {
    /// The years that come with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// With a year added or replaced.
    #[must_use]
    pub fn with(mut self, year: CalendarYear) -> Self {
        self.years.insert(year.year(), year);
        self
    }

    /// The years loaded, in order.
    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.values()
    }

    /// What a day is.
    pub fn day(&self, day: Date) -> Result<DayKind, CalendarError> {
        let year = self
            .years
            .get(&day.year())
            .ok_or(CalendarError::YearUnknown(day.year()))?;
        Ok(kind_in(year, day))
    }

    /// Whether offices work on a day.
    pub fn is_working_day(&self, day: Date) -> Result<bool, CalendarError> {
        Ok(self.day(day)?.is_working())
    }

    /// The last day of a term of `n` working days that begins with `from`: the first day itself is not counted
    /// (民法典 第201条), and only working days are (行政处罚法 第85条). Zero is the day itself.
    pub fn add_working_days(&self, from: Date, n: u32) -> Result<Date, CalendarError> {
        let mut day = from;
        let mut left = n;
        while left > 0 {
            day = day.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
            left -= u32::from(self.is_working_day(day)?);
        }
        Ok(day)
    }

    /// Working days after `from` up to and with `to`; zero when `to` is not later.
    /// The opposite of [`Calendar::add_working_days`].
    pub fn working_days_between(&self, from: Date, to: Date) -> Result<u32, CalendarError> {
        let mut day = from;
        let mut count = 0;
        while day < to {
            day = day.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
            count += u32::from(self.is_working_day(day)?);
        }
        Ok(count)
    }

    /// The day itself or the next working day: a term in calendar days that ends on a day off ends then
    /// (民法典 第203条).
    pub fn on_or_after(&self, day: Date) -> Result<Date, CalendarError> {
        let mut day = day;
        while !self.is_working_day(day)? {
            day = day.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
        }
        Ok(day)
    }

    /// Like [`Calendar::add_working_days`], but a term that runs into years not loaded gets a provisional end,
    /// so that a to-do has a date in December already. The caller shows `provisional`.
    pub fn deadline(&self, from: Date, n: u32) -> Result<Deadline, CalendarError> {
        let mut calendar = Cow::Borrowed(self);
        let mut provisional = None;
        loop {
            match calendar.add_working_days(from, n) {
                Ok(date) => return Ok(Deadline { date, provisional }),
                Err(CalendarError::YearUnknown(year))
                    if (from.year()..=from.year().saturating_add(20)).contains(&year) =>
                {
                    provisional = provisional.or(Some(year));
                    calendar = Cow::Owned(calendar.into_owned().with(CalendarYear::assumed(year)));
                }
                Err(error) => return Err(error),
            }
        }
    }
}

impl DayKind {
    /// Whether offices work.
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::MadeUp)
    }

    /// 工作日, 调休上班, 周末 or the holiday's name.
    pub fn label(&self) -> &str {
        match self {
            Self::Working => "工作日",
            Self::MadeUp => "调休上班",
            Self::Weekend => "周末",
            Self::Holiday(name) => name,
        }
    }
}

fn kind_in(year: &CalendarYear, day: Date) -> DayKind {
    match year.holiday(day) {
        _ if year.is_made_up(day) => DayKind::MadeUp,
        Some(name) => DayKind::Holiday(name.to_owned()),
        None if is_weekend(day) => DayKind::Weekend,
        None => DayKind::Working,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn calendar() -> &'static Calendar {
        Calendar::builtin()
    }

    #[test]
    fn every_file_is_readable_and_names_its_year() {
        for (name, toml) in FILES {
            let year = CalendarYear::read(name, toml).unwrap();
            assert_eq!(format!("{}.toml", year.year()), name);
        }
        assert_eq!(calendar().years().count(), FILES.len());
    }

    /// Make-up days only shift weekends, so a year has its weekdays less the statutory holidays: 11, from 2025 on 13
    /// (全国年节及纪念日放假办法). In 2020 the spring festival was prolonged by two working days. A holiday that falls on a
    /// weekend is made good inside the year or not at all in these years.
    #[test]
    fn shifting_days_neither_adds_nor_takes_working_days() {
        for year in 2016..=2026 {
            let days: Vec<Date> = date(year, 1, 1)
                .series(jiff::Span::new().days(1))
                .take_while(|d| d.year() == year)
                .collect();
            let weekdays = days.iter().filter(|d| !is_weekend(**d)).count();
            let working = days
                .iter()
                .filter(|d| calendar().is_working_day(**d).unwrap())
                .count();
            let statutory = match year {
                2020 => 13,
                2025.. => 13,
                _ => 11,
            };
            assert_eq!(weekdays - working, statutory, "{year}");
        }
    }

    #[test]
    fn days_are_told_apart() {
        let kind = |y, m, d| calendar().day(date(y, m, d)).unwrap().label().to_owned();
        assert_eq!(kind(2024, 2, 9), "工作日");
        assert_eq!(kind(2024, 2, 18), "调休上班");
        assert_eq!(kind(2024, 2, 12), "春节");
        assert_eq!(kind(2024, 2, 24), "周末");
        assert_eq!(kind(2018, 12, 31), "元旦");
        assert_eq!(kind(2020, 2, 1), "春节");
    }

    #[test]
    fn terms_run_over_holidays_and_make_up_days() {
        let end = |from, n| calendar().add_working_days(from, n).unwrap();
        // Friday before a spring festival that is followed by a worked Sunday.
        assert_eq!(end(date(2024, 2, 9), 1), date(2024, 2, 18));
        assert_eq!(end(date(2024, 2, 9), 7), date(2024, 2, 26));
        assert_eq!(end(date(2024, 9, 27), 3), date(2024, 10, 8));
        assert_eq!(end(date(2025, 12, 31), 1), date(2026, 1, 4));
        assert_eq!(
            calendar().on_or_after(date(2024, 5, 1)),
            Ok(date(2024, 5, 6))
        );
        assert_eq!(
            calendar().working_days_between(date(2024, 5, 6), date(2024, 5, 1)),
            Ok(0)
        );
    }

    #[test]
    fn an_unknown_year_is_never_guessed_silently() {
        let error = calendar()
            .add_working_days(date(2026, 12, 30), 5)
            .unwrap_err();
        assert_eq!(error, CalendarError::YearUnknown(2027));
        assert!(error.to_string().contains("2027年"));
        let deadline = calendar().deadline(date(2026, 12, 30), 5).unwrap();
        assert_eq!(
            deadline,
            Deadline {
                date: date(2027, 1, 7),
                provisional: Some(2027)
            }
        );
        let certain = calendar().deadline(date(2024, 2, 9), 7).unwrap();
        assert_eq!(certain.provisional, None);
        assert_eq!(
            calendar()
                .deadline(date(1999, 1, 1), 1)
                .unwrap()
                .provisional,
            Some(1999)
        );
    }

    #[test]
    fn a_year_loaded_by_the_user_counts() {
        let toml = "year = 2030\nnotice = \"测试\"\nverified = true\n[[holiday]]\nname = \"元旦\"\nfrom = \"2030-01-01\"\nto = \"2030-01-03\"\nwork = [\"2030-01-05\"]\n";
        let calendar = Calendar::builtin()
            .clone()
            .with(CalendarYear::read("2030.toml", toml).unwrap());
        assert_eq!(
            calendar.add_working_days(date(2030, 1, 1), 2),
            Ok(date(2030, 1, 5))
        );
    }

    proptest! {
        #[test]
        fn counting_back_gives_the_same(offset in 0i64..3500, n in 1u32..60) {
            let from = date(2016, 1, 1).saturating_add(jiff::Span::new().days(offset));
            let end = calendar().add_working_days(from, n).unwrap();
            prop_assert!(calendar().is_working_day(end).unwrap());
            prop_assert_eq!(calendar().working_days_between(from, end).unwrap(), n);
            prop_assert_eq!(calendar().deadline(from, n).unwrap().date, end);
        }
    }
}
