//! One account that many others paid once, or that paid many others once (一次性对手的集中转入、转出). It must not count
//! payments that a larger shape explains.

use serde::Deserialize;

use super::super::evidence::Evidence;
use super::super::finding::{Finding, Pattern, day_text, money};
use super::super::parameters::Sheet;
use super::chance;
use super::graph::Strangers;
use super::shape::{Names, at_most};
use crate::graph::QuickSet;
use crate::transfer::{AccountId, Transfers};

/// When money coming in is such a fan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FanInRule {
    /// Others that paid once, at least; more where chance would bring as many.
    pub min_payers: usize,
}

/// When money going out is such a fan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FanOutRule {
    /// Others that were paid once, at least; more where chance would bring as many.
    pub min_payees: usize,
}

/// What a fan is looked for in.
pub(super) struct Fans<'a> {
    pub transfers: &'a Transfers,
    pub strangers: &'a Strangers,
    /// Payments of larger shapes.
    pub explained: &'a QuickSet<u32>,
    /// Accounts of which chance may bring as many.
    pub most: f64,
}

impl Fans<'_> {
    pub fn gathered(&self, sheet: &Sheet<FanInRule>, found: &mut Vec<Finding>) {
        let least = self.least(sheet.values.min_payers);
        for account in self.strangers.payees() {
            let rows = self.rest(self.strangers.into(account));
            if rows.len() >= least {
                let what = "收到";
                let reason = self.reason(account, &rows, what, "各只转入一次");
                found.push(self.finding(Pattern::FanIn, account, &rows, reason, &sheet.printed));
            }
        }
    }

    pub fn spread(&self, sheet: &Sheet<FanOutRule>, found: &mut Vec<Finding>) {
        let least = self.least(sheet.values.min_payees);
        for account in self.strangers.payers() {
            let rows = self.rest(self.strangers.out(account));
            if rows.len() >= least {
                let what = "转给";
                let reason = self.reason(account, &rows, what, "各只收款一次");
                found.push(self.finding(Pattern::FanOut, account, &rows, reason, &sheet.printed));
            }
        }
    }

    fn least(&self, least: usize) -> usize {
        let (mean, accounts) = (self.strangers.mean(), self.strangers.accounts);
        chance::rare_count(least, mean, accounts, self.most)
    }

    fn rest(&self, rows: &[u32]) -> Vec<u32> {
        let open = rows.iter().copied();
        open.filter(|at| !self.explained.contains(at)).collect()
    }

    fn reason(&self, account: AccountId, rows: &[u32], what: &str, once: &str) -> String {
        let list = &self.transfers.list;
        let day = |at: &u32| list[*at as usize].at.day();
        let sum = rows
            .iter()
            .map(|at| list[*at as usize].amount.0)
            .fold(0, i64::saturating_add);
        let Strangers {
            payments,
            relations,
            ..
        } = self.strangers;
        format!(
            "{}至{}，“{}”{what}{}个账户的款项，{once}、别无往来，合计{}。这份资料里{relations}对往来账户中只有{}对仅发生一笔，一个账户偶然遇到这么多一次性对手的可能很小，请核实。",
            day_text(rows.iter().map(day).min().unwrap_or(0)),
            day_text(rows.iter().map(day).max().unwrap_or(0)),
            Names(self.transfers).of(account),
            rows.len(),
            money(sum),
            payments.len(),
        )
    }

    fn finding(
        &self,
        pattern: Pattern,
        account: AccountId,
        rows: &[u32],
        reason: String,
        printed: &std::sync::Arc<str>,
    ) -> Finding {
        let mut evidence = Evidence::default();
        for at in rows {
            let t = &self.transfers.list[*at as usize];
            evidence.add_row(*at, t.at, t.amount.0);
        }
        let noticed = at_most(self.transfers, rows);
        evidence.finding(pattern, vec![account], noticed, reason, printed)
    }
}
