//! Dates whose month and day stand in columns of their own, under the year or beside it. It must not know rows.

use super::short_day::year_in;
use crate::table::Mapping;
use crate::value::squeeze;

/// A date in two or three columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct SplitDate {
    pub year: Option<usize>,
    pub month: usize,
    pub day: usize,
    /// The year in the title of the month: 2023年 over 月 and 日.
    pub said: Option<i16>,
}

impl SplitDate {
    /// The columns of a mapping that are month and day, and nothing but these.
    pub fn of(mapping: &Mapping) -> Option<Self> {
        let only = |title: &str, end: char| {
            let plain = squeeze(title);
            let head = plain.strip_suffix(end)?;
            let is_year = |c: char| c.is_ascii_digit() || "年月日期交易记账".contains(c);
            (head.chars().count() <= 9 && head.chars().all(is_year)).then_some(head.to_owned())
        };
        let find = |end: char| {
            let mut found = mapping
                .columns
                .iter()
                .filter(|c| only(&c.title, end).is_some());
            let first = found.next();
            first.filter(|_| found.next().is_none())
        };
        let (month, day) = (find('月')?, find('日')?);
        Some(Self {
            year: find('年').map(|c| c.column),
            month: month.column,
            day: day.column,
            said: year_in(&month.title).or_else(|| year_in(&day.title)),
        })
    }
}
