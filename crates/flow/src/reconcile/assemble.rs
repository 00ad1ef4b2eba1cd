//! All steps of reconciliation in their order. It must not know how a step decides.

use std::collections::HashMap;

use fangfei_model::money::Fen;
use fangfei_model::statement::{Statement, TransferList};

use super::balance::{Examined, examine};
use super::booked_order;
use super::draft::{Draft, add_accounts, own_transfers};
use super::exception::{Check, CheckKind, Exception, ExceptionKind};
use super::holding::{Group, groups};
use super::item::{Item, items};
use super::listed::{Listed, Repeats, listed};
use super::mask::is_full;
use super::node::{Nodes, Surety, by_words};
use super::overlap::{Repeated, repeated, tells};
use super::result::{Counts, Holding, Options, Reconciliation};
use super::reversal::taken_back;
use super::same_account::SameAccount;
use super::totals;
use super::twin::{Joined, Other, TwinSearch};
use crate::transfer::{HolderKind, RowRef, Transfer, Transfers};

/// Reconciles statements into transfers.
pub fn reconcile(statements: &[Statement], options: &Options) -> Reconciliation {
    reconcile_all(statements, &[], options)
}

/// Reconciles statements and lists of transfers. In [`RowRef::statement`] the lists follow the
/// statements.
pub fn reconcile_all(
    statements: &[Statement],
    lists: &[TransferList],
    options: &Options,
) -> Reconciliation {
    let mut work = Work::new(statements, options);
    work.take_items();
    work.mark_repeated();
    work.mark_taken_back();
    work.learn();
    let listed = work.take_lists(lists);
    let others = work.resolve();
    let broken = work.broken();
    let joined = TwinSearch {
        broken: &broken,
        items: &work.items,
        others: &others,
        owners: &work.owners,
        nodes: &work.nodes,
        statements,
        options,
    }
    .run();
    work.finish(lists, listed, others, &joined, &broken)
}

/// Statements on their way to transfers.
pub(super) struct Work<'a> {
    pub(super) statements: &'a [Statement],
    options: &'a Options,
    pub(super) examined: Vec<Examined>,
    pub(super) groups: Vec<Group>,
    /// The node of every group.
    pub(super) owners: Vec<u32>,
    pub(super) nodes: Nodes,
    pub(super) items: Vec<Item>,
    /// The first item of every group, and one past the last of all.
    starts: Vec<usize>,
    exceptions: Vec<Exception>,
    pub(super) checks: Vec<Check>,
}

impl<'a> Work<'a> {
    fn new(statements: &'a [Statement], options: &'a Options) -> Self {
        let mut checks = Vec::new();
        let examined: Vec<Examined> = statements.iter().map(examine).collect();
        for (place, (statement, examined)) in statements.iter().zip(&examined).enumerate() {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            checks.extend(totals::checks(place, statement, examined));
        }
        let same = SameAccount::of(statements);
        let groups = groups(statements, &same, &mut checks);
        let mut nodes = Nodes::of(same);
        let owners = groups
            .iter()
            .map(|group| {
                let id = match group.party.account.as_deref() {
                    Some(number) if is_full(number) => nodes.numbered(number, &group.party),
                    _ => nodes.held_apart(&group.party, &of(group, statements)),
                };
                nodes.list[id as usize].held = true;
                id
            })
            .collect();
        Self {
            statements,
            options,
            examined,
            groups,
            owners,
            nodes,
            items: Vec::new(),
            starts: Vec::new(),
            exceptions: Vec::new(),
            checks,
        }
    }

    /// Puts the entries of every account together, foreign money aside.
    fn take_items(&mut self) {
        for (holding, group) in self.groups.iter_mut().enumerate() {
            self.starts.push(self.items.len());
            let holding = u32::try_from(holding).unwrap_or(u32::MAX);
            group
                .statements
                .sort_by_cached_key(|place| rank(&self.statements[*place as usize]));
            for place in &group.statements {
                let statement = &self.statements[*place as usize];
                let found = items(*place, statement, &self.examined[*place as usize], holding);
                if &*statement.currency == "CNY" {
                    self.items.extend(found);
                } else {
                    let reason =
                        format!("币种是{}，没有折算，不计入人民币往来", statement.currency);
                    let foreign = found.iter().map(|item| {
                        exception(item.source, ExceptionKind::ForeignCurrency, None, &reason)
                    });
                    self.exceptions.extend(foreign);
                }
            }
        }
        self.starts.push(self.items.len());
    }

    pub(super) fn places(&self, holding: usize) -> std::ops::Range<usize> {
        self.starts[holding]..self.starts[holding + 1]
    }

    /// Of every group, whether its balances show that rows are missing.
    fn broken(&self) -> Vec<bool> {
        let breaks = |place: &u32| {
            let examined = &self.examined[*place as usize];
            !examined.unrelated && examined.unexplained().next().is_some()
        };
        let groups = self.groups.iter();
        groups
            .map(|group| group.statements.iter().any(breaks))
            .collect()
    }

    fn mark_repeated(&mut self) {
        for holding in 0..self.groups.len() {
            let group = &self.groups[holding];
            let range = self.places(holding);
            let mut parts: Vec<Vec<usize>> = vec![Vec::new(); group.statements.len()];
            for at in range {
                let source = self.items[at].source.statement;
                if let Some(part) = group.statements.iter().position(|s| *s == source) {
                    parts[part].push(at);
                }
            }
            let repeats = repeated(&self.items, &parts, self.statements);
            let places = parts.concat();
            self.leave_out(&places, &repeats);
        }
    }

    /// Of the prints of one line the one that tells most of the other side stays open, the first of equals; the others are
    /// listed.
    fn leave_out(&mut self, places: &[usize], repeats: &[Repeated]) {
        let by_row: HashMap<RowRef, usize> = places
            .iter()
            .map(|at| (self.items[*at].source, *at))
            .collect();
        let mut stands: HashMap<RowRef, usize> = HashMap::new();
        for repeat in repeats {
            let Some(first) = by_row.get(&repeat.of) else {
                continue;
            };
            let kept = stands.entry(repeat.of).or_insert(*first);
            let told = |at: usize| tells(&self.items[at].of(self.statements).counterparty);
            let out = match told(repeat.item) > told(*kept) && self.items[*kept].open {
                true => std::mem::replace(kept, repeat.item),
                false => repeat.item,
            };
            self.items[out].open = false;
        }
        for repeat in repeats {
            let Some(by) = stands.get(&repeat.of).copied() else {
                continue;
            };
            // Where another print stands for the line, the first is left out in its place.
            let out = match repeat.item == by {
                true => by_row[&repeat.of],
                false => repeat.item,
            };
            let of = self.items[by].source;
            let file = &self.statements[of.statement as usize].file;
            let reason = format!("与“{file}”第{}行是同一笔", of.row);
            let row = self.items[out].source;
            let duplicate = exception(row, ExceptionKind::Duplicate, Some(of), &reason);
            self.exceptions.push(duplicate);
        }
    }

    fn mark_taken_back(&mut self) {
        for holding in 0..self.groups.len() {
            let mut places: Vec<usize> = self.places(holding).collect();
            places.sort_by_key(|at| (self.items[*at].at, *at));
            for pair in taken_back(&self.items, &places, self.statements, self.options) {
                let (reversal, original) = (
                    self.items[pair.reversal].source,
                    self.items[pair.original].source,
                );
                self.items[pair.reversal].open = false;
                self.items[pair.original].open = false;
                self.exceptions.push(exception(
                    reversal,
                    ExceptionKind::Reversal,
                    Some(original),
                    &format!("冲正或退回第{}行", original.row),
                ));
                self.exceptions.push(exception(
                    original,
                    ExceptionKind::Reversed,
                    Some(reversal),
                    &format!("已被第{}行冲正或退回", reversal.row),
                ));
            }
            for at in places {
                let item = &mut self.items[at];
                if item.open && item.amount < 0 {
                    item.amount = -item.amount;
                    item.into = !item.into;
                    self.checks.push(Check {
                        statement: Some(item.source.statement),
                        row: Some(item.source.row),
                        kind: CheckKind::ReversalWithoutOriginal,
                        expected: None,
                        printed: Some(Fen(-item.amount)),
                        reason: "负数金额找不到被冲的原交易，按反方向的一笔往来处理".into(),
                    });
                }
            }
        }
    }

    fn take_lists(&mut self, lists: &[TransferList]) -> Vec<Listed> {
        let first = self.statements.len();
        let mut found = Vec::new();
        for (at, list) in lists.iter().enumerate() {
            let place = u32::try_from(first + at).unwrap_or(u32::MAX);
            found.extend(listed(place, list, &mut self.nodes));
        }
        found
    }

    /// Learns every account whose number is known in full before doubtful ones are looked at.
    fn learn(&mut self) {
        for item in self.items.iter().filter(|item| item.open) {
            let party = &item.of(self.statements).counterparty;
            match party.account.as_deref() {
                Some(number) if is_full(number) => {
                    let other = self.nodes.numbered(number, party);
                    self.nodes.meet(self.owners[item.holding as usize], other);
                }
                Some(masked) => self.nodes.note_masked(masked, party),
                None => {}
            }
        }
    }

    fn resolve(&mut self) -> Vec<Other> {
        let mut found = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let own = self.owners[item.holding as usize];
            let entry = item.of(self.statements);
            let resolved = self
                .nodes
                .resolve(&entry.counterparty, own)
                .filter(|(node, _)| *node != own);
            let (node, surety) = match resolved {
                Some(found) => found,
                None => {
                    let of = of(&self.groups[item.holding as usize], self.statements);
                    let node = match by_words(&entry.memo, entry.channel.as_deref(), item.into) {
                        Some((kind, name)) => self.nodes.special(kind, Some(name), &of),
                        None => self.nodes.special(HolderKind::Unknown, None, &of),
                    };
                    (node, Surety::Open)
                }
            };
            found.push(Other { node, surety });
        }
        found
    }

    fn finish(
        mut self,
        lists: &[TransferList],
        listed: Vec<Listed>,
        mut others: Vec<Other>,
        joined: &Joined,
        broken: &[bool],
    ) -> Reconciliation {
        let twins = &joined.twins[..];
        let spans: Vec<(Option<i32>, Option<i32>)> =
            (0..self.groups.len()).map(|h| self.days(h)).collect();
        let alike = self.perhaps_twice(&joined.alike);
        self.part_namesakes(&mut others, joined, &spans, broken);
        let missing = self.missing(&others, twins, &spans);
        let mut drafts = self.drafts(&others, twins);
        self.add_listed(listed, &mut drafts);
        self.list_other_rows(lists);
        booked_order::sort(&mut drafts, &self.items);
        let mut transfers = Transfers::default();
        let ids = add_accounts(&self.nodes, &drafts, &self.owners, &mut transfers);
        let twins = drafts.iter().filter(|d| d.twin.is_some()).count() as u64;
        for draft in &drafts {
            let memo = transfers.intern_memo(&draft.memo);
            transfers.list.push(Transfer {
                at: draft.at,
                payer: ids[draft.payer as usize],
                payee: ids[draft.payee as usize],
                amount: Fen(draft.amount),
                memo,
                source: draft.source,
                twin: draft.twin,
            });
        }
        transfers.mark_perhaps_twice(|row| alike.contains(&row));
        transfers.stated = self.stated(&ids, &transfers);
        let mut holdings: Vec<Holding> = (0..self.groups.len())
            .map(|at| self.holding(at, ids[self.owners[at] as usize], missing[at]))
            .collect();
        holdings.sort_by_key(|h| h.account);
        self.exceptions.sort_by_key(|e| e.row);
        self.checks.sort_by(|a, b| {
            (a.statement, a.row, a.kind, &a.reason).cmp(&(b.statement, b.row, b.kind, &b.reason))
        });
        let counts = Counts {
            rows: source_rows(self.statements, lists),
            transfers: transfers.list.len() as u64,
            twins,
            exceptions: self.exceptions.len() as u64,
        };
        Reconciliation {
            own: own_transfers(&transfers),
            transfers,
            holdings,
            exceptions: self.exceptions,
            checks: self.checks,
            counts,
        }
    }

    /// Adds the transfers of lists that no statement shows already.
    fn add_listed(&mut self, listed: Vec<Listed>, drafts: &mut Vec<Draft>) {
        let mut repeats = Repeats::beside(drafts);
        for transfer in listed {
            if let Some(repeat) = repeats.of(&transfer) {
                self.exceptions.push(repeat);
            } else if transfer.payer == transfer.payee {
                self.exceptions.push(exception(
                    transfer.source,
                    ExceptionKind::ToItself,
                    None,
                    "付款和收款是同一个账户",
                ));
            } else {
                drafts.push(Draft::of_listed(transfer));
            }
        }
    }

    fn list_other_rows(&mut self, lists: &[TransferList]) {
        let statements = self.statements.iter().map(|s| &s.others);
        let all = statements.chain(lists.iter().map(|l| &l.others));
        for (place, others) in all.enumerate() {
            let statement = u32::try_from(place).unwrap_or(u32::MAX);
            self.exceptions.extend(others.iter().map(|other| {
                let row = RowRef {
                    statement,
                    row: other.row,
                };
                exception(row, other.kind.into(), None, &other.reason)
            }));
        }
    }
}

fn exception(row: RowRef, kind: ExceptionKind, other: Option<RowRef>, reason: &str) -> Exception {
    Exception {
        row,
        kind,
        other,
        reason: reason.into(),
    }
}

/// What tells apart the nodes of accounts without numbers; the order of files does not change it.
fn of(group: &Group, statements: &[Statement]) -> String {
    match (&group.party.account, &group.party.name) {
        (Some(number), name) => format!("{number}|{}", name.as_deref().unwrap_or("")),
        (None, Some(name)) => format!("{name}|{}", group.party.bank.as_deref().unwrap_or("")),
        (None, None) => {
            let first = group.statements.first();
            first.map_or_else(String::new, |s| statements[*s as usize].file.to_string())
        }
    }
}

/// The order in which statements of one account are merged.
fn rank(statement: &Statement) -> impl Ord + use<> {
    let days = || statement.entries.iter().map(|e| e.booked.at);
    (
        statement.currency.clone(),
        days().min(),
        days().max(),
        std::cmp::Reverse(statement.entries.len()),
        statement.file.clone(),
        statement.sheet.clone(),
        statement.entries.first().map(|e| e.row),
    )
}

fn source_rows(statements: &[Statement], lists: &[TransferList]) -> u64 {
    let statements: usize = statements
        .iter()
        .map(|s| s.entries.len() + s.others.len())
        .sum();
    let lists: usize = lists
        .iter()
        .map(|l| l.transfers.len() + l.others.len())
        .sum();
    (statements + lists) as u64
}
