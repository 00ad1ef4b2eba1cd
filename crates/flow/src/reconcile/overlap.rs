//! Overlapping statements of one account: the same entry counts once. Two equal payments that one
//! statement shows twice stay two. It must not know counterparties beyond whether they agree.

use std::collections::HashMap;

use fangfei_model::statement::{Party, Statement};

use super::item::Item;
use super::mask::{is_full, is_full_name, names_agree, numbers_agree};
use crate::transfer::RowRef;

/// A row that repeats another.
pub(super) struct Repeated {
    pub item: usize,
    pub of: RowRef,
}

/// What two statements both print of every entry, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Common {
    Balance,
    Reference,
    Moment,
    Day,
}

/// A statement's part of the items, with what it prints.
struct Part {
    items: Vec<usize>,
    first: i32,
    last: i32,
    balances: bool,
    references: bool,
    timed: bool,
}

/// Finds the repeated rows among the items of one account and currency. `parts` are the places of the
/// items by statement, in an order that the order of the files does not change.
pub(super) fn repeated(
    items: &[Item],
    parts: &[Vec<usize>],
    statements: &[Statement],
) -> Vec<Repeated> {
    let parts: Vec<Part> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| Part::of(items, part, statements))
        .collect();
    let mut found: HashMap<usize, RowRef> = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        for earlier in &parts[..at] {
            if part.first > earlier.last || earlier.first > part.last {
                continue;
            }
            pair(items, earlier, part, statements, &mut found);
        }
    }
    for part in &parts {
        twice_in_one(items, part, statements, &mut found);
    }
    let mut list: Vec<Repeated> = found
        .into_iter()
        .map(|(item, of)| Repeated { item, of })
        .collect();
    list.sort_by_key(|r| r.item);
    list
}

impl Part {
    fn of(items: &[Item], places: &[usize], statements: &[Statement]) -> Self {
        let entries = || places.iter().map(|at| items[*at].of(statements));
        let days = || places.iter().map(|at| items[*at].day());
        Self {
            items: places.to_vec(),
            first: days().min().unwrap_or(0),
            last: days().max().unwrap_or(0),
            balances: entries().all(|e| e.balance.is_some()),
            references: entries().all(|e| e.reference.as_ref().is_some_and(|r| r.len() >= 6)),
            timed: entries().all(|e| e.booked.timed),
        }
    }

    fn common(&self, other: &Self) -> Common {
        match () {
            () if self.balances && other.balances => Common::Balance,
            () if self.references && other.references => Common::Reference,
            () if self.timed && other.timed => Common::Moment,
            () => Common::Day,
        }
    }
}

/// What equal entries have in common.
fn key(item: &Item, common: Common, statements: &[Statement]) -> (i64, i64, i64, Option<Box<str>>) {
    let entry = item.of(statements);
    let day = i64::from(item.day());
    match common {
        Common::Balance => (day, item.change(), entry.balance.map_or(0, |b| b.0), None),
        Common::Reference => (0, item.change(), 0, entry.reference.clone()),
        Common::Moment => (item.at.0, item.change(), 0, None),
        Common::Day => (day, item.change(), 0, None),
    }
}

/// Marks what `later` repeats of `earlier`, entry by entry, so that the counts of equal ones become
/// the greater of both and not their sum.
fn pair(
    items: &[Item],
    earlier: &Part,
    later: &Part,
    statements: &[Statement],
    found: &mut HashMap<usize, RowRef>,
) {
    let common = earlier.common(later);
    let range = later.first.max(earlier.first)..=later.last.min(earlier.last);
    let mut known: HashMap<_, Vec<usize>> = HashMap::new();
    for at in earlier
        .items
        .iter()
        .rev()
        .filter(|at| range.contains(&items[**at].day()))
    {
        known
            .entry(key(&items[*at], common, statements))
            .or_default()
            .push(*at);
    }
    for at in later
        .items
        .iter()
        .filter(|at| range.contains(&items[**at].day()))
    {
        let Some(same) = known.get_mut(&key(&items[*at], common, statements)) else {
            continue;
        };
        let entry = items[*at].of(statements);
        let fits = |other: &usize| {
            common != Common::Day && common != Common::Moment
                || agree(
                    &entry.counterparty,
                    &items[*other].of(statements).counterparty,
                )
        };
        // Of equal rows one that prints the same party is meant before one that prints nobody.
        let told = |other: &usize| {
            let theirs = &items[*other].of(statements).counterparty;
            fits(other) && *theirs != Party::default() && agree(&entry.counterparty, theirs)
        };
        let place = same.iter().rposition(told);
        if let Some(place) = place.or_else(|| same.iter().rposition(fits)) {
            let other = same.remove(place);
            let of = found.get(&other).copied().unwrap_or(items[other].source);
            found.entry(*at).or_insert(of);
        }
    }
}

/// The same line printed twice in one statement: same number of the bank, same moment, same balance
/// after it, which two payments cannot have.
fn twice_in_one(
    items: &[Item],
    part: &Part,
    statements: &[Statement],
    found: &mut HashMap<usize, RowRef>,
) {
    if !part.balances || !part.references {
        return;
    }
    let mut seen = HashMap::new();
    for at in &part.items {
        let item = &items[*at];
        let entry = item.of(statements);
        let key = (
            item.at,
            item.change(),
            entry.balance,
            entry.reference.clone(),
        );
        if let Some(first) = seen.get(&key) {
            found.entry(*at).or_insert(*first);
        } else {
            seen.insert(key, item.source);
        }
    }
}

/// How much a printing tells of the other side: its number in full or in part, its name.
pub(super) fn tells(party: &Party) -> (u8, bool) {
    let number = match party.account.as_deref() {
        None => 0,
        Some(number) if is_full(number) => 2,
        Some(_) => 1,
    };
    let name = party.name.as_deref().is_some_and(is_full_name);
    (number, name)
}

/// Whether two printings of a counterparty may be one.
pub(super) fn agree(a: &Party, b: &Party) -> bool {
    let numbers = match (&a.account, &b.account) {
        (Some(a), Some(b)) => numbers_agree(a, b),
        _ => true,
    };
    let names = match (&a.name, &b.name) {
        (Some(a), Some(b)) => names_agree(a, b),
        _ => true,
    };
    numbers && names
}
