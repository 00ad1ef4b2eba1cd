//! One account pays several, and these pay another one about the same amounts within the short term (经多户分流后汇集).
//! It must not count an account in the middle whose payment could stem from anyone.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pattern;
use super::evidence::Evidence;
use super::finding::{Finding, day_text, money};
use super::link::{Passes, Passing};
use super::parameters::{Sheet, Yuan};
use super::window::SHORT_TERM;
use crate::graph::{QuickMap, QuickSet};
use crate::transfer::{AccountId, Moment, Transfers};

/// When it is met.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Accounts in the middle.
    pub min_middles: usize,
    /// What reached the end, all together.
    pub min_sum_yuan: Yuan,
    /// What may be kept back in the middle, in percent.
    pub lost_percent: i64,
    /// More like credits than this at an account in the middle, and it does not count.
    pub candidates: usize,
}

/// What goes from one start to one end through others, as long as it goes on.
#[derive(Debug, Default)]
struct Way {
    last: i32,
    middles: QuickSet<u32>,
    rows: QuickMap<u32, (Moment, i64)>,
    sum: i64,
    noticed: Option<Moment>,
}

/// Ways under way and those that met the rule, by start and end.
#[derive(Debug, Default)]
pub(crate) struct State {
    ways: QuickMap<(u32, u32), Way>,
    met: BTreeMap<(u32, u32, Moment), Way>,
    swept: i32,
}

impl Rule {
    pub(crate) fn passes(&self) -> Passes {
        Passes {
            lost_percent: self.lost_percent,
            candidates: self.candidates,
        }
    }
}

impl State {
    pub fn see(&mut self, rule: &Rule, p: &Passing, credits: &[Passing]) {
        self.sweep(p.work);
        for credit in credits.iter().filter(|c| c.payer != p.payee) {
            let key = (credit.payer.0, p.payee.0);
            let way = self.ways.entry(key).or_default();
            if way.sum > 0 && p.work - way.last > SHORT_TERM {
                let over = std::mem::take(way);
                keep(&mut self.met, key, over);
            }
            way.last = p.work;
            way.middles.insert(p.payer.0);
            way.rows.insert(credit.index, (credit.at, credit.amount));
            if way.rows.insert(p.index, (p.at, p.amount)).is_none() {
                way.sum = way.sum.saturating_add(p.amount);
            }
            if way.middles.len() >= rule.min_middles && way.sum >= rule.min_sum_yuan.fen() {
                way.noticed.get_or_insert(p.at);
            }
        }
    }

    /// Once in a short term lets go of ways that ended without meeting the rule.
    fn sweep(&mut self, work: i32) {
        if work - self.swept <= SHORT_TERM {
            return;
        }
        self.swept = work;
        let over: Vec<(u32, u32)> = self
            .ways
            .iter()
            .filter(|(_, way)| work - way.last > SHORT_TERM)
            .map(|(key, _)| *key)
            .collect();
        for key in over {
            if let Some(way) = self.ways.remove(&key) {
                keep(&mut self.met, key, way);
            }
        }
    }

    pub fn finish(mut self, sheet: &Sheet<Rule>, transfers: &Transfers, found: &mut Vec<Finding>) {
        for (key, way) in std::mem::take(&mut self.ways) {
            keep(&mut self.met, key, way);
        }
        let label = |id: u32| {
            transfers
                .account(AccountId(id))
                .map_or("未知账户", crate::transfer::Account::label)
        };
        for ((start, end, noticed), way) in self.met {
            let mut evidence = Evidence::default();
            let mut rows: Vec<_> = way.rows.into_iter().collect();
            rows.sort_unstable();
            for (index, (at, amount)) in rows {
                evidence.add_row(index, at, amount);
            }
            let reason = format!(
                "{}至{}，“{}”转给{}个账户，这些账户在10个工作日内又以相近金额（相差不超过{}%）转给“{}”，到达{}。请核实分流的原因。",
                day_text(evidence.first_day()),
                day_text(evidence.last_day()),
                label(start),
                way.middles.len(),
                sheet.values.lost_percent,
                label(end),
                money(way.sum),
            );
            let mut middles: Vec<u32> = way.middles.into_iter().collect();
            middles.sort_unstable();
            let accounts = [start, end]
                .into_iter()
                .chain(middles)
                .map(AccountId)
                .collect();
            found.push(evidence.finding(
                Pattern::ScatterGather,
                accounts,
                noticed,
                reason,
                &sheet.printed,
            ));
        }
    }
}

fn keep(met: &mut BTreeMap<(u32, u32, Moment), Way>, key: (u32, u32), way: Way) {
    if let Some(noticed) = way.noticed {
        met.insert((key.0, key.1, noticed), way);
    }
}
