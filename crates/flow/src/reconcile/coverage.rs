//! What the statements of each account cover and whether rows are missing from them. It must not know
//! how rows were joined.

use std::collections::{BTreeMap, HashMap, HashSet};

use fangfei_model::money::Fen;
use fangfei_model::statement::RowKind;

use super::assemble::Work;
use super::exception::{Check, CheckKind};
use super::name_twin::Alike;
use super::node::Surety;
use super::result::{Continuity, Holding};
use super::twin::{Joined, Other};
use crate::transfer::{AccountId, RowRef};

impl Work<'_> {
    /// The days that the statements of an account cover.
    pub(super) fn days(&self, holding: usize) -> (Option<i32>, Option<i32>) {
        let days = || self.places(holding).map(|at| self.items[at].day());
        (days().min(), days().max())
    }

    /// The holding of every held node.
    pub(super) fn by_node(&self) -> HashMap<u32, usize> {
        (0..)
            .zip(&self.owners)
            .map(|(holding, node)| (*node, holding))
            .collect()
    }

    /// A row known by name only was taken for the one account of that name. Where that account's
    /// statement covers the day, misses no rows as far as its balances tell, and shows no such row, it is a namesake's.
    pub(super) fn part_namesakes(
        &mut self,
        others: &mut [Other],
        found: &Joined,
        spans: &[(Option<i32>, Option<i32>)],
        broken: &[bool],
    ) {
        let by_node = self.by_node();
        let twins = &found.twins;
        let undecided: HashSet<usize> = found.alike.iter().flat_map(Alike::items).collect();
        let mut joined = BTreeMap::<u32, u32>::new();
        for at in 0..self.items.len() {
            let item = self.items[at];
            if !item.open || twins[at].is_some() || others[at].surety != Surety::Name {
                continue;
            }
            if undecided.contains(&at) {
                continue;
            }
            let covered = by_node
                .get(&others[at].node)
                .is_some_and(|h| !broken[*h] && covers(spans[*h], item.day()));
            let party = &item.of(self.statements).counterparty;
            if covered && let Some(name) = &party.name {
                let own = self.owners[item.holding as usize];
                others[at].node = self.nodes.named(name, party.bank.as_deref(), Some(own));
                others[at].surety = Surety::Open;
            } else {
                *joined.entry(others[at].node).or_default() += 1;
            }
        }
        for (node, count) in joined {
            let node = &self.nodes.list[node as usize];
            self.checks.push(Check {
                statement: None,
                row: None,
                kind: CheckKind::JoinedByName,
                expected: None,
                printed: None,
                reason: format!(
                    "有{count}笔只写了户名“{}”，没有账号；同名账户只有{}，已并入，请核对是否同一人",
                    node.name().unwrap_or(""),
                    node.number.as_deref().unwrap_or("一个"),
                )
                .into(),
            });
        }
    }

    /// Notes the payees' rows that may be the other side of payers' rows, and answers all rows concerned.
    pub(super) fn perhaps_twice(&mut self, alike: &[Alike]) -> HashSet<RowRef> {
        let mut rows = HashSet::new();
        for group in alike {
            rows.extend(group.items().map(|at| self.items[at].source));
            let theirs = self.places_in_words(&group.outs);
            let nameless = |at: usize| {
                let party = &self.items[at].of(self.statements).counterparty;
                party.account.is_none() && party.name.is_none()
            };
            let unnamed = group.items().any(nameless);
            let reason: Box<str> = match group.crowded {
                false if unnamed => format!(
                    "可能与{theirs}是同一笔往来的两面：金额、日期相符，有一面没有写明对方，不能核对，没有合并"
                ),
                false => format!(
                    "可能与{theirs}是同一笔往来的两面：金额、日期和户名都相符，没有账号可以核对，也不止一种对应法，没有合并"
                ),
                true => format!(
                    "可能与{theirs}是同一笔往来的两面：金额、日期相符，户名、账号没有写全，这样的行太多，没有逐一比对，也没有合并"
                ),
            }
            .into();
            for at in &group.ins {
                let item = self.items[*at];
                self.checks.push(Check {
                    statement: Some(item.source.statement),
                    row: Some(item.source.row),
                    kind: CheckKind::PerhapsTwice,
                    expected: None,
                    printed: Some(Fen(item.amount)),
                    reason: reason.clone(),
                });
            }
        }
        rows
    }

    /// Where items stand, the first few by file and row: “甲.csv”第3行或“乙.csv”第8行.
    fn places_in_words(&self, items: &[usize]) -> String {
        const NAMED: usize = 5;
        let place = |at: &usize| {
            let row = self.items[*at].source;
            let file = &self.statements[row.statement as usize].file;
            format!("“{file}”第{}行", row.row)
        };
        let named: Vec<String> = items.iter().take(NAMED).map(place).collect();
        match items.len().saturating_sub(NAMED) {
            0 => named.join("或"),
            _ => format!("{}等{}行之一", named.join("、"), items.len()),
        }
    }

    /// Rows that the other side's statement ought to show and does not, by the account that lacks them.
    pub(super) fn missing(
        &mut self,
        others: &[Other],
        twins: &[Option<u32>],
        spans: &[(Option<i32>, Option<i32>)],
    ) -> Vec<u32> {
        let by_node = self.by_node();
        let mut missing = vec![0_u32; self.groups.len()];
        for at in 0..self.items.len() {
            let item = self.items[at];
            let sure = others[at].surety <= Surety::Mask;
            if !item.open || twins[at].is_some() || !sure {
                continue;
            }
            let Some(holding) = by_node.get(&others[at].node).copied() else {
                continue;
            };
            if !covers(spans[holding], item.day()) {
                continue;
            }
            missing[holding] += 1;
            self.checks.push(Check {
                statement: Some(item.source.statement),
                row: Some(item.source.row),
                kind: CheckKind::NotOnOtherSide,
                expected: None,
                printed: Some(Fen(item.amount)),
                reason: "对方账户的流水包含这一天，却没有对应的一笔：可能缺页，或一方记账有误"
                    .into(),
            });
        }
        missing
    }
    pub(super) fn holding(&mut self, at: usize, account: AccountId, missing: u32) -> Holding {
        let places = self.groups[at].statements.clone();
        let of = |place: &u32| &self.statements[*place as usize];
        let yuan: Vec<u32> = places
            .iter()
            .copied()
            .filter(|p| &*of(p).currency == "CNY")
            .collect();
        let dates = || {
            yuan.iter()
                .flat_map(|p| of(p).entries.iter().map(|e| e.booked.at.date()))
        };
        let starts = yuan
            .iter()
            .filter_map(|p| of(p).period.map(|(start, _)| start));
        let ends = yuan.iter().filter_map(|p| of(p).period.map(|(_, end)| end));
        let unreadable = places
            .iter()
            .flat_map(|p| &of(p).others)
            .filter(|o| o.kind == RowKind::Unreadable)
            .count();
        let (first, last) = (dates().chain(starts).min(), dates().chain(ends).max());
        let related = || {
            let all = yuan.iter().map(|p| &self.examined[*p as usize]);
            all.filter(|examined| !examined.unrelated)
        };
        let broken = related().any(|examined| examined.unexplained().next().is_some());
        let checked: usize = related().map(|examined| examined.checked).sum();
        let apart = self.gaps(&yuan);
        Holding {
            account,
            statements: places,
            first,
            last,
            continuity: match () {
                () if broken || apart || missing > 0 => Continuity::Broken,
                () if checked > 0 => Continuity::Proven,
                () => Continuity::Unproven,
            },
            unreadable: u32::try_from(unreadable).unwrap_or(u32::MAX),
        }
    }

    /// Whether balances of statements that follow each other do not meet.
    pub(super) fn gaps(&mut self, places: &[u32]) -> bool {
        let mut found = false;
        for pair in places.windows(2) {
            let (before, after) = (
                &self.statements[pair[0] as usize],
                &self.statements[pair[1] as usize],
            );
            let last = self.examined[pair[0] as usize]
                .order
                .last()
                .map(|e| &before.entries[*e as usize]);
            let first = self.examined[pair[1] as usize]
                .order
                .first()
                .map(|e| &after.entries[*e as usize]);
            let (Some(last), Some(first)) = (last, first) else {
                continue;
            };
            let unrelated = |place: u32| self.examined[place as usize].unrelated;
            if first.booked.at.date() <= last.booked.at.date()
                || unrelated(pair[0])
                || unrelated(pair[1])
            {
                continue;
            }
            let opening = self.examined[pair[1] as usize]
                .before(first)
                .or(after.opening);
            if let (Some(closing), Some(opening)) = (last.balance, opening)
                && closing != opening
            {
                found = true;
                self.checks.push(Check {
                    statement: Some(pair[1]),
                    row: Some(first.row),
                    kind: CheckKind::BalanceBreak,
                    expected: Some(closing),
                    printed: Some(opening),
                    reason: format!(
                        "与前一份流水“{}”（到{}，余额{}元）不衔接：中间可能缺页",
                        before.file,
                        last.booked.at.date(),
                        closing.yuan()
                    )
                    .into(),
                });
            }
        }
        found
    }
}

/// Strictly within, since a statement may begin or end in the middle of a day.
fn covers(span: (Option<i32>, Option<i32>), day: i32) -> bool {
    matches!(span, (Some(first), Some(last)) if first < day && day < last)
}
