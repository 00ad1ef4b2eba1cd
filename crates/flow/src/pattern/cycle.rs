//! Money that comes back to where it started through other accounts, each hop after the one before and of about the
//! same amount (资金回流、循环转账). It must not walk a hub's neighbours: it follows links, of which each payment has few.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pattern;
use super::evidence::Evidence;
use super::finding::{Finding, day_text, money};
use super::link::{Passes, Passing};
use super::parameters::{Sheet, Yuan};
use super::window::SHORT_TERM;
use crate::graph::QuickMap;
use crate::transfer::{AccountId, Moment, Transfers};

/// What counts as money coming back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Hops at least: two is money given back.
    pub min_hops: usize,
    /// Hops at most; no more than six.
    pub max_hops: usize,
    /// Smaller payments are not followed.
    pub min_amount_yuan: Yuan,
    /// What may be kept back at each hop, in percent.
    pub lost_percent: i64,
    /// More like credits than this at an account, and nothing is followed through it.
    pub candidates: usize,
    /// Ways remembered for one payment.
    pub trails: usize,
}

/// The most hops there is room for.
const MOST: usize = 6;

/// A way that money took so far: the payments, and the accounts it left.
#[derive(Debug, Clone, Copy)]
struct Trail {
    hops: u8,
    payments: [u32; MOST],
    amounts: [i64; MOST],
    accounts: [u32; MOST],
    first: (i32, i64, Moment),
}

impl Trail {
    fn start(p: &Passing) -> Self {
        let mut trail = Self {
            hops: 0,
            payments: [0; MOST],
            amounts: [0; MOST],
            accounts: [0; MOST],
            first: (p.work, p.amount, p.at),
        };
        trail.go(p);
        trail
    }

    fn go(&mut self, p: &Passing) {
        let at = usize::from(self.hops);
        (self.payments[at], self.accounts[at]) = (p.index, p.payer.0);
        self.amounts[at] = p.amount;
        self.hops += 1;
    }

    fn accounts(&self) -> &[u32] {
        &self.accounts[..usize::from(self.hops)]
    }

    fn payments(&self) -> impl Iterator<Item = (u32, i64)> {
        let hops = usize::from(self.hops);
        self.payments.into_iter().zip(self.amounts).take(hops)
    }
}

/// A way round that was found once or several times.
#[derive(Debug, Default)]
struct Round {
    payments: BTreeMap<u32, i64>,
    span: Option<(Moment, Moment)>,
    came_back: (i64, i64),
    noticed: Option<Moment>,
}

/// Ways under way, by the payment they ended with, and ways round.
#[derive(Debug, Default)]
pub(crate) struct State {
    trails: QuickMap<u32, Box<[Trail]>>,
    ages: std::collections::VecDeque<(i32, u32)>,
    found: BTreeMap<Vec<u32>, Round>,
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
    /// Follows every way that this payment continues.
    pub fn see(&mut self, rule: &Rule, p: &Passing, credits: &[Passing]) {
        self.forget_before(p.work - SHORT_TERM + 1);
        if p.amount < rule.min_amount_yuan.fen() {
            return;
        }
        let mut onward: Vec<Trail> = Vec::new();
        for credit in credits
            .iter()
            .filter(|c| c.amount >= rule.min_amount_yuan.fen())
        {
            let longer = self.trails.get(&credit.index);
            let ways = longer.into_iter().flat_map(|ways| ways.iter().copied());
            for mut way in [Trail::start(credit)].into_iter().chain(ways) {
                if way.first.0 <= p.work - SHORT_TERM {
                    continue;
                }
                way.go(p);
                if way.accounts[0] == p.payee.0 {
                    if usize::from(way.hops) >= rule.min_hops {
                        close(&mut self.found, &way, p);
                    }
                } else if usize::from(way.hops) < rule.max_hops.min(MOST)
                    && !way.accounts().contains(&p.payee.0)
                {
                    onward.push(way);
                }
            }
        }
        if onward.is_empty() {
            return;
        }
        onward.sort_by_key(|t| t.hops);
        onward.truncate(rule.trails);
        self.trails.insert(p.index, onward.into());
        self.ages.push_back((p.work, p.index));
    }

    fn forget_before(&mut self, work: i32) {
        while self.ages.front().is_some_and(|a| a.0 < work) {
            if let Some((_, index)) = self.ages.pop_front() {
                self.trails.remove(&index);
            }
        }
    }

    pub fn finish(self, sheet: &Sheet<Rule>, transfers: &Transfers, found: &mut Vec<Finding>) {
        for (accounts, round) in self.found {
            let noticed = round.noticed.unwrap_or_default();
            let (from, until) = round.span.unwrap_or((noticed, noticed));
            let mut evidence = Evidence::default();
            for (no, (index, amount)) in round.payments.iter().enumerate() {
                evidence.add_row(*index, if no == 0 { from } else { until }, *amount);
            }
            let names: Vec<&str> = accounts
                .iter()
                .filter_map(|id| transfers.account(AccountId(*id)))
                .map(crate::transfer::Account::label)
                .collect();
            let reason = format!(
                "{}至{}，资金按“{}→{}”的顺序先后转账并回到起点，共{}轮；最近一次转出{}，转回{}，每步金额相差不超过{}%，均在10个工作日内。请核实循环转账的目的。",
                day_text(evidence.first_day()),
                day_text(evidence.last_day()),
                names.join("→"),
                names.first().unwrap_or(&""),
                round.payments.len() / names.len().max(1),
                money(round.came_back.0),
                money(round.came_back.1),
                sheet.values.lost_percent,
            );
            let accounts = accounts.into_iter().map(AccountId).collect();
            found.push(evidence.finding(Pattern::Cycle, accounts, noticed, reason, &sheet.printed));
        }
    }
}

/// Notes a way round under its accounts, beginning with the smallest id, so that one found from several starts is one.
fn close(found: &mut BTreeMap<Vec<u32>, Round>, way: &Trail, p: &Passing) {
    let mut accounts = way.accounts().to_vec();
    let least = accounts
        .iter()
        .enumerate()
        .min_by_key(|a| a.1)
        .map_or(0, |a| a.0);
    accounts.rotate_left(least);
    let round = found.entry(accounts).or_default();
    round.came_back = (way.first.1, p.amount);
    round.noticed.get_or_insert(p.at);
    round.payments.extend(way.payments());
    let (from, until) = round.span.unwrap_or((way.first.2, p.at));
    round.span = Some((from.min(way.first.2), until.max(p.at)));
}
