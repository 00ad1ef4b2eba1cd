//! The shapes of one-off relations, the larger ones first, so that a payment is told once. It must not know how
//! relations are counted.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::evidence::Evidence;
use super::super::finding::{Finding, Pattern, day_text, money};
use super::super::parameters::{Parameters, Sheet};
use super::chance;
use super::fan::Fans;
use super::graph::Strangers;
use super::ring;
use crate::graph::QuickSet;
use crate::transfer::{Account, AccountId, Moment, Transfers};

/// When one-off relations say anything, and the shapes that have no sheet of their own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// One-off relations as a share of all relations: at most.
    pub max_single_percent: usize,
    /// Relations in all, at least.
    pub min_relations: usize,
    /// Accounts (or rings) that chance alone may bring in the whole list, in thousandths.
    pub max_by_chance_permille: u32,
    /// Accounts between one payer and one receiver.
    pub min_middles: usize,
    /// Payers and receivers of one account.
    pub min_each: usize,
    /// Days from the first payment in to the last payment out, where there are fewer than `min_each_slow` of them.
    pub gather_days: i32,
    /// So many payers and receivers at any pace.
    pub min_each_slow: usize,
}

/// Everything that one-off relations show.
pub(in crate::pattern) fn find(
    transfers: &Transfers,
    p: &Parameters,
    keeps: impl Fn(AccountId) -> bool,
    found: &mut Vec<Finding>,
) {
    let rule = &p.stranger.values;
    let all = Strangers::of(
        transfers,
        keeps,
        rule.max_single_percent,
        rule.min_relations,
    );
    let Some(strangers) = all else { return };
    let most = f64::from(rule.max_by_chance_permille) / 1_000.0;
    let mut explained = QuickSet::default();
    explain(found.iter().filter(|f| is_way(f.pattern)), &mut explained);
    let first = found.len();
    for ring in ring::rings(&p.cycle_unordered.values, transfers, &strangers, most) {
        if !known(&ring, &explained) {
            found.push(ring::say(&p.cycle_unordered, transfers, &ring));
        }
    }
    scatter_gather(&p.stranger, transfers, (&strangers, &explained), found);
    explain(&found[first..], &mut explained);
    gather_scatter(&p.stranger, transfers, (&strangers, &explained), found);
    explain(&found[first..], &mut explained);
    let fans = Fans {
        transfers,
        strangers: &strangers,
        explained: &explained,
        most,
    };
    fans.gathered(&p.fan_in, found);
    fans.spread(&p.fan_out, found);
}

fn explain<'f>(found: impl IntoIterator<Item = &'f Finding>, explained: &mut QuickSet<u32>) {
    let rows = found.into_iter().flat_map(|f| f.transfers.iter().copied());
    explained.extend(rows);
}

/// Patterns that follow the money itself, which say more about the same payments.
fn is_way(pattern: Pattern) -> bool {
    matches!(pattern, Pattern::Cycle | Pattern::ScatterGather)
}

/// Whether most of the payments are told already.
fn known(rows: &[u32], explained: &QuickSet<u32>) -> bool {
    rows.iter().filter(|at| explained.contains(at)).count() * 2 > rows.len()
}

/// One account pays several, and each of these pays the same other one, all once.
fn scatter_gather(
    sheet: &Sheet<Rule>,
    transfers: &Transfers,
    (strangers, explained): (&Strangers, &QuickSet<u32>),
    found: &mut Vec<Finding>,
) {
    let list = &transfers.list;
    for source in strangers.payers() {
        let mut targets: BTreeMap<AccountId, Vec<(u32, u32)>> = BTreeMap::new();
        for spread in strangers.out(source) {
            for gathered in strangers.out(list[*spread as usize].payee) {
                let target = list[*gathered as usize].payee;
                targets
                    .entry(target)
                    .or_default()
                    .push((*spread, *gathered));
            }
        }
        targets.retain(|target, ways| *target != source && ways.len() >= sheet.values.min_middles);
        for (target, ways) in targets {
            let rows: Vec<u32> = ways.iter().flat_map(|way| [way.0, way.1]).collect();
            if known(&rows, explained) {
                continue;
            }
            let reason = |evidence: &Evidence| {
                format!(
                    "{}至{}，“{}”转给{}个账户、这些账户又转给“{}”，各只有一笔往来，合计{}。请核实是否分流后汇集。",
                    day_text(evidence.first_day()),
                    day_text(evidence.last_day()),
                    Names(transfers).of(source),
                    ways.len(),
                    Names(transfers).of(target),
                    money(evidence.sum),
                )
            };
            let middles = ways.iter().map(|way| list[way.0 as usize].payee);
            let accounts: Vec<AccountId> = [source, target].into_iter().chain(middles).collect();
            found.push(told(
                sheet,
                transfers,
                Pattern::ScatterGather,
                accounts,
                &rows,
                reason,
            ));
        }
    }
}

/// Several pay one account, and it pays several others, all once.
fn gather_scatter(
    sheet: &Sheet<Rule>,
    transfers: &Transfers,
    (strangers, explained): (&Strangers, &QuickSet<u32>),
    found: &mut Vec<Finding>,
) {
    let rule = &sheet.values;
    let most = f64::from(rule.max_by_chance_permille) / 1_000.0;
    let by_chance = |each: usize| {
        let one = chance::at_least(each, strangers.mean());
        strangers.accounts as f64 * one * one
    };
    for account in strangers.payees() {
        let open = |rows: &[u32]| -> Vec<u32> {
            let rows = rows.iter().copied();
            rows.filter(|at| !explained.contains(at)).collect()
        };
        let (into, out) = (open(strangers.into(account)), open(strangers.out(account)));
        let each = into.len().min(out.len());
        let rows: Vec<u32> = into.iter().chain(&out).copied().collect();
        let day = |at: &u32| transfers.list[*at as usize].at.day();
        let days =
            rows.iter().map(day).max().unwrap_or(0) - rows.iter().map(day).min().unwrap_or(0);
        // Within a month chance has a twelfth of a year on each side.
        let swift =
            each >= rule.min_each && days <= rule.gather_days && by_chance(each) <= most * 12.0;
        let slow = each >= rule.min_each_slow && by_chance(each) <= most;
        if !(swift || slow) {
            continue;
        }
        let reason = |evidence: &Evidence| {
            format!(
                "{}至{}，“{}”收到{}个账户、又转给{}个账户的款项，各只有一笔往来，合计{}。请核实收付双方的关系。",
                day_text(evidence.first_day()),
                day_text(evidence.last_day()),
                Names(transfers).of(account),
                into.len(),
                out.len(),
                money(evidence.sum),
            )
        };
        let accounts = vec![account];
        found.push(told(
            sheet,
            transfers,
            Pattern::GatherScatter,
            accounts,
            &rows,
            reason,
        ));
    }
}

fn told(
    sheet: &Sheet<Rule>,
    transfers: &Transfers,
    pattern: Pattern,
    accounts: Vec<AccountId>,
    rows: &[u32],
    reason: impl Fn(&Evidence) -> String,
) -> Finding {
    let mut evidence = Evidence::default();
    for at in rows {
        let t = &transfers.list[*at as usize];
        evidence.add_row(*at, t.at, t.amount.0);
    }
    let reason = reason(&evidence);
    let noticed = at_most(transfers, rows);
    evidence.finding(pattern, accounts, noticed, reason, &sheet.printed)
}

/// The last of some transfers: only then the shape was whole, and only at the end of the list is a relation known to
/// have been a single one.
pub(super) fn at_most(transfers: &Transfers, rows: &[u32]) -> Moment {
    let moments = rows.iter().map(|at| transfers.list[*at as usize].at);
    moments.max().unwrap_or_default()
}

/// What accounts are called.
pub(super) struct Names<'a>(pub &'a Transfers);

impl<'a> Names<'a> {
    pub fn of(&self, account: AccountId) -> &'a str {
        self.0.account(account).map_or("未知账户", Account::label)
    }

    pub fn joined(&self, accounts: &[AccountId], between: &str) -> String {
        let names: Vec<&str> = accounts.iter().map(|account| self.of(*account)).collect();
        names.join(between)
    }
}
