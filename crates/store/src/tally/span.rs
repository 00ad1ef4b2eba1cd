//! A range of days cut into whole months and the days at its edges. It must not know SQL.

use fangfei_model::{
    query::{Condition, Query, Test},
    record::Value,
};
use jiff::{ToSpan, civil::Date};

/// The days asked for: from the first, below the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub(super) from: Option<Date>,
    pub(super) below: Option<Date>,
}

/// A span of which whole months are kept: those months, and the days before and after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Months {
    /// Days before the first whole month.
    pub(super) before: Option<Span>,
    /// The first days of the first month and of the one after the last.
    pub(super) whole: Span,
    /// Days after the last whole month.
    pub(super) after: Option<Span>,
}

impl Span {
    /// Takes one condition on the day; `None` if it is no range of days.
    pub(super) fn narrow(&mut self, test: &Test) -> Option<()> {
        match test {
            Test::From(value) => {
                let day = day(value)?;
                self.from = Some(self.from.map_or(day, |from| from.max(day)));
            }
            Test::Below(value) => {
                let day = day(value)?;
                self.below = Some(self.below.map_or(day, |below| below.min(day)));
            }
            _ => return None,
        }
        Some(())
    }

    /// Cut at months; `None` if no whole month lies in it.
    pub(super) fn months(self) -> Option<Months> {
        let first = self.from.map(month_from);
        let end = self.below.map(Date::first_of_month);
        if first.zip(end).is_some_and(|(first, end)| first >= end) {
            return None;
        }
        Some(Months {
            before: edge(self.from, first),
            whole: Self {
                from: first,
                below: end,
            },
            after: edge(end, self.below),
        })
    }

    /// The query with this range in place of its own on the day.
    pub(super) fn put(self, query: &Query, field: &str) -> Query {
        let mut query = query.clone();
        query.conditions.retain(|c| c.path.0 != field);
        let bounds = [
            self.from.map(|d| Test::From(d.into())),
            self.below.map(|d| Test::Below(d.into())),
        ];
        query
            .conditions
            .extend(bounds.into_iter().flatten().map(|test| Condition {
                path: field.into(),
                test,
            }));
        query
    }
}

fn edge(from: Option<Date>, below: Option<Date>) -> Option<Span> {
    (from < below && from.is_some()).then_some(Span { from, below })
}

/// The first day of the first month that lies whole after this day begins.
fn month_from(day: Date) -> Date {
    let first = day.first_of_month();
    if day == first {
        first
    } else {
        first.saturating_add(1.months())
    }
}

/// Days come from the program as days, from addresses and definitions as texts.
fn day(value: &Value) -> Option<Date> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn span(from: Option<Date>, below: Option<Date>) -> Span {
        Span { from, below }
    }

    #[test]
    fn whole_months_have_no_edges() {
        let year = span(Some(date(2024, 1, 1)), Some(date(2025, 1, 1)));
        let months = year.months().unwrap();
        assert_eq!(
            (months.before, months.whole, months.after),
            (None, year, None)
        );
    }

    #[test]
    fn days_of_one_month_are_no_whole_month() {
        assert_eq!(
            span(Some(date(2024, 5, 2)), Some(date(2024, 6, 20))).months(),
            None
        );
        assert_eq!(
            span(Some(date(2024, 5, 1)), Some(date(2024, 5, 31))).months(),
            None
        );
    }

    #[test]
    fn what_is_late_today_is_the_months_before_and_the_days_of_this_one() {
        let months = span(None, Some(date(2024, 7, 18))).months().unwrap();
        assert_eq!(months.whole, span(None, Some(date(2024, 7, 1))));
        assert_eq!(
            months.after,
            Some(span(Some(date(2024, 7, 1)), Some(date(2024, 7, 18))))
        );
        assert_eq!(months.before, None);
    }

    proptest! {
        /// Every day of a range lies in exactly one of its parts, and no other day in any.
        #[test]
        fn each_day_is_counted_once(from in 0_i64..900, length in 0_i64..500, tried in -50_i64..1500) {
            let start = date(2023, 1, 15);
            let at = |days: i64| start.saturating_add(days.days());
            let whole = span(Some(at(from)), Some(at(from + length)));
            let inside = |span: Span, day: Date| span.from.is_none_or(|f| f <= day) && span.below.is_none_or(|b| day < b);
            if let Some(months) = whole.months() {
                let parts = [months.before, Some(months.whole), months.after];
                let day = at(tried);
                let count = parts.into_iter().flatten().filter(|part| inside(*part, day)).count();
                prop_assert_eq!(count, usize::from(inside(whole, day)));
            }
        }
    }
}
