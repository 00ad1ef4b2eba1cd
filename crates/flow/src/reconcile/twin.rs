//! The same transfer seen from both sides: the payer's row and the payee's joined into one.
//! It must not know how accounts were found.

use std::collections::HashMap;

use fangfei_model::statement::{Party, Statement};

use super::item::Item;
use super::name_twin::{Alike, NameTwins, Says};
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
    /// By holding: rows are known to be missing.
    pub broken: &'a [bool],
    pub options: &'a Options,
}

/// What the search found.
pub(super) struct Joined {
    /// For each item the place of its twin.
    pub twins: Vec<Option<u32>>,
    /// Rows that may be one transfer seen twice.
    pub alike: Vec<Alike>,
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
    /// then where a name stands for one account only, last by names and what else two rows have in common.
    pub fn run(&self) -> Joined {
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
        let alike = NameTwins::join(self, &mut twins);
        Joined { twins, alike }
    }

    /// Whether a row may have a twin that is found by names, moments and memos: it knows no number of the other side, or
    /// knows one whose own row may print nobody.
    pub(super) fn may_have_twin(&self, at: usize) -> bool {
        let other = &self.others[at];
        let known = other.surety <= Surety::Mask && self.nodes.list[other.node as usize].held;
        known || self.is_unsure(at)
    }

    /// Whether a row knows the number of the other side.
    pub(super) fn is_sure(&self, at: usize) -> bool {
        self.others[at].surety <= Surety::Mask
    }

    /// Whether a row waits for what names, moments and memos may tell: it knows no number of the other side, and is
    /// neither cash nor the bank's own.
    pub(super) fn is_unsure(&self, at: usize) -> bool {
        let party = &self.items[at].of(self.statements).counterparty;
        let named = party.account.is_some() || party.name.is_some();
        self.others[at].surety > Surety::Mask
            && (named || self.nodes.is_nobody(self.others[at].node))
    }

    /// What a row says of an account.
    pub(super) fn says(&self, at: usize, account: u32) -> Says {
        let party = &self.items[at].of(self.statements).counterparty;
        match () {
            () if party.account.is_none() && party.name.is_none() => Says::Nobody,
            () if self.nodes.is_told(account, party) => Says::Name,
            () => Says::Other,
        }
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
        let sure = |at: usize| self.is_sure(at);
        let names = |party: &Party| party.name.is_some();
        // A row that names nobody may be anybody's: what else fits it must be looked at, too.
        let nameless = |party: &Party| party.account.is_none() && party.name.is_none();
        if !matches!(near, Nearness::SameReference)
            && (nameless(&ours.counterparty) || nameless(&theirs.counterparty))
        {
            return false;
        }
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
