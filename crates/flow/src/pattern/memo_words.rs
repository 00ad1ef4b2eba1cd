//! Memos of a scheme: 投资款, 复投, 返利, 利息, 佣金 between a till and several persons. It must not judge a single memo.

use serde::Deserialize;

use super::Pattern;
use super::event::Event;
use super::evidence::Evidence;
use super::finding::{Finding, day_text};
use super::parameters::Sheet;
use super::pool_watch::Till;
use super::words::MemoWords;
use crate::transfer::Moment;

/// How many memos make a finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Distinct persons.
    pub min_persons: usize,
    /// Transfers.
    pub min_transfers: u64,
    /// Where nobody's payment in says what it was for, so many times as much: a firm pays its shareholders too.
    pub one_sided_times: u64,
}

/// Memos met so far, by what they say.
#[derive(Debug, Default)]
pub(crate) struct State {
    evidence: Evidence,
    principal: u32,
    rollover: u32,
    gains: u32,
    principal_back: u32,
    commission: u32,
    noticed: Option<Moment>,
}

impl State {
    pub fn see(&mut self, rule: &Rule, event: &Event) {
        let words = event.words;
        let into = [MemoWords::PRINCIPAL, MemoWords::ROLLOVER];
        let out = [
            MemoWords::YIELD,
            MemoWords::PRINCIPAL_BACK,
            MemoWords::COMMISSION,
            MemoWords::ROLLOVER,
        ];
        let kinds: &[MemoWords] = if event.into { &into } else { &out };
        let Some(kind) = kinds.iter().find(|k| words.any(**k)) else {
            return;
        };
        // A lender's or an insurer's words: no promise of ours to look at.
        if words.any(
            MemoWords::LOAN
                .or(MemoWords::SECURITIES)
                .or(MemoWords::BANK_INTEREST),
        ) {
            return;
        }
        let counter = match *kind {
            MemoWords::PRINCIPAL => &mut self.principal,
            MemoWords::ROLLOVER => &mut self.rollover,
            MemoWords::YIELD => &mut self.gains,
            MemoWords::PRINCIPAL_BACK => &mut self.principal_back,
            _ => &mut self.commission,
        };
        *counter += 1;
        self.evidence.add(event);
        if self.met(rule) {
            self.noticed.get_or_insert(event.at);
        }
    }

    fn met(&self, rule: &Rule) -> bool {
        let one_sided = self.principal == 0 && self.rollover == 0;
        let times = if one_sided { rule.one_sided_times } else { 1 };
        self.evidence.others.len() as u64 >= rule.min_persons as u64 * times
            && self.evidence.count >= rule.min_transfers * times
    }

    pub fn finish(self, sheet: &Sheet<Rule>, till: &Till<'_>, found: &mut Vec<Finding>) {
        let Some(noticed) = self.noticed else { return };
        let counts = [
            ("收款写明投资、集资等", self.principal),
            ("复投、续投", self.rollover),
            ("付款写明返利、利息、分红等", self.gains),
            ("返还本金", self.principal_back),
            ("佣金、提成", self.commission),
        ];
        let told = counts
            .iter()
            .filter(|c| c.1 > 0)
            .map(|(what, n)| format!("{what}{n}笔"));
        let reason = format!(
            "{}至{}，{}与{}名个人之间有{}笔交易的摘要含集资类用语：{}。摘要由付款人填写，请对照合同、收据核实。",
            day_text(self.evidence.first_day()),
            day_text(self.evidence.last_day()),
            till.label,
            self.evidence.others.len(),
            self.evidence.count,
            told.collect::<Vec<_>>().join("、"),
        );
        let accounts = till.accounts.to_vec();
        found.push(self.evidence.finding(
            Pattern::MemoWords,
            accounts,
            noticed,
            reason,
            &sheet.printed,
        ));
    }
}
