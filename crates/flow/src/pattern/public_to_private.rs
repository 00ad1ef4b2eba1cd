//! Bodies pay an account, and on the same day most of it leaves to persons (公转私). Wages are not counted. It must
//! not know contracts: a person asks for them.

use serde::Deserialize;

use super::Pattern;
use super::day_book::DayBook;
use super::event::Event;
use super::finding::{Finding, at_least, day_text, money};
use super::met_days::{Habit, MetDays};
use super::parameters::{Sheet, Yuan};
use super::window_rule::Who;
use super::words::MemoWords;
use crate::transfer::HolderKind;

/// When a day counts, and how many days make a finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What bodies paid in on the day.
    pub min_sum_yuan: Yuan,
    /// What left to persons on the day, as a share of it: at least.
    pub out_percent: i64,
    /// Days that count, at least …
    pub min_days: u32,
    /// … within so many calendar days.
    pub within_days: i32,
}

/// The days of one account, if any counts.
#[derive(Debug, Default)]
pub(crate) struct State(Option<Box<MetDays>>);

/// Paid for work, by the state or given back: no transit.
const EXPLAINED: MemoWords = MemoWords::WAGE.or(MemoWords::BENEFIT).or(MemoWords::REFUND);

fn from_body(event: &Event) -> bool {
    event.into && event.kind == HolderKind::Body && !event.own
}

fn to_person(event: &Event) -> bool {
    !event.into && event.kind == HolderKind::Person && !event.words.any(EXPLAINED)
}

impl State {
    pub fn close_day(&mut self, rule: &Rule, book: &DayBook) {
        let came = book.sum(from_body);
        if came < rule.min_sum_yuan.fen() {
            return;
        }
        if at_least(book.sum(to_person), rule.out_percent, came) {
            let habit = Habit {
                min_days: rule.min_days,
                within_days: rule.within_days,
            };
            let days = self.0.get_or_insert_default();
            days.met(habit, book, |e| from_body(e) || to_person(e));
        }
    }

    pub fn finish(self, sheet: &Sheet<Rule>, who: &Who<'_>, found: &mut Vec<Finding>) {
        let Some(days) = self.0 else { return };
        let Some(noticed) = days.noticed else { return };
        let reason = format!(
            "{}至{}，“{}”有{}天由单位转入后当日转给个人：{}个单位转入{}笔合计{}，当日转给{}名个人{}笔合计{}（不含工资、补助、退款）。请核实交易背景。",
            day_text(days.came.first_day()),
            day_text(days.went.last_day()),
            who.label,
            days.days,
            days.came.others.len(),
            days.came.count,
            money(days.came.sum),
            days.went.others.len(),
            days.went.count,
            money(days.went.sum),
        );
        let evidence = days.came.with(&days.went);
        let accounts = vec![who.account];
        found.push(evidence.finding(
            Pattern::PublicToPrivate,
            accounts,
            noticed,
            reason,
            &sheet.printed,
        ));
    }
}
