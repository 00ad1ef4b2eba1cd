//! The same transfer seen from both sides: the payer's row and the payee's joined into one.
//! It must not know how accounts were found.

use std::collections::HashMap;

use fangfei_model::statement::{Party, Statement};

use super::item::Item;
use super::node::{Nodes, Surety};
use super::result::Options;

/// An end given to an item's counterparty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Other {
    pub node: u32,
    pub surety: Surety,
}

/// Finds pairs of payer's item and payee's item.
pub(super) struct TwinSearch<'a> {
    pub items: &'a [Item],
    /// The counterparty of every item.
    pub others: &'a [Other],
    /// The node of every holding.
    pub owners: &'a [u32],
    pub nodes: &'a Nodes,
    pub statements: &'a [Statement],
    pub options: &'a Options,
}

/// How close two bookings must be; tried one after the other.
#[derive(Debug, Clone, Copy)]
enum Nearness {
    SameReference,
    Minutes,
    SameDay,
    NextDay,
    Days,
}

/// More pairs of rows of one amount than this, and nothing tells them apart.
const MOST_ALIKE: usize = 2_500;

/// Whose row, the other side, the amount.
type Key = (u32, u32, i64);
/// Rows by key, in order of time.
type Book = HashMap<Key, Vec<usize>>;
/// In a key, the place of a counterparty that is not surely known.
const UNSURE: u32 = u32::MAX;

/// The open rows: what went out and what came in, by what they surely know of the other side; those
/// that know it by name only also by that name.
#[derive(Default)]
struct Books {
    outs: Book,
    ins: Book,
    outs_by_name: Book,
    ins_by_name: Book,
}

impl Books {
    fn of(search: &TwinSearch<'_>) -> Self {
        let mut books = Self::default();
        for (at, item) in search.items.iter().enumerate() {
            if !item.open {
                continue;
            }
            let own = search.owners[item.holding as usize];
            let other = &search.others[at];
            let held = search.nodes.list[other.node as usize].held;
            let sure = held && other.surety <= Surety::Mask;
            let (book, by_name) = match item.into {
                true => (&mut books.ins, &mut books.ins_by_name),
                false => (&mut books.outs, &mut books.outs_by_name),
            };
            let known = if sure { other.node } else { UNSURE };
            book.entry((own, known, item.amount)).or_default().push(at);
            if held && other.surety == Surety::Name {
                by_name
                    .entry((own, other.node, item.amount))
                    .or_default()
                    .push(at);
            }
        }
        let all = [
            &mut books.outs,
            &mut books.ins,
            &mut books.outs_by_name,
            &mut books.ins_by_name,
        ];
        for list in all.into_iter().flat_map(HashMap::values_mut) {
            list.sort_by_key(|at| (search.items[*at].at, *at));
        }
        books
    }
}

/// The keys that name the other side, in an order of their own.
fn sure_keys(book: &Book) -> Vec<Key> {
    let mut keys: Vec<Key> = book.keys().copied().filter(|k| k.1 != UNSURE).collect();
    keys.sort_unstable();
    keys
}

fn rows(book: &Book, key: Key) -> &[usize] {
    book.get(&key).map_or(&[], Vec::as_slice)
}

impl TwinSearch<'_> {
    /// For each item the place of its twin. First where one side at least knows the other by number,
    /// then where a name stands for one account only, last where both print each other's names.
    pub fn run(&self) -> Vec<Option<u32>> {
        use Nearness::{Days, Minutes, NextDay, SameDay, SameReference};
        let mut twins = vec![None; self.items.len()];
        let books = Books::of(self);
        let all = [SameReference, Minutes, SameDay, NextDay, Days];
        self.by_payer(&books.outs, &books.ins, true, &all, &mut twins);
        self.by_payee(&books.ins, &books.outs, &all[..4], &mut twins);
        self.by_payer(
            &books.outs_by_name,
            &books.ins,
            false,
            &all[..4],
            &mut twins,
        );
        self.by_payee(&books.ins_by_name, &books.outs, &all[..4], &mut twins);
        self.by_names(SameDay, &mut twins);
        self.by_names(NextDay, &mut twins);
        twins
    }

    /// Where neither side knows more of the other than a name, perhaps a masked one: rows of one amount are joined when
    /// each names the other's holder, and no further row of that time fits either of them. What a wallet pays in the
    /// evening a bank books on the next day.
    fn by_names(&self, near: Nearness, twins: &mut [Option<u32>]) {
        let by_day = matches!(near, Nearness::SameDay);
        let mut alike: HashMap<(i64, i32), (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (at, item) in self.items.iter().enumerate() {
            let named = item.open && item.of(self.statements).counterparty.name.is_some();
            if named && twins[at].is_none() && self.others[at].surety > Surety::Mask {
                let day = if by_day { item.day() } else { 0 };
                let (outs, ins) = alike.entry((item.amount, day)).or_default();
                if item.into {
                    ins.push(at)
                } else {
                    outs.push(at)
                }
            }
        }
        let mut found: Vec<(usize, usize)> = alike
            .values()
            .filter(|(outs, ins)| outs.len() * ins.len() <= MOST_ALIKE)
            .flat_map(|(outs, ins)| self.only_pairs(outs, ins))
            .collect();
        found.sort_unstable();
        for (out, into) in found {
            twins[out] = u32::try_from(into).ok();
            twins[into] = u32::try_from(out).ok();
        }
    }

    /// Rows that fit each other and no other row.
    fn only_pairs(&self, outs: &[usize], ins: &[usize]) -> Vec<(usize, usize)> {
        let fits = |out: usize, into: usize| {
            let owner = |at: usize| self.owners[self.items[at].holding as usize];
            let name = |at: usize| &self.items[at].of(self.statements).counterparty;
            owner(out) != owner(into)
                && (0..=1).contains(&(self.items[into].day() - self.items[out].day()))
                && self.nodes.is_named(owner(into), name(out))
                && self.nodes.is_named(owner(out), name(into))
        };
        let mut pairs = Vec::new();
        for out in outs {
            let mut fitting = ins.iter().filter(|into| fits(*out, **into));
            if let (Some(into), None) = (fitting.next(), fitting.next())
                && outs.iter().filter(|other| fits(**other, *into)).count() == 1
            {
                pairs.push((*out, *into));
            }
        }
        pairs
    }

    /// The payer's rows say who was paid.
    fn by_payer(
        &self,
        outs: &Book,
        ins: &Book,
        by_number: bool,
        tiers: &[Nearness],
        twins: &mut [Option<u32>],
    ) {
        for near in tiers {
            for (own, other, amount) in sure_keys(outs) {
                let ours = rows(outs, (own, other, amount));
                if by_number {
                    self.join(ours, rows(ins, (other, own, amount)), *near, twins);
                }
                self.join(ours, rows(ins, (other, UNSURE, amount)), *near, twins);
            }
        }
    }

    /// The payee's rows say who paid.
    fn by_payee(&self, ins: &Book, outs: &Book, tiers: &[Nearness], twins: &mut [Option<u32>]) {
        for near in tiers {
            for (own, other, amount) in sure_keys(ins) {
                let theirs = rows(ins, (own, other, amount));
                self.join(rows(outs, (other, UNSURE, amount)), theirs, *near, twins);
            }
        }
    }

    /// Joins payer's items with payee's items as near in time as asked, the nearest first.
    fn join(&self, outs: &[usize], ins: &[usize], near: Nearness, twins: &mut [Option<u32>]) {
        if ins.is_empty() {
            return;
        }
        for out in outs.iter().copied() {
            if twins[out].is_some() {
                continue;
            }
            let (from, to) = self.window(out, near);
            let start = ins.partition_point(|at| self.items[*at].at.0 < from);
            let best = ins[start..]
                .iter()
                .copied()
                .take_while(|at| self.items[*at].at.0 <= to)
                .filter(|at| twins[*at].is_none() && self.fits(out, *at, near))
                .min_by_key(|at| {
                    let apart = (self.items[*at].at.0 - self.items[out].at.0).abs();
                    (apart, *at)
                });
            if let Some(found) = best {
                twins[out] = u32::try_from(found).ok();
                twins[found] = u32::try_from(out).ok();
            }
        }
    }

    /// The seconds in which the payee's booking may lie.
    fn window(&self, out: usize, near: Nearness) -> (i64, i64) {
        const DAY: i64 = 86_400;
        let at = self.items[out].at.0;
        let day = at.div_euclid(DAY) * DAY;
        let days = i64::from(self.options.twin_days);
        match near {
            Nearness::Minutes => (at - 300, at + 300),
            Nearness::SameDay => (day, day + DAY - 1),
            Nearness::NextDay => (day - DAY, day + 2 * DAY - 1),
            Nearness::SameReference | Nearness::Days => (day - DAY, day + (days + 1) * DAY - 1),
        }
    }

    fn fits(&self, out: usize, into: usize, near: Nearness) -> bool {
        let (payer, payee) = (&self.items[out], &self.items[into]);
        let (ours, theirs) = (payer.of(self.statements), payee.of(self.statements));
        let timely = match near {
            Nearness::SameReference => {
                ours.reference.is_some() && ours.reference == theirs.reference
            }
            Nearness::Minutes => payer.timed && payee.timed,
            _ => true,
        };
        let owner = |item: &Item| self.owners[item.holding as usize];
        let sure = |at: usize| self.others[at].surety <= Surety::Mask;
        let names = |party: &Party| party.name.is_some();
        // Where nobody knows the other by number, both must print a name, or book within minutes.
        let told = sure(out)
            || sure(into)
            || (names(&ours.counterparty) && names(&theirs.counterparty))
            || matches!(near, Nearness::Minutes | Nearness::SameReference);
        timely
            && told
            && owner(payer) != owner(payee)
            && self.nodes.may_be(owner(payee), &ours.counterparty)
            && self.nodes.may_be(owner(payer), &theirs.counterparty)
    }
}
