//! Amounts that banks report as large (大额交易): by day, by direction, by kind of holder, single or summed up.
//! It must not suggest that a large amount is unusual: the reason says so.

use serde::Deserialize;

use super::Pattern;
use super::day_book::{DayBook, is_cash};
use super::evidence::Evidence;
use super::finding::{Finding, day_text, money};
use super::parameters::{Sheet, Yuan};
use super::window_rule::Who;
use crate::transfer::{HolderKind, Moment};

/// The limits of 金融机构大额交易和可疑交易报告管理办法 Art 5, per day, customer and direction.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Cash.
    pub cash_yuan: Yuan,
    /// A natural person's transfers.
    pub person_yuan: Yuan,
    /// A body's transfers.
    pub body_yuan: Yuan,
}

impl Rule {
    /// The limit for an account's transfers; where the name does not tell, the person's.
    pub fn transfer_limit(&self, kind: HolderKind) -> i64 {
        match kind {
            HolderKind::Body | HolderKind::Intermediary => self.body_yuan.fen(),
            HolderKind::Person | HolderKind::Unknown | HolderKind::Cash => self.person_yuan.fen(),
        }
    }
}

/// The days of one account that reached a limit, if any did.
#[derive(Debug, Default)]
pub(crate) struct State(Option<Box<Days>>);

#[derive(Debug, Default)]
struct Days {
    evidence: Evidence,
    cash_days: u32,
    transfer_days: u32,
    largest: (i64, i32),
    noticed: Option<Moment>,
}

impl State {
    /// Only for accounts whose statement is at hand: of others the sum of a day is not known, and a saver who paid
    /// much at once is not to be listed for it.
    pub fn close_day(&mut self, rule: &Rule, who: &Who<'_>, book: &DayBook) {
        if !who.held {
            return;
        }
        for into in [true, false] {
            for cash in [true, false] {
                let limit = if cash {
                    rule.cash_yuan.fen()
                } else {
                    rule.transfer_limit(who.kind)
                };
                let fits = |e: &super::event::Event| e.into == into && is_cash(e) == cash && !e.own;
                let sum = book.sum(fits);
                if sum >= limit {
                    self.0
                        .get_or_insert_default()
                        .reached(book, sum, cash, fits);
                }
            }
        }
    }

    pub fn finish(self, sheet: &Sheet<Rule>, who: &Who<'_>, found: &mut Vec<Finding>) {
        if let Some(days) = self.0 {
            days.finish(sheet, who, found);
        }
    }
}

impl Days {
    fn reached(
        &mut self,
        book: &DayBook,
        sum: i64,
        cash: bool,
        fits: impl Fn(&super::event::Event) -> bool,
    ) {
        let Some((day, _)) = book.day() else { return };
        book.events
            .iter()
            .filter(|e| fits(e))
            .for_each(|e| self.evidence.add(e));
        *(if cash {
            &mut self.cash_days
        } else {
            &mut self.transfer_days
        }) += 1;
        if sum > self.largest.0 {
            self.largest = (sum, day);
        }
        self.noticed
            .get_or_insert(Moment(i64::from(day) * 86_400 + 86_399));
    }

    fn finish(self, sheet: &Sheet<Rule>, who: &Who<'_>, found: &mut Vec<Finding>) {
        let Some(noticed) = self.noticed else { return };
        let reason = format!(
            "“{}”有{}个单日单向转账、{}个单日单向现金达到大额交易报告标准（转账{}、现金{}），涉及{}笔，合计{}；最大的一天为{}，{}。达到标准本身不说明异常，供与其他情况对照。",
            who.label,
            self.transfer_days,
            self.cash_days,
            money(sheet.values.transfer_limit(who.kind)),
            money(sheet.values.cash_yuan.fen()),
            self.evidence.count,
            money(self.evidence.sum),
            day_text(self.largest.1),
            money(self.largest.0),
        );
        let evidence = self.evidence;
        found.push(evidence.finding(
            Pattern::Large,
            vec![who.account],
            noticed,
            reason,
            &sheet.printed,
        ));
    }
}
