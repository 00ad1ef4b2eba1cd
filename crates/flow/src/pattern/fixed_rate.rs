//! Round sums come in from persons, and fixed shares of these sums go back to the same persons (整数本金转入、固定比例
//! 返还: credits n × 500, debits n × a rate). It must not take a rate for one unless several persons get it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pattern;
use super::event::Event;
use super::evidence::Evidence;
use super::finding::{Finding, at_least, day_text, money, percent};
use super::parameters::{Sheet, Yuan};
use super::payer::{Payer, Round};
use super::pool_watch::Till;
use crate::graph::QuickSet;

/// When it is met, over all that is known of the till.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Principal comes in multiples of this …
    pub unit_yuan: Yuan,
    /// … and is at least this.
    pub min_principal_yuan: Yuan,
    /// Persons who get the same rate.
    pub min_persons: usize,
    /// Payments at the rates that persons share.
    pub min_payments: usize,
    /// Those payments as a share of all payouts that are not simply the principal.
    pub min_share_percent: i64,
    /// The smallest rate, in millionths of the principal for each payment.
    pub min_rate_ppm: i64,
    /// The largest rate.
    pub max_rate_ppm: i64,
    /// Rates told; the rest is counted.
    pub max_rates: usize,
}

impl Rule {
    pub(crate) fn round(&self) -> Round {
        Round {
            unit: self.unit_yuan.fen(),
            min: self.min_principal_yuan.fen(),
        }
    }
}

/// Rates are looked for on a grid of five thousandths of a percent: finer ones are not promised to anyone.
const GRID_PPM: i64 = 50;

/// Payouts that are a whole number of grid steps of a sum paid in.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Rate, person, place in the till's payouts.
    matches: Vec<(u32, u32, u32)>,
    principal_back: u32,
}

impl State {
    pub fn see(&mut self, rule: &Rule, payer: &Payer, event: &Event, payout_no: u32) {
        let [one, two, three] = payer.principals;
        let sums = [one, two, three, payer.principal];
        let sums = || sums.iter().filter(|sum| **sum > 0);
        if sums().any(|sum| *sum == event.amount) {
            self.principal_back += 1;
            return;
        }
        let alone = sums().map(|sum| rate_of(event.amount, *sum));
        let with_principal = sums().map(|sum| rate_of(event.amount - sum, *sum));
        let told = self.matches.len();
        for rate in alone.chain(with_principal).flatten() {
            let is_rate = (rule.min_rate_ppm..=rule.max_rate_ppm).contains(&i64::from(rate));
            if is_rate
                && !self.matches[told..]
                    .iter()
                    .any(|(known, ..)| *known == rate)
            {
                self.matches.push((rate, event.other.0, payout_no));
            }
        }
        self.matches[told..].sort_unstable();
    }

    pub fn finish(self, sheet: &Sheet<Rule>, till: &Till<'_>, found: &mut Vec<Finding>) {
        let rule = &sheet.values;
        let shared = shared_rates(self.matches, rule.min_persons);
        let taken: QuickSet<u32> = shared
            .iter()
            .flat_map(|r| r.payouts.iter().copied())
            .collect();
        let yields = till.payouts.len() as i64 - i64::from(self.principal_back);
        if taken.len() < rule.min_payments
            || !at_least(taken.len() as i64, rule.min_share_percent, yields)
        {
            return;
        }
        let mut evidence = Evidence::default();
        let mut persons = QuickSet::default();
        let mut noticed = None;
        for (no, payout) in till.payouts.iter().enumerate() {
            if taken.contains(&(no as u32)) {
                evidence.add_row(payout.index, payout.at, payout.amount);
                persons.insert(payout.other);
                if evidence.count as usize == rule.min_payments {
                    noticed = Some(payout.at);
                }
            }
        }
        let mut principal = Evidence::default();
        for p in till
            .principals
            .iter()
            .filter(|p| persons.contains(&p.other))
        {
            principal.add_row(p.index, p.at, p.amount);
        }
        let told: Vec<String> = shared.iter().take(rule.max_rates).map(Rate::text).collect();
        let reason = format!(
            "{}至{}，{}收到{}名个人整数金额转入{}笔，合计{}；其后向这些人的转出中，有{}笔（占返款的{}%，合计{}）恰为其转入金额的固定比例：{}。请核实是否承诺固定回报。",
            day_text(principal.first_day()),
            day_text(evidence.last_day()),
            till.label,
            persons.len(),
            principal.count,
            money(principal.sum),
            evidence.count,
            percent(taken.len() as i64, yields),
            money(evidence.sum),
            told.join("、"),
        );
        let noticed = noticed.unwrap_or_default();
        let accounts = till.accounts.to_vec();
        found.push(evidence.with(&principal).finding(
            Pattern::FixedRate,
            accounts,
            noticed,
            reason,
            &sheet.printed,
        ));
    }
}

/// A rate that several persons share.
struct Rate {
    ppm: u32,
    persons: usize,
    payouts: Vec<u32>,
}

impl Rate {
    fn text(&self) -> String {
        let (whole, part) = (self.ppm / 10_000, self.ppm % 10_000);
        let text = format!("{whole}.{part:04}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        format!("{text}%（{}笔、{}人）", self.payouts.len(), self.persons)
    }
}

/// The rates with enough persons, the one with most payments first; a payout counts for one rate only.
fn shared_rates(matches: Vec<(u32, u32, u32)>, min_persons: usize) -> Vec<Rate> {
    let mut by_rate: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for (rate, person, payout) in matches {
        by_rate.entry(rate).or_default().push((person, payout));
    }
    let persons = |of: &[(u32, u32)]| of.iter().map(|m| m.0).collect::<QuickSet<u32>>().len();
    by_rate.retain(|_, of| persons(of) >= min_persons);
    let mut order: Vec<(u32, Vec<(u32, u32)>)> = by_rate.into_iter().collect();
    order.sort_by_key(|(rate, of)| (std::cmp::Reverse(of.len()), *rate));
    let mut taken = QuickSet::default();
    let mut rates = Vec::new();
    for (ppm, mut of) in order {
        of.retain(|(_, payout)| !taken.contains(payout));
        let persons = persons(&of);
        if persons < min_persons {
            continue;
        }
        let payouts: Vec<u32> = of.into_iter().map(|m| m.1).collect();
        taken.extend(payouts.iter().copied());
        rates.push(Rate {
            ppm,
            persons,
            payouts,
        });
    }
    rates
}

/// The rate in millionths when an amount is a grid rate of a sum, to the fen either way (banks round).
pub(crate) fn rate_of(amount: i64, sum: i64) -> Option<u32> {
    if amount <= 0 || sum <= 0 {
        return None;
    }
    let (amount, sum) = (i128::from(amount), i128::from(sum));
    let steps = 1_000_000 / i128::from(GRID_PPM);
    let step = (amount * steps + sum / 2) / sum;
    let off = (sum * step - amount * steps).abs();
    (step > 0 && off <= steps)
        .then(|| u32::try_from(step * i128::from(GRID_PPM)).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_exact_to_the_fen() {
        assert_eq!(
            rate_of(17_500, 1_000_000),
            Some(17_500),
            "1.75% of 10 000 yuan"
        );
        assert_eq!(
            rate_of(58_750, 5_000_000),
            Some(11_750),
            "1.175% of 50 000 yuan"
        );
        assert_eq!(rate_of(17_523, 1_000_000), None);
        assert_eq!(rate_of(0, 5), None);
    }
}
