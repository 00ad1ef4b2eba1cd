//! Which year an unwritten one is: from the date beside it, the period, or the date of issue; else it stays unknown.
//! It must not know what falls due.

use jiff::civil::Date;

use super::date::{Grain, Point, Role, Soon, YearWord};
use super::mention::Form;

/// What is known about the time of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Times {
    /// The full date of issue.
    pub issued: Option<Date>,
    /// The year of issue, when at least that is known.
    pub year: Option<i16>,
    /// The whole action, when both ends are known.
    pub period: Option<(Date, Date)>,
    /// The phase a sentence stands in, when its days are known.
    pub phase: Option<(Date, Date)>,
}

/// A stretch resolved to days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Days {
    pub start: Option<Date>,
    pub end: Option<Date>,
    /// The year was inferred by more than the plain rule; a person should look.
    pub inferred: bool,
    /// The day does not exist in the calendar.
    pub impossible: bool,
}

/// Half a year: a date further back than this belongs to the year after.
const LONG_BEFORE: i32 = 183;

impl Times {
    /// The year of a point: written, told by words, or inferred. The flag says that the plain year of issue was not used.
    fn year_of(&self, point: Point, role: Role, carry: Option<i16>) -> Option<(i16, bool)> {
        match point.year {
            Some(YearWord::Written(year)) => Some((year, false)),
            Some(YearWord::This) => self.year.map(|year| (year, false)),
            Some(YearWord::Next) => carry.or(self.year).map(|year| (year + 1, false)),
            Some(YearWord::Coming) => self.year.or(carry).map(|year| (year + 1, false)),
            Some(YearWord::Last) => self.year.map(|year| (year - 1, false)),
            None => carry
                .map(|year| (year, false))
                .or_else(|| self.inferred(point.grain, role)),
        }
    }

    fn inferred(&self, grain: Grain, role: Role) -> Option<(i16, bool)> {
        if let Some(found) = self.in_period(grain, role) {
            return Some(found);
        }
        let Some(year) = self.year else {
            return self.beside_phase(grain, role);
        };
        let Some(issued) = self.issued else {
            return Some((year, false));
        };
        let Some(day) = grain.day_in(year, role) else {
            return Some((year, false));
        };
        let days_before = (issued - day).get_days();
        Some(if days_before > LONG_BEFORE {
            (year + 1, true)
        } else {
            (year, false)
        })
    }

    /// The only year in which the day falls into the phase around it, else into the whole period.
    fn in_period(&self, grain: Grain, role: Role) -> Option<(i16, bool)> {
        let within = |stretch: Option<(Date, Date)>| Self::only_year(stretch?, grain, role);
        within(self.phase)
            .or_else(|| within(self.period))
            .map(|year| (year, false))
    }

    /// “自查阶段（2009年7月至8月）…于9月5日前报送”: a day soon after the phase it stands in, where no other year is known.
    fn beside_phase(&self, grain: Grain, role: Role) -> Option<(i16, bool)> {
        let (start, end) = self.phase?;
        let before = start.checked_sub(jiff::Span::new().days(92)).ok()?;
        let after = end.checked_add(jiff::Span::new().days(92)).ok()?;
        Self::only_year((before, after), grain, role).map(|year| (year, false))
    }

    fn only_year((start, end): (Date, Date), grain: Grain, role: Role) -> Option<i16> {
        let mut years = (start.year()..=end.year()).filter(|&year| {
            grain
                .day_in(year, role)
                .is_some_and(|day| start <= day && day <= end)
        });
        years.next().filter(|_| years.next().is_none())
    }

    /// One date, as the end (or start) of something.
    pub(super) fn day(&self, point: Point, role: Role, carry: Option<i16>) -> Days {
        if point.grain == Grain::Issue {
            let date = self.issued;
            return Days {
                start: date,
                end: date,
                ..Days::default()
            };
        }
        if let Grain::Soon(soon) = point.grain {
            let date = self.soon(soon);
            return Days {
                start: date,
                end: date,
                ..Days::default()
            };
        }
        if matches!(
            point.grain,
            Grain::BareMonthEnd | Grain::BareDay { .. } | Grain::Feast
        ) {
            return Days::default();
        }
        if let Grain::Near { ahead, .. } = point.grain {
            return self.near(point, ahead, role);
        }
        let Some((year, inferred)) = self.year_of(point, role, carry) else {
            return Days::default();
        };
        let date = point.grain.day_in(year, role);
        let impossible = date.is_none()
            && point.grain.month().is_some()
            && !matches!(point.grain, Grain::MonthStart { .. });
        Days {
            start: date,
            end: date,
            inferred,
            impossible,
        }
    }

    /// 明日, 本周五: only the date of issue tells the day.
    fn soon(&self, soon: Soon) -> Option<Date> {
        let issued = self.issued?;
        let days = match soon {
            Soon::Days(days) => i32::from(days),
            Soon::Week { ahead, day } => {
                let today = issued.weekday().to_monday_one_offset();
                let days = i32::from(ahead) * 7 + i32::from(day) - i32::from(today);
                // 本周五 written on a Sunday: whose week it is, the text does not say.
                (days >= 0).then_some(days)?
            }
        };
        issued.checked_add(jiff::Span::new().days(days)).ok()
    }

    /// 本月底, 下月10日: only the date of issue tells the month.
    fn near(&self, point: Point, ahead: i8, role: Role) -> Days {
        let month = self.issued.and_then(|issued| {
            issued
                .first_of_month()
                .checked_add(jiff::Span::new().months(ahead))
                .ok()
        });
        let Some(month) = month else {
            return Days::default();
        };
        let grain = point.grain.of_month(month.month().unsigned_abs().into());
        let year = Some(YearWord::Written(month.year()));
        self.day(Point { year, grain }, role, None)
    }

    /// A stretch from its first to its last day; a single month or third is a stretch as well.
    pub(super) fn stretch(&self, form: &Form, carry: Option<i16>) -> Days {
        match form {
            Form::Single(point) => self.joined(
                self.day(*point, Role::Start, carry),
                self.day(*point, Role::End, carry),
            ),
            Form::Range(start, end) => self.range(*start, *end, carry),
            Form::List(points) => {
                let (Some(first), Some(last)) = (points.first(), points.last()) else {
                    return Days::default();
                };
                self.range(*first, *last, carry)
            }
        }
    }

    fn joined(&self, start: Days, end: Days) -> Days {
        Days {
            start: start.start,
            end: end.end,
            inferred: start.inferred || end.inferred,
            impossible: start.impossible || end.impossible,
        }
    }

    fn range(&self, first: Point, last: Point, carry: Option<i16>) -> Days {
        let written = |point: Point| match point.year {
            Some(YearWord::Written(year)) => Some(year),
            _ => None,
        };
        match (written(first), written(last)) {
            // The end's year holds for the start as well, unless the start would then come after it.
            (None, Some(year)) if first.grain != Grain::Issue && first.year.is_none() => {
                let end = self.day(last, Role::End, None);
                let start = self.day(first, Role::Start, Some(year));
                let turned = matches!((start.start, end.end), (Some(a), Some(b)) if a > b);
                self.joined(
                    if turned {
                        self.day(first, Role::Start, Some(year - 1))
                    } else {
                        start
                    },
                    end,
                )
            }
            _ => self.forward(first, last, carry),
        }
    }

    /// The end takes the start's year, or the next when the months turn back (11月—2月).
    fn forward(&self, first: Point, last: Point, carry: Option<i16>) -> Days {
        let start = self.day(first, Role::Start, carry);
        let year = start.start.map(Date::year).or(carry);
        let mut end = self.day(
            last,
            Role::End,
            if last.year.is_none() || matches!(last.year, Some(YearWord::Next | YearWord::Coming)) {
                year
            } else {
                None
            },
        );
        let turns = last.year.is_none()
            && first.grain.month() > last.grain.month()
            && last.grain.month().is_some();
        if let (true, Some(year)) = (turns, year) {
            end = self.day(last, Role::End, Some(year + 1));
        }
        let days = self.joined(start, end);
        if first.year.is_none() && carry.is_none() && turns {
            self.around_issue(first, last, days)
        } else {
            days
        }
    }

    /// A stretch over the new year without any year: the one that holds the date of issue.
    fn around_issue(&self, first: Point, last: Point, days: Days) -> Days {
        let (Some(issued), Some(start)) = (self.issued, days.start) else {
            return days;
        };
        if start <= issued || self.in_period(first.grain, Role::Start).is_some() {
            return days;
        }
        let earlier = self.joined(
            self.day(first, Role::Start, Some(start.year() - 1)),
            self.day(last, Role::End, Some(start.year())),
        );
        let holds = matches!((earlier.start, earlier.end), (Some(a), Some(b)) if a <= issued && issued <= b);
        if holds {
            Days {
                inferred: true,
                ..earlier
            }
        } else {
            days
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::plan::mention;

    fn times(issued: Option<Date>) -> Times {
        Times {
            issued,
            year: issued.map(Date::year),
            period: None,
            phase: None,
        }
    }

    fn stretch(text: &str, times: Times) -> (Option<String>, Option<String>) {
        let mention = &mention::all(text, 0)[0];
        let days = times.stretch(&mention.form, None);
        (
            days.start.map(|d| d.to_string()),
            days.end.map(|d| d.to_string()),
        )
    }

    fn some(start: &str, end: &str) -> (Option<String>, Option<String>) {
        (Some(start.to_owned()), Some(end.to_owned()))
    }

    #[test]
    fn a_range_without_a_year_takes_it_from_the_issue_date() {
        let issued = times(Some(date(2023, 11, 8)));
        assert_eq!(
            stretch("11月10日至12月20日", issued),
            some("2023-11-10", "2023-12-20")
        );
        assert_eq!(
            stretch("12月至次年2月", issued),
            some("2023-12-01", "2024-02-29")
        );
        assert_eq!(
            stretch("11月—2月", issued),
            some("2023-11-01", "2024-02-29")
        );
        assert_eq!(
            stretch("即日起至12月底", issued),
            some("2023-11-08", "2023-12-31")
        );
        assert_eq!(
            stretch("1月10日至1月31日", issued),
            some("2024-01-10", "2024-01-31")
        );
    }

    #[test]
    fn a_month_near_the_issue_date_is_counted_from_it() {
        let issued = times(Some(date(2023, 12, 8)));
        assert_eq!(
            stretch("本月底前", issued),
            some("2023-12-31", "2023-12-31")
        );
        assert_eq!(
            stretch("下月10日前", issued),
            some("2024-01-10", "2024-01-10")
        );
        assert_eq!(stretch("下月10日前", times(None)), (None, None));
    }

    #[test]
    fn the_written_end_gives_the_year_of_the_start() {
        assert_eq!(
            stretch("11月至2024年2月", times(None)),
            some("2023-11-01", "2024-02-29")
        );
        assert_eq!(
            stretch("2024年7月—8月", times(None)),
            some("2024-07-01", "2024-08-31")
        );
        assert_eq!(
            stretch("即日起至2025年底", times(None)),
            (None, Some("2025-12-31".to_owned()))
        );
    }

    #[test]
    fn without_any_year_nothing_is_guessed() {
        assert_eq!(stretch("4月15日至7月15日", times(None)), (None, None));
        assert_eq!(
            stretch("2月30日", times(Some(date(2024, 1, 5)))),
            (None, None)
        );
    }

    #[test]
    fn a_back_dated_winter_holds_the_issue_date() {
        let issued = times(Some(date(2017, 1, 16)));
        assert_eq!(
            stretch("12月10日至3月20日", issued),
            some("2016-12-10", "2017-03-20")
        );
    }
}
