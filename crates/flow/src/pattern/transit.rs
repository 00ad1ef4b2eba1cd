//! What comes in on a day leaves on the same day, and nothing stays (当日快进快出、日终接近零). It must not know
//! balances: it compares what came and went.

use serde::Deserialize;

use super::Pattern;
use super::day_book::DayBook;
use super::finding::{Finding, day_text, money};
use super::met_days::{Habit, MetDays};
use super::parameters::{Sheet, Yuan};
use super::window_rule::Who;

/// When a day counts, and how many days make a finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What came in on the day, from others than the holder himself.
    pub min_sum_yuan: Yuan,
    /// What stayed (or left beyond it), as a share of what came in: at most.
    pub left_percent: i64,
    /// Days that count, at least …
    pub min_days: u32,
    /// … within so many calendar days.
    pub within_days: i32,
}

/// The days of one account, if any counts.
#[derive(Debug, Default)]
pub(crate) struct State(Option<Box<MetDays>>);

impl State {
    pub fn close_day(&mut self, rule: &Rule, book: &DayBook) {
        let came = book.sum(|e| e.into && !e.own);
        if came < rule.min_sum_yuan.fen() {
            return;
        }
        let went = book.sum(|e| !e.into);
        if at_most(rule.left_percent, came, went) {
            let habit = Habit {
                min_days: rule.min_days,
                within_days: rule.within_days,
            };
            let days = self.0.get_or_insert_default();
            days.met(habit, book, |e| !e.into || !e.own);
        }
    }

    pub fn finish(self, sheet: &Sheet<Rule>, who: &Who<'_>, found: &mut Vec<Finding>) {
        let Some(days) = self.0 else { return };
        let Some(noticed) = days.noticed else { return };
        let reason = format!(
            "{}至{}，“{}”有{}天当日转入的资金当日基本转出：转入{}笔合计{}，转出{}笔合计{}，当日相差不超过{}%。账户只作过渡，请核实资金去向。",
            day_text(days.came.first_day()),
            day_text(days.went.last_day()),
            who.label,
            days.days,
            days.came.count,
            money(days.came.sum),
            days.went.count,
            money(days.went.sum),
            sheet.values.left_percent,
        );
        let evidence = days.came.with(&days.went);
        let accounts = vec![who.account];
        found.push(evidence.finding(Pattern::Transit, accounts, noticed, reason, &sheet.printed));
    }
}

fn at_most(percent: i64, came: i64, went: i64) -> bool {
    let left = (i128::from(came) - i128::from(went)).abs();
    left * 100 <= i128::from(came) * i128::from(percent)
}
