//! Several amounts just under a reporting limit within a short term, and few at or above it (拆分、略低于大额标准).
//! It must not take one such amount for a sign.

use std::collections::VecDeque;

use serde::Deserialize;

use super::Pattern;
use super::day_book::is_cash;
use super::event::Event;
use super::evidence::Evidence;
use super::finding::{Finding, day_text, money};
use super::large;
use super::parameters::Sheet;
use super::window::SHORT_TERM;
use super::window_rule::Who;
use crate::transfer::Moment;

/// When amounts look split.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// “Just under”: at most so much of the limit is missing.
    pub below_percent: i64,
    /// So many amounts just under it in one direction within ten working days.
    pub min_count: usize,
    /// Amounts at the limit or up to as much above it, in the same time: at most one for so many under it.
    pub under_for_each_above: usize,
}

/// One direction, cash or transfers.
#[derive(Debug, Default)]
struct Band {
    under: VecDeque<Event>,
    above: VecDeque<i32>,
    taken_until: Option<u32>,
}

impl Band {
    fn enter(&mut self, rule: &Rule, limit: i64, event: &Event) {
        let oldest = event.work - SHORT_TERM + 1;
        while self.under.front().is_some_and(|e| e.work < oldest) {
            self.under.pop_front();
        }
        while self.above.front().is_some_and(|work| *work < oldest) {
            self.above.pop_front();
        }
        let width = i128::from(limit) * i128::from(rule.below_percent);
        let distance = (i128::from(event.amount) - i128::from(limit)) * 100;
        if distance < 0 && -distance <= width {
            self.under.push_back(*event);
        } else if distance >= 0 && distance <= width {
            self.above.push_back(event.work);
        }
    }

    fn met(&self, rule: &Rule) -> bool {
        self.under.len() >= rule.min_count
            && self.above.len() * rule.under_for_each_above <= self.under.len()
    }
}

/// All bands of one account, once an amount came near a limit.
#[derive(Debug, Default)]
pub(crate) struct State(Option<Box<Bands>>);

#[derive(Debug, Default)]
struct Bands {
    bands: [Band; 4],
    evidence: Evidence,
    largest: i64,
    noticed: Option<Moment>,
}

impl State {
    pub fn see(&mut self, rule: &Rule, limits: &large::Rule, who: &Who<'_>, event: &Event) {
        if event.own {
            return;
        }
        let cash = is_cash(event);
        let limit = if cash {
            limits.cash_yuan.fen()
        } else {
            limits.transfer_limit(who.kind)
        };
        // Far from the limit nothing changes, and most amounts are far from it.
        if event.amount < limit / 2 {
            return;
        }
        let bands = self.0.get_or_insert_default();
        bands.enter(rule, limit, cash, event);
    }

    pub fn finish(self, sheet: &Sheet<Rule>, who: &Who<'_>, found: &mut Vec<Finding>) {
        if let Some(bands) = self.0 {
            bands.finish(sheet, who, found);
        }
    }
}

impl Bands {
    fn enter(&mut self, rule: &Rule, limit: i64, cash: bool, event: &Event) {
        let band = &mut self.bands[usize::from(event.into) * 2 + usize::from(cash)];
        band.enter(rule, limit, event);
        if !band.met(rule) {
            return;
        }
        self.noticed.get_or_insert(event.at);
        let after = band.taken_until;
        for e in band
            .under
            .iter()
            .filter(|e| after.is_none_or(|last| e.index > last))
        {
            self.evidence.add(e);
            self.largest = self.largest.max(e.amount);
        }
        band.taken_until = band.under.back().map(|e| e.index).max(after);
    }

    fn finish(self, sheet: &Sheet<Rule>, who: &Who<'_>, found: &mut Vec<Finding>) {
        let Some(noticed) = self.noticed else { return };
        let reason = format!(
            "{}至{}，“{}”有{}笔单向交易的金额在大额交易标准以下{}%以内（最大一笔{}），合计{}，且10个工作日内至少{}笔；同期达到标准的很少。请核实是否拆分。",
            day_text(self.evidence.first_day()),
            day_text(self.evidence.last_day()),
            who.label,
            self.evidence.count,
            sheet.values.below_percent,
            money(self.largest),
            money(self.evidence.sum),
            sheet.values.min_count,
        );
        let accounts = vec![who.account];
        let evidence = self.evidence;
        found.push(evidence.finding(
            Pattern::UnderThreshold,
            accounts,
            noticed,
            reason,
            &sheet.printed,
        ));
    }
}
