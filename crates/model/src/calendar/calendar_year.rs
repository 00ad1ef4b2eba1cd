//! One year's deviations from Monday to Friday, as the State Council announces them each autumn.
//! It must not know other years.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday, date};
use serde::Deserialize;

use super::working_days::CalendarError;

/// A year: days off that are not weekends and weekend days that are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarYear {
    year: i16,
    notice: String,
    verified: bool,
    holidays: BTreeMap<Date, String>,
    made_up: BTreeSet<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: i16,
    notice: String,
    verified: bool,
    #[serde(default)]
    holiday: Vec<HolidayRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRow {
    name: String,
    from: Date,
    to: Date,
    #[serde(default)]
    work: Vec<Date>,
}

/// No holiday with its weekends has lasted longer than ten days; more is a slip in the file.
const LONGEST: i32 = 15;

impl CalendarYear {
    /// Reads a year in the form of `data/calendar/2026.toml`. `source` names the file in errors.
    pub fn read(source: &str, toml: &str) -> Result<Self, CalendarError> {
        let wrong = |problem: String| CalendarError::File {
            source_name: source.to_owned(),
            problem,
        };
        let file: YearFile = toml::from_str(toml).map_err(|e| wrong(e.to_string()))?;
        let mut year = Self {
            year: file.year,
            notice: file.notice,
            verified: file.verified,
            holidays: BTreeMap::new(),
            made_up: BTreeSet::new(),
        };
        file.holiday
            .iter()
            .try_for_each(|row| year.add(row))
            .map_err(wrong)?;
        match year.made_up.iter().find(|d| year.holidays.contains_key(*d)) {
            Some(day) => Err(wrong(format!("{day}既是放假日又是上班日"))),
            None => Ok(year),
        }
    }

    /// What can be said of a year before its notice: weekends and the holidays with a fixed date in
    /// 《全国年节及纪念日放假办法》 (2024) — 元旦, 劳动节 two days, 国庆节 three days. Lunar holidays and make-up days are missing.
    pub fn assumed(year: i16) -> Self {
        let fixed = [
            (1, 1, "元旦"),
            (5, 1, "劳动节"),
            (5, 2, "劳动节"),
            (10, 1, "国庆节"),
            (10, 2, "国庆节"),
            (10, 3, "国庆节"),
        ];
        Self {
            year,
            notice: "放假通知尚未录入，暂按周末和固定日期的法定节日推算".to_owned(),
            verified: false,
            holidays: fixed
                .iter()
                .map(|(m, d, name)| (date(year, *m, *d), (*name).to_owned()))
                .collect(),
            made_up: BTreeSet::new(),
        }
    }

    /// The year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The notice it follows.
    pub fn notice(&self) -> &str {
        &self.notice
    }

    /// Whether it was checked against the notice.
    pub fn verified(&self) -> bool {
        self.verified
    }

    /// The holiday on a day.
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Whether a weekend day is worked.
    pub fn is_made_up(&self, day: Date) -> bool {
        self.made_up.contains(&day)
    }

    fn add(&mut self, row: &HolidayRow) -> Result<(), String> {
        let HolidayRow {
            name,
            from,
            to,
            work,
        } = row;
        let outside = [from, to]
            .into_iter()
            .chain(work)
            .find(|d| d.year() != self.year);
        if let Some(day) = outside {
            return Err(format!(
                "“{name}”的{day}不在{}年内，跨年的假期请分写在两年的文件里",
                self.year
            ));
        }
        let days = from.until(*to).map_or(LONGEST, |span| span.get_days());
        if !(0..LONGEST).contains(&days) {
            return Err(format!(
                "“{name}”的放假日期{from}至{to}有误：应先后有序，且不超过{LONGEST}天"
            ));
        }
        if let Some(day) = work.iter().find(|d| !is_weekend(**d)) {
            return Err(format!("“{name}”的上班日{day}不是周末，平日上班无需写明"));
        }
        for day in from
            .series(jiff::Span::new().days(1))
            .take_while(|d| d <= to)
        {
            if self.holidays.insert(day, name.clone()).is_some() {
                return Err(format!("“{name}”的{day}已列入另一个假期"));
            }
        }
        self.made_up.extend(work);
        Ok(())
    }
}

/// Saturday or Sunday.
pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(rows: &str) -> String {
        let toml = format!("year = 2030\nnotice = \"测试\"\nverified = false\n{rows}");
        CalendarYear::read("2030.toml", &toml)
            .unwrap_err()
            .to_string()
    }

    fn row(from: &str, to: &str, work: &str) -> String {
        format!("[[holiday]]\nname = \"春节\"\nfrom = \"{from}\"\nto = \"{to}\"\nwork = [{work}]\n")
    }

    #[test]
    fn slips_in_a_file_are_named() {
        assert!(problem(&row("2030-02-01", "2031-02-07", "")).contains("不在2030年内"));
        assert!(problem(&row("2030-02-07", "2030-02-01", "")).contains("应先后有序"));
        assert!(problem(&row("2030-02-01", "2030-02-07", "\"2030-02-11\"")).contains("不是周末"));
        assert!(
            problem(&row("2030-02-01", "2030-02-07", "\"2030-02-02\""))
                .contains("既是放假日又是上班日")
        );
        let twice = format!("{0}{0}", row("2030-02-01", "2030-02-07", ""));
        assert!(problem(&twice).contains("另一个假期"));
        assert!(problem("unknown = 1").contains("2030.toml"));
    }

    #[test]
    fn an_assumed_year_says_so() {
        let year = CalendarYear::assumed(2031);
        assert!(!year.verified() && year.notice().contains("尚未录入"));
        assert_eq!(year.holiday(date(2031, 10, 3)), Some("国庆节"));
    }
}
