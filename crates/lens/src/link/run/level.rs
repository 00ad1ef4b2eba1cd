//! How well two values of a kind agree, in levels. It must not know weights.

use super::{
    kind::ColumnKind,
    phone::lacks_area,
    values::{Day, Detail, Firm, Spot, Value},
};
use crate::link::{
    fold::is_han,
    place::{self, Relation},
    similarity::{distance_within, edit_similarity_above, jaro_winkler, overlap},
};

/// Number of levels: 0 different, 1 some likeness, 2 close, 3 very close, 4 the same.
pub(super) const LEVELS: usize = 5;
/// The level of equal values.
pub(super) const SAME: u8 = 4;
/// What stands for a value that is missing on one side: it speaks neither way.
pub(super) const MISSING: u8 = u8::MAX;

/// Least Jaro–Winkler similarity of names and texts that are somewhat alike.
pub(super) const SOME_LIKENESS: f32 = 0.76;

/// The level of two values that are not the same value of their column.
pub(super) fn level(kind: ColumnKind, a: Value<'_>, b: Value<'_>) -> u8 {
    let (p, q) = (a.letters, b.letters);
    if p.is_empty() || q.is_empty() {
        return MISSING;
    }
    match (kind, a.detail, b.detail) {
        (ColumnKind::Company, Detail::Company(x), Detail::Company(y)) => firms((p, x), (q, y)),
        (ColumnKind::Date, Detail::Date(x), Detail::Date(y)) => dates((p, x), (q, y)),
        (ColumnKind::Address, Detail::Place(x), Detail::Place(y)) => addresses((p, x), (q, y)),
        (ColumnKind::Phone, _, _) => phones(p, q),
        (ColumnKind::Code, _, _) => codes(p, q),
        (ColumnKind::Person, _, _) => names(p, q),
        _ => steps(jaro_winkler(p, q), [0.93, 0.86, SOME_LIKENESS]),
    }
}

/// The level of two names of persons.
pub(super) fn names(p: &[char], q: &[char]) -> u8 {
    if short_han(p) && short_han(q) {
        return han_names(p, q);
    }
    steps(jaro_winkler(p, q), [0.93, 0.86, SOME_LIKENESS])
}

fn short_han(name: &[char]) -> bool {
    (2..=4).contains(&name.len()) && name.iter().all(|c| is_han(*c))
}

/// Every character of a Chinese name counts: one of the same sound is very close, one that only resembles it close,
/// another one (of three or more, or left out) some likeness.
fn han_names(a: &[char], b: &[char]) -> u8 {
    match distance_within(a, b, 1.0) {
        d if d <= 0.41 => 3,
        d if d <= 0.61 => 2,
        d if d <= 1.0 && a.len().max(b.len()) >= 3 => 1,
        _ => 0,
    }
}

fn steps(similarity: f32, least: [f32; 3]) -> u8 {
    match similarity {
        s if s >= least[0] => 3,
        s if s >= least[1] => 2,
        s if s >= least[2] => 1,
        _ => 0,
    }
}

fn firms((a, x): (&[char], Firm<'_>), (b, y): (&[char], Firm<'_>)) -> u8 {
    if x.branch != y.branch {
        return u8::from(x.trade == y.trade);
    }
    let apart = match (x.place, y.place) {
        (Some(p), Some(q)) => place::relation(p, q) == Relation::Apart,
        _ => x.unlisted.apart(y.unlisted),
    };
    let industry = x.industry == y.industry || x.industry.is_empty() || y.industry.is_empty();
    let trade = if x.trade == y.trade {
        1.0
    } else {
        edit_similarity_above(x.trade, y.trade, 0.5)
    };
    match (trade, apart) {
        (t, false) if t >= 1.0 && industry => 3,
        (t, false) if t >= 1.0 => 2,
        (t, false) if t >= 0.7 && edit_similarity_above(a, b, 0.9) >= 0.9 => 3,
        (t, false) if t >= 0.6 => 2,
        (t, _) if t >= 0.5 => 1,
        _ => 0,
    }
}

/// One digit wrong, two changed places, or day and month changed is close; the same month of the same year less.
fn dates((a, x): (&[char], Day), (b, y): (&[char], Day)) -> u8 {
    let wrong = a.iter().zip(b).filter(|(p, q)| p != q).count();
    days(x, y, wrong)
}

/// The level of two days of which so many digits differ.
pub(super) fn days(x: Day, y: Day, wrong: usize) -> u8 {
    let (year, month, day) = (x.year == y.year, x.month == y.month, x.day == y.day);
    if year && x.month == y.day && y.month == x.day {
        return 3;
    }
    match wrong {
        1 => 3,
        2 if year || (month && day) => 2,
        _ if month && (day || year) => 1,
        _ => 0,
    }
}

/// Letters in pairs say little of a short address; one of so many pairs is settled by them, at less cost.
const TOLD_BY_GRAMS: usize = 16;
/// Least likeness of addresses that are somewhat alike.
const LEAST_ALIKE: f32 = 0.45;

/// How alike two addresses of `p` and `q` pairs of letters are that share `both`.
fn grams_alike(p: usize, q: usize, both: usize) -> f32 {
    let (p, q, both) = (p as f32, q as f32, both as f32);
    let dice = 2.0 * both / (p + q).max(1.0);
    let inside = both / p.min(q).max(1.0) - 0.2;
    dice.max(if p.min(q) >= 5.0 { inside } else { 0.0 })
}

/// Whether two addresses are different, as they share at most `both` pairs of letters.
pub(super) fn addresses_apart(p: usize, q: usize, both: usize) -> bool {
    p.max(q) >= TOLD_BY_GRAMS && grams_alike(p, q, both) < LEAST_ALIKE
}

/// Letters in pairs; a shorter address that stands within the longer one is close, numbers that contradict are not.
fn addresses((a, x): (&[char], Spot<'_>), (b, y): (&[char], Spot<'_>)) -> u8 {
    let (p, q) = (x.grams.len(), y.grams.len());
    let mut alike = grams_alike(p, q, overlap(x.grams, y.grams));
    if alike < 0.8 && p.max(q) < TOLD_BY_GRAMS {
        alike = alike.max(jaro_winkler(a, b) - 0.13);
    }
    let reached = steps(alike, [0.8, 0.65, LEAST_ALIKE]);
    let (x, y) = (x.numbers, y.numbers);
    let conflict = !x.is_empty() && !y.is_empty() && !x.iter().any(|n| y.contains(n));
    if conflict { reached.min(1) } else { reached }
}

/// The level of two telephone numbers; with its area and without, a number is very close.
pub(super) fn phones(x: &[char], y: &[char]) -> u8 {
    let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
    let begins = long.first().copied().unwrap_or_default();
    if lacks_area(short.len(), long.len(), begins) && long.ends_with(short) {
        return 3;
    }
    codes(x, y)
}

/// The level of two numbers that name one thing.
pub(super) fn codes(x: &[char], y: &[char]) -> u8 {
    if x.len().abs_diff(y.len()) > 2 {
        return 0;
    }
    match distance_within(x, y, 3.0) {
        s if s <= 1.0 => 3,
        s if s <= 2.0 && x.len() >= 6 => 2,
        s if s <= 3.0 && x.len() >= 9 => 1,
        _ => 0,
    }
}
