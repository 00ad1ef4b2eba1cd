//! All steps of reconciliation in their order. It must not know how a step decides.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Statement, TransferList};

use super::balance::{Examined, examine};
use super::exception::{Check, CheckKind, Exception, ExceptionKind};
use super::holding::{Group, groups};
use super::item::{Item, items};
use super::listed::{Listed, listed};
use super::mask::{is_full, is_full_name, plain};
use super::node::{Nodes, Surety, by_words};
use super::overlap::repeated;
use super::result::{Continuity, Counts, Holding, Options, Reconciliation};
use super::reversal::taken_back;
use super::totals;
use super::twin::{Other, TwinSearch};
use crate::transfer::{AccountId, HolderKind, RowRef, Transfer, Transfers};

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
    let listed = work.take_lists(lists);
    work.learn();
    let others = work.resolve();
    let twins = TwinSearch {
        items: &work.items,
        others: &others,
        owners: &work.owners,
        nodes: &work.nodes,
        statements,
        options,
    }
    .run();
    work.finish(lists, listed, others, &twins)
}

struct Work<'a> {
    statements: &'a [Statement],
    options: &'a Options,
    examined: Vec<Examined>,
    groups: Vec<Group>,
    /// The node of every group.
    owners: Vec<u32>,
    nodes: Nodes,
    items: Vec<Item>,
    /// The first item of every group, and one past the last of all.
    starts: Vec<usize>,
    exceptions: Vec<Exception>,
    checks: Vec<Check>,
}

impl<'a> Work<'a> {
    fn new(statements: &'a [Statement], options: &'a Options) -> Self {
        let mut checks = Vec::new();
        let examined: Vec<Examined> = statements.iter().map(examine).collect();
        for (place, (statement, examined)) in statements.iter().zip(&examined).enumerate() {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            checks.extend(totals::checks(place, statement, examined));
        }
        let groups = groups(statements, &mut checks);
        let mut nodes = Nodes::default();
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

    fn places(&self, holding: usize) -> std::ops::Range<usize> {
        self.starts[holding]..self.starts[holding + 1]
    }

    fn mark_repeated(&mut self) {
        for (holding, group) in self.groups.iter().enumerate() {
            let range = self.places(holding);
            let mut parts: Vec<Vec<usize>> = vec![Vec::new(); group.statements.len()];
            for at in range {
                let source = self.items[at].source.statement;
                if let Some(part) = group.statements.iter().position(|s| *s == source) {
                    parts[part].push(at);
                }
            }
            for repeat in repeated(&self.items, &parts, self.statements) {
                let item = &mut self.items[repeat.item];
                item.open = false;
                let file = &self.statements[repeat.of.statement as usize].file;
                let reason = format!("与“{file}”第{}行是同一笔", repeat.of.row);
                self.exceptions.push(exception(
                    item.source,
                    ExceptionKind::Duplicate,
                    Some(repeat.of),
                    &reason,
                ));
            }
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
            if let Some(number) = party.account.as_deref().filter(|n| is_full(n)) {
                self.nodes.numbered(number, party);
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
                    let node = match by_words(&entry.memo, entry.channel.as_deref()) {
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
        twins: &[Option<u32>],
    ) -> Reconciliation {
        let spans: Vec<(Option<i32>, Option<i32>)> =
            (0..self.groups.len()).map(|h| self.days(h)).collect();
        self.part_namesakes(&mut others, twins, &spans);
        let missing = self.missing(&others, twins, &spans);
        let mut drafts = self.drafts(&others, twins);
        for transfer in listed {
            if transfer.payer == transfer.payee {
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
        self.list_other_rows(lists);
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
        transfers.sort();
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

    /// The days that the statements of an account cover.
    fn days(&self, holding: usize) -> (Option<i32>, Option<i32>) {
        let days = || self.places(holding).map(|at| self.items[at].day());
        (days().min(), days().max())
    }

    /// A row known by name only was taken for the one account of that name. Where that account's
    /// statement covers the day and shows no such row, it is a namesake's.
    fn part_namesakes(
        &mut self,
        others: &mut [Other],
        twins: &[Option<u32>],
        spans: &[(Option<i32>, Option<i32>)],
    ) {
        let mut joined = std::collections::BTreeMap::<u32, u32>::new();
        for at in 0..self.items.len() {
            let item = self.items[at];
            if !item.open || twins[at].is_some() || others[at].surety != Surety::Name {
                continue;
            }
            let covered = self
                .owners
                .iter()
                .position(|owner| *owner == others[at].node)
                .is_some_and(|h| covers(spans[h], item.day()));
            if covered && let Some(name) = &item.of(self.statements).counterparty.name {
                others[at].node = self.nodes.named(name);
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

    /// Rows that the other side's statement ought to show and does not, by the account that lacks them.
    fn missing(
        &mut self,
        others: &[Other],
        twins: &[Option<u32>],
        spans: &[(Option<i32>, Option<i32>)],
    ) -> Vec<u32> {
        let by_node: std::collections::HashMap<u32, usize> = self
            .owners
            .iter()
            .enumerate()
            .map(|(at, owner)| (*owner, at))
            .collect();
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

    fn drafts(&mut self, others: &[Other], twins: &[Option<u32>]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for at in 0..self.items.len() {
            let item = self.items[at];
            if !item.open || (item.into && twins[at].is_some()) {
                continue;
            }
            let own = self.owners[item.holding as usize];
            let entry = item.of(self.statements);
            let twin = twins[at].map(|t| self.items[t as usize]);
            let other = twin.map_or(others[at].node, |t| self.owners[t.holding as usize]);
            let (payer, payee) = if item.into {
                (other, own)
            } else {
                (own, other)
            };
            let mine = words(&entry.memo, entry.channel.as_deref());
            let memo = match twin.map(|t| t.of(self.statements)) {
                Some(theirs) => both(mine, words(&theirs.memo, theirs.channel.as_deref())),
                None => mine.into(),
            };
            let later = twin.filter(|t| t.timed && !item.timed && t.day() == item.day());
            drafts.push(Draft {
                at: later.map_or(item.at, |t| t.at),
                payer,
                payee,
                amount: item.amount,
                memo,
                source: item.source,
                twin: twin.map(|t| t.source),
            });
        }
        drafts
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

    fn holding(&mut self, at: usize, account: AccountId, missing: u32) -> Holding {
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
            .filter(|o| o.kind == fangfei_model::statement::RowKind::Unreadable)
            .count();
        let (first, last) = (dates().chain(starts).min(), dates().chain(ends).max());
        let broken = yuan
            .iter()
            .any(|p| !self.examined[*p as usize].breaks.is_empty());
        let checked: usize = yuan
            .iter()
            .map(|p| self.examined[*p as usize].checked)
            .sum();
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
    fn gaps(&mut self, places: &[u32]) -> bool {
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
            if first.booked.at.date() <= last.booked.at.date() {
                continue;
            }
            let swapped = self.examined[pair[1] as usize].swapped;
            let change = if swapped {
                Fen(-first.change().0)
            } else {
                first.change()
            };
            let opening = first
                .balance
                .and_then(|b| b.checked_sub(change))
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

/// A transfer between nodes.
struct Draft {
    at: crate::transfer::Moment,
    payer: u32,
    payee: u32,
    amount: i64,
    memo: Box<str>,
    source: RowRef,
    twin: Option<RowRef>,
}

impl Draft {
    fn of_listed(listed: Listed) -> Self {
        Self {
            at: listed.at,
            payer: listed.payer,
            payee: listed.payee,
            amount: listed.amount,
            memo: listed.memo,
            source: listed.source,
            twin: None,
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

/// Strictly within, since a statement may begin or end in the middle of a day.
fn covers(span: (Option<i32>, Option<i32>), day: i32) -> bool {
    matches!(span, (Some(first), Some(last)) if first < day && day < last)
}

/// The words of a row: its memo, or what kind of transaction it was.
fn words<'e>(memo: &'e str, channel: Option<&'e str>) -> &'e str {
    if memo.is_empty() {
        channel.unwrap_or("")
    } else {
        memo
    }
}

/// The words of both sides, each once.
fn both(ours: &str, theirs: &str) -> Box<str> {
    match () {
        () if theirs.is_empty() || ours.contains(theirs) => ours.into(),
        () if theirs.contains(ours) => theirs.into(),
        () => format!("{ours} {theirs}").into(),
    }
}

/// Adds the nodes that are used, in an order of their own, and answers the account of every node.
fn add_accounts(
    nodes: &Nodes,
    drafts: &[Draft],
    owners: &[u32],
    transfers: &mut Transfers,
) -> Vec<AccountId> {
    let mut used = vec![false; nodes.list.len()];
    for draft in drafts {
        used[draft.payer as usize] = true;
        used[draft.payee as usize] = true;
    }
    for owner in owners {
        used[*owner as usize] = true;
    }
    let mut order: Vec<u32> = (0..u32::try_from(nodes.list.len()).unwrap_or(u32::MAX))
        .filter(|id| used[*id as usize])
        .collect();
    order.sort_by_cached_key(|id| {
        let (numberless, number, name, of) = nodes.list[*id as usize].order();
        (
            numberless,
            number.to_owned(),
            name.to_owned(),
            of.to_owned(),
        )
    });
    let mut ids = vec![AccountId(u32::MAX); nodes.list.len()];
    for id in order {
        ids[id as usize] = transfers.add_account(nodes.list[id as usize].account());
    }
    ids
}

/// Transfers between accounts of one holder, by equal full names.
fn own_transfers(transfers: &Transfers) -> Vec<u32> {
    let names: Vec<Option<String>> = transfers
        .accounts
        .iter()
        .map(|account| {
            let is_end = !matches!(account.holder, HolderKind::Intermediary | HolderKind::Cash);
            account
                .name
                .as_deref()
                .filter(|name| is_end && is_full_name(name))
                .map(plain)
        })
        .collect();
    let same = |t: &Transfer| {
        let (payer, payee) = (&names[t.payer.0 as usize], &names[t.payee.0 as usize]);
        payer.is_some() && payer == payee
    };
    let places = transfers.list.iter().enumerate().filter(|(_, t)| same(t));
    places
        .filter_map(|(at, _)| u32::try_from(at).ok())
        .collect()
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
