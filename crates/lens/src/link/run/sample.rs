//! Pairs to learn from, their levels measured once: random ones for what chance brings, and some of every rule.
//! It must not know weights.

use rayon::prelude::*;

use super::{
    block::{EVERY_FIELD, Pair, Rule, Scope, every_pair, halves},
    card::Cards,
    level::{MISSING, SAME, level},
    prepared::Prepared,
};

/// Random pairs drawn for u.
const RANDOM_PAIRS: u64 = 200_000;
/// Pairs of one rule that a session of EM looks at.
const SESSION_PAIRS: usize = 5_000;
/// Sessions with fewer pairs say little.
const LEAST_PAIRS: usize = 30;
/// Level of two names of which one holds the surname where the other holds the given name.
const TURNED: u8 = 3;

/// Levels of a pair, a byte for each field.
pub(super) type Levels = Vec<u8>;

/// What is learned from.
#[derive(Debug)]
pub(super) struct Sample {
    /// All pairs of a small table, else a fixed sequence of random ones, so that a file gives the same result every time.
    pub random: Vec<(Pair, Levels)>,
    /// Some pairs of every rule.
    pub sessions: Vec<Session>,
}

/// Pairs of one rule.
#[derive(Debug)]
pub(super) struct Session {
    /// The fields that the rule uses, which tell nothing here.
    pub fields: [usize; 2],
    /// How many pairs of the rule one of these stands for.
    pub each: f64,
    /// The different agreements, and how often each stands here.
    pub patterns: Vec<(Levels, f64)>,
}

impl Sample {
    pub fn draw(fields: &[Prepared], cards: &Cards, scope: Scope, rules: &[Rule]) -> Self {
        let pairs = if scope.pairs() <= RANDOM_PAIRS as f64 {
            every_pair(scope)
        } else {
            random_pairs(scope)
        };
        let random = pairs.into_par_iter();
        let telling = |r: &&Rule| r.pairs.len() >= LEAST_PAIRS && r.fields != EVERY_FIELD;
        Self {
            random: random
                .map(|pair| (pair, levels(fields, cards, pair)))
                .collect(),
            sessions: rules
                .iter()
                .filter(telling)
                .map(|rule| session(fields, cards, rule))
                .collect(),
        }
    }
}

fn random_pairs(scope: Scope) -> Vec<Pair> {
    let row = |i: u64| u32::try_from(mixed(i) % u64::from(scope.rows.max(1))).unwrap_or(0);
    (0..RANDOM_PAIRS)
        .map(|i| (row(i * 2), row(i * 2 + 1)))
        .filter(|(a, b)| scope.allows(*a, *b))
        .collect()
}

fn mixed(i: u64) -> u64 {
    let mut x = i.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn session(fields: &[Prepared], cards: &Cards, rule: &Rule) -> Session {
    let step = rule.pairs.len().div_ceil(SESSION_PAIRS).max(1);
    let mut all: Vec<Levels> = rule
        .pairs
        .par_iter()
        .step_by(step)
        .map(|pair| levels(fields, cards, halves(*pair)))
        .collect();
    all.sort_unstable();
    let alike = all.chunk_by(|a, b| a == b);
    Session {
        fields: rule.fields,
        each: step as f64,
        patterns: alike
            .map(|group| (group[0].clone(), group.len() as f64))
            .collect(),
    }
}

/// The levels of all fields.
pub(super) fn levels(fields: &[Prepared], cards: &Cards, pair: Pair) -> Levels {
    (0..fields.len())
        .map(|field| one_level(fields, cards, field, pair))
        .collect()
}

/// The level of one field: by a look at the cards where that is enough.
pub(super) fn one_level(fields: &[Prepared], cards: &Cards, at: usize, (a, b): Pair) -> u8 {
    let field = &fields[at];
    let (x, y) = (cards.row(a), cards.row(b));
    let (one, two) = (&x[at], &y[at]);
    if one.len == 0 || two.len == 0 {
        return MISSING;
    }
    if one.id == two.id {
        return SAME;
    }
    let straight = cards.level(at, one, two, field.kind).unwrap_or_else(|| {
        let values = &field.values;
        level(field.kind, values.get(one.id), values.get(two.id))
    });
    match field.partner {
        Some(other) if straight < TURNED => {
            let may = one.may_equal(&y[other]) && x[other].may_equal(two);
            if may && turned(field, &fields[other], (a, b)) {
                TURNED
            } else {
                straight
            }
        }
        _ => straight,
    }
}

/// Whether surname and given name have changed places.
fn turned(one: &Prepared, other: &Prepared, (a, b): Pair) -> bool {
    let (x, y) = (one.value(a).letters, one.value(b).letters);
    !x.is_empty() && !y.is_empty() && x == other.value(b).letters && y == other.value(a).letters
}
