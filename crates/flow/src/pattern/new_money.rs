//! Payouts to persons who paid in, beyond any other income of the till: they can only come from other people's new
//! money (以后来资金支付前人). It must not know why the other income is missing.

use serde::Deserialize;

use super::Pattern;
use super::event::Event;
use super::evidence::Evidence;
use super::finding::{Finding, at_least, day_text, money, percent};
use super::parameters::{Sheet, Yuan};
use super::payer::Payers;
use super::pool_watch::Till;
use crate::transfer::Moment;

/// When it is met, over all that is known of the till.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Persons who got payouts.
    pub min_paid_persons: u32,
    /// Payouts together.
    pub min_paid_yuan: Yuan,
    /// Persons who paid in.
    pub min_payers: usize,
    /// The part of the payouts that other income cannot have covered, at least.
    pub new_money_percent: i64,
    /// Persons who got payouts, as a share of those who paid in.
    pub min_paid_back_percent: i64,
    /// Of the persons who got payouts, those who got no more than three times what they paid in: at least.
    pub min_in_proportion_percent: i64,
    /// One payer who brings more than this share of all that persons paid in is another source of income (a buyer, an
    /// employer), whatever is known of his name.
    pub max_one_payer_percent: i64,
}

/// Sums so far.
#[derive(Debug, Default)]
pub(crate) struct State {
    payouts: i64,
    other_income: i64,
    /// Part of it: what printed balances show and no row does.
    unseen: i64,
    noticed: Option<Moment>,
}

impl State {
    /// Money from anyone but persons: bodies, payment firms, cash. All of it is taken to be there for payouts, so
    /// that the share of new money is a lower bound.
    pub fn income(&mut self, event: &Event) {
        self.other_income = self.other_income.saturating_add(event.amount);
    }

    /// What the till held before its rows begin, or came in rows that are missing, may be there for payouts as well.
    pub fn had(&mut self, amount: i64) {
        self.unseen = self.unseen.saturating_add(amount.max(0));
        self.other_income = self.other_income.saturating_add(amount.max(0));
    }

    pub fn payout(&mut self, rule: &Rule, payers: &Payers, event: &Event) {
        self.payouts = self.payouts.saturating_add(event.amount);
        if self.met(rule, payers) {
            self.noticed.get_or_insert(event.at);
        }
    }

    fn uncovered(&self) -> i64 {
        self.payouts.saturating_sub(self.other_income).max(0)
    }

    fn met(&self, rule: &Rule, payers: &Payers) -> bool {
        payers.paid_back >= rule.min_paid_persons
            && self.payouts >= rule.min_paid_yuan.fen()
            && payers.all.len() >= rule.min_payers
            && at_least(self.uncovered(), rule.new_money_percent, self.payouts)
            && at_least(
                i64::from(payers.paid_back),
                rule.min_paid_back_percent,
                payers.all.len() as i64,
            )
    }

    /// Whether the payouts can be returns on what was paid in.
    fn is_return(&self, rule: &Rule, payers: &Payers) -> bool {
        let paid_in = payers
            .all
            .values()
            .map(|p| p.paid_in)
            .fold(0, i64::saturating_add);
        let largest = payers.largest();
        let one_source = at_least(largest, rule.max_one_payer_percent, paid_in);
        let other = self
            .other_income
            .saturating_add(if one_source { largest } else { 0 });
        let uncovered = self.payouts.saturating_sub(other).max(0);
        at_least(uncovered, rule.new_money_percent, self.payouts)
            && at_least(
                payers.in_proportion() as i64,
                rule.min_in_proportion_percent,
                i64::from(payers.paid_back),
            )
    }

    pub fn finish(self, sheet: &Sheet<Rule>, till: &Till<'_>, found: &mut Vec<Finding>) {
        let Some(noticed) = self
            .noticed
            .filter(|_| self.met(&sheet.values, till.payers))
        else {
            return;
        };
        if !self.is_return(&sheet.values, till.payers) {
            return;
        }
        let mut evidence = Evidence::default();
        for p in till.payouts {
            evidence.add_row(p.index, p.at, p.amount);
        }
        let paid_in = till
            .payers
            .all
            .values()
            .map(|p| p.paid_in)
            .fold(0, i64::saturating_add);
        let reason = format!(
            "{}至{}，{}向{}名先前转入过资金的个人返款{}笔，合计{}；期间{}名个人共转入{}，而单位、现金等其他来源的收入只有{}。即使其他收入全部用于返款，仍有{}（{}%）只能来自他人转入的资金。{}",
            day_text(evidence.first_day()),
            day_text(evidence.last_day()),
            till.label,
            till.payers.paid_back,
            evidence.count,
            money(self.payouts),
            till.payers.all.len(),
            money(paid_in),
            money(self.other_income),
            money(self.uncovered()),
            percent(self.uncovered(), self.payouts),
            match self.unseen {
                0 => "期初余额没有计入：流水没有印明，或为零。".to_owned(),
                sum => format!(
                    "其他收入中，{}是流水印明的期初余额或缺行的收入。",
                    money(sum)
                ),
            },
        );
        let accounts = till.accounts.to_vec();
        found.push(evidence.finding(Pattern::NewMoney, accounts, noticed, reason, &sheet.printed));
    }
}
