//! Persons who paid in get money on the same day of every month, or of every week (固定日期集中返款). Wages are no
//! payouts. It must not know rates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::Pattern;
use super::evidence::Evidence;
use super::finding::{Finding, day_text, money};
use super::parameters::Sheet;
use super::payer::Payout;
use super::pool_watch::Till;
use crate::graph::QuickSet;
use crate::transfer::Moment;

/// When a day is fixed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Persons paid on the day.
    pub min_persons: usize,
    /// Months in a row.
    pub min_months: usize,
    /// Weeks in a row, where the day is one of the week.
    pub min_weeks: usize,
    /// Persons paid on the day, as a share of all paid in that month or week.
    pub same_day_percent: usize,
    /// Days that weekends and feasts may move it.
    pub shift_days: i8,
}

/// Payouts of one month or week: its busiest day, and how busy.
struct Period {
    day: i32,
    on_day: usize,
    in_all: usize,
}

/// Which day is fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fixed {
    OfMonth(i8),
    OfWeek(i8),
}

impl Fixed {
    fn text(self) -> String {
        const WEEK: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
        match self {
            Self::OfMonth(day) => format!("每月{day}日前后"),
            Self::OfWeek(day) => {
                let day = usize::try_from(day).ok().and_then(|d| WEEK.get(d));
                format!("每周{}", day.unwrap_or(&""))
            }
        }
    }
}

/// Looks for a fixed day over all payouts of a till.
pub(crate) fn finish(sheet: &Sheet<Rule>, till: &Till<'_>, found: &mut Vec<Finding>) {
    let rule = &sheet.values;
    let monthly = periods(till.payouts, |d| {
        i32::from(d.year()) * 12 + i32::from(d.month())
    });
    let weekly = periods(till.payouts, week);
    let days = of_month(rule, &monthly).or_else(|| of_week(rule, &weekly));
    let Some((fixed, days)) = days else { return };
    let mut evidence = Evidence::default();
    let mut persons = QuickSet::default();
    for payout in till.payouts.iter().filter(|p| days.contains(&p.at.day())) {
        evidence.add_row(payout.index, payout.at, payout.amount);
        persons.insert(payout.other);
    }
    let needed = match fixed {
        Fixed::OfMonth(_) => rule.min_months,
        Fixed::OfWeek(_) => rule.min_weeks,
    };
    let noticed = days
        .get(needed.saturating_sub(1))
        .or(days.last())
        .copied()
        .unwrap_or(0);
    let reason = format!(
        "{}至{}，{}{}向先前转入过整数资金的个人集中转出，连续{}次，共{}人、{}笔，合计{}（工资、退款不计）。请核实是否定期返息。",
        day_text(evidence.first_day()),
        day_text(evidence.last_day()),
        till.label,
        fixed.text(),
        days.len(),
        persons.len(),
        evidence.count,
        money(evidence.sum),
    );
    found.push(evidence.finding(
        Pattern::PayoutDay,
        till.accounts.to_vec(),
        Moment(i64::from(noticed) * 86_400 + 86_399),
        reason,
        &sheet.printed,
    ));
}

fn date_of(day: i32) -> Option<Date> {
    Moment(i64::from(day) * 86_400).civil().map(|at| at.date())
}

/// The running number of a week that begins on Monday.
fn week(date: Date) -> i32 {
    let day = Moment::from_civil(date.at(0, 0, 0, 0)).day();
    (day + 3).div_euclid(7)
}

fn periods(payouts: &[Payout], key: impl Fn(Date) -> i32) -> BTreeMap<i32, Period> {
    let mut by_day: BTreeMap<i32, QuickSet<u32>> = BTreeMap::new();
    for payout in payouts {
        by_day
            .entry(payout.at.day())
            .or_default()
            .insert(payout.other);
    }
    let mut by_period: BTreeMap<i32, Vec<(i32, QuickSet<u32>)>> = BTreeMap::new();
    for (day, persons) in by_day {
        if let Some(date) = date_of(day) {
            by_period.entry(key(date)).or_default().push((day, persons));
        }
    }
    by_period
        .into_iter()
        .map(|(period, days)| (period, busiest(days)))
        .collect()
}

fn busiest(days: Vec<(i32, QuickSet<u32>)>) -> Period {
    let mut all: QuickSet<u32> = QuickSet::default();
    let mut busiest = Period {
        day: 0,
        on_day: 0,
        in_all: 0,
    };
    for (day, persons) in days {
        if persons.len() > busiest.on_day {
            (busiest.day, busiest.on_day) = (day, persons.len());
        }
        all.extend(persons);
    }
    busiest.in_all = all.len();
    busiest
}

fn busy(rule: &Rule, period: &Period) -> bool {
    period.on_day >= rule.min_persons
        && period.on_day * 100 >= period.in_all * rule.same_day_percent
}

/// The longest run of months whose busiest day lies within the shift of one day of the month.
fn of_month(rule: &Rule, months: &BTreeMap<i32, Period>) -> Option<(Fixed, Vec<i32>)> {
    let runs = (1..=31_i8).map(|day| {
        let near = |p: &Period| {
            date_of(p.day).is_some_and(|d| {
                let last = d.last_of_month().day();
                let (a, b) = (i32::from(d.day()), i32::from(day.min(last)));
                (a - b).abs() <= i32::from(rule.shift_days)
            })
        };
        let days = longest_run(months, |p| busy(rule, p) && near(p));
        let off: i32 = days
            .iter()
            .filter_map(|d| date_of(*d))
            .map(|d| i32::from((d.day() - day).abs()))
            .sum();
        (day, days, off)
    });
    let best = runs.max_by_key(|(day, days, off)| (days.len(), -off, -day))?;
    (best.1.len() >= rule.min_months).then_some((Fixed::OfMonth(best.0), best.1))
}

/// The longest run of weeks with the same busiest weekday.
fn of_week(rule: &Rule, weeks: &BTreeMap<i32, Period>) -> Option<(Fixed, Vec<i32>)> {
    let runs = (0..7_i8).map(|weekday| {
        let on = |p: &Period| {
            date_of(p.day).is_some_and(|d| d.weekday().to_monday_zero_offset() == weekday)
        };
        (weekday, longest_run(weeks, |p| busy(rule, p) && on(p)))
    });
    let best = runs.max_by_key(|(day, days)| (days.len(), -day))?;
    (best.1.len() >= rule.min_weeks).then_some((Fixed::OfWeek(best.0), best.1))
}

/// The days of the longest row of consecutive periods that fit; the first of equal ones.
fn longest_run(periods: &BTreeMap<i32, Period>, fits: impl Fn(&Period) -> bool) -> Vec<i32> {
    let (mut best, mut run): (Vec<i32>, Vec<i32>) = (Vec::new(), Vec::new());
    let mut expected = None;
    for (no, period) in periods {
        if expected != Some(*no) {
            run.clear();
        }
        if fits(period) {
            run.push(period.day);
        } else {
            run.clear();
        }
        if run.len() > best.len() {
            best.clone_from(&run);
        }
        expected = Some(no + 1);
    }
    best
}
