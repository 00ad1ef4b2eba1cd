//! How well two values of a kind agree, in levels. It must not know weights.

use super::{
    kind::ColumnKind,
    value::{Detail, Firm, Spot, Value},
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
pub(super) fn level(kind: ColumnKind, a: &Value, b: &Value) -> u8 {
    if a.chars.is_empty() || b.chars.is_empty() {
        return MISSING;
    }
    match (kind, &a.detail, &b.detail) {
        (ColumnKind::Company, Detail::Company(x), Detail::Company(y)) => firms(a, b, x, y),
        (ColumnKind::Date, Detail::Date(..), Detail::Date(..)) => dates(a, b),
        (ColumnKind::Address, Detail::Place(x), Detail::Place(y)) => addresses(a, b, x, y),
        (ColumnKind::Phone | ColumnKind::Code, _, _) => codes(a, b),
        (ColumnKind::Person, _, _) if short_han(&a.chars) && short_han(&b.chars) => {
            han_names(&a.chars, &b.chars)
        }
        _ => steps(
            jaro_winkler(&a.chars, &b.chars),
            [0.93, 0.86, SOME_LIKENESS],
        ),
    }
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

fn firms(a: &Value, b: &Value, x: &Firm, y: &Firm) -> u8 {
    if x.branch != y.branch {
        return u8::from(x.trade == y.trade);
    }
    let apart = match (x.places.last(), y.places.last()) {
        (Some(p), Some(q)) => place::relation(p, q) == Relation::Apart,
        _ => false,
    };
    let industry = x.industry == y.industry || x.industry.is_empty() || y.industry.is_empty();
    let trade = if x.trade == y.trade {
        1.0
    } else {
        edit_similarity_above(&x.trade, &y.trade, 0.5)
    };
    match (trade, apart) {
        (t, false) if t >= 1.0 && industry => 3,
        (t, false) if t >= 1.0 => 2,
        (t, false) if t >= 0.7 && edit_similarity_above(&a.chars, &b.chars, 0.9) >= 0.9 => 3,
        (t, false) if t >= 0.6 => 2,
        (t, _) if t >= 0.5 => 1,
        _ => 0,
    }
}

/// One digit wrong, two changed places, or day and month changed is close; the same month of the same year less.
fn dates(a: &Value, b: &Value) -> u8 {
    let (Detail::Date(y1, m1, d1), Detail::Date(y2, m2, d2)) = (&a.detail, &b.detail) else {
        return 0;
    };
    if y1 == y2 && m1 == d2 && m2 == d1 {
        return 3;
    }
    let wrong = a.chars.iter().zip(&b.chars).filter(|(p, q)| p != q).count();
    match wrong {
        1 => 3,
        2 if y1 == y2 || (m1, d1) == (m2, d2) => 2,
        _ if (m1, d1) == (m2, d2) || (y1, m1) == (y2, m2) => 1,
        _ => 0,
    }
}

/// Letters in pairs; a shorter address that stands within the longer one is close, numbers that contradict are not.
fn addresses(a: &Value, b: &Value, x: &Spot, y: &Spot) -> u8 {
    let both = overlap(&x.grams, &y.grams) as f32;
    let (p, q) = (x.grams.len() as f32, y.grams.len() as f32);
    let dice = 2.0 * both / (p + q).max(1.0);
    let inside = both / p.min(q).max(1.0) - 0.2;
    let mut alike = dice.max(if p.min(q) >= 5.0 { inside } else { 0.0 });
    // Letters in pairs say little of a short address; a long one is settled by them, at less cost.
    if alike < 0.8 && p.max(q) < 16.0 {
        alike = alike.max(jaro_winkler(&a.chars, &b.chars) - 0.13);
    }
    let reached = steps(alike, [0.8, 0.65, 0.45]);
    let (x, y) = (&x.numbers, &y.numbers);
    let conflict = !x.is_empty() && !y.is_empty() && !x.iter().any(|n| y.contains(n));
    if conflict { reached.min(1) } else { reached }
}

fn codes(a: &Value, b: &Value) -> u8 {
    let (x, y) = (&a.chars, &b.chars);
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
