//! Pairs to learn from, their levels measured once: random ones for what chance brings, and some of every rule.
//! It must not know weights.

use rayon::prelude::*;

use super::{
    block::{EVERY_FIELD, Pair, Rule, Scope, every_pair, halves},
    card::Cards,
    level::{MISSING, SAME, level},
    model::Weights,
    prepared::Prepared,
};
use crate::link::logistic::sigmoid;

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
    /// Number of the rule.
    pub rule: usize,
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
        let mut sample = Self {
            random: random
                .map(|pair| (pair, levels(fields, cards, pair)))
                .collect(),
            sessions: Vec::new(),
        };
        sample.add(fields, cards, rules);
        sample
    }

    /// Adds pairs of more rules, which are numbered from 0 again.
    pub fn add(&mut self, fields: &[Prepared], cards: &Cards, rules: &[Rule]) {
        let telling = |r: &Rule| r.pairs.len() >= LEAST_PAIRS && r.fields != EVERY_FIELD;
        let rules = (0..).zip(rules).filter(|(_, rule)| telling(rule));
        let sessions = rules.map(|(at, rule)| session(fields, cards, at, rule));
        self.sessions.extend(sessions);
    }
}

impl Session {
    /// How many of the rule's pairs match, as weights tell: a share.
    pub fn matching(&self, weights: &Weights) -> f64 {
        let each = |(levels, n): &(Levels, f64)| (sigmoid(weights.odds(levels)) * n, *n);
        let sums = self.patterns.iter().map(each);
        let (matching, all) = sums.fold((0.0, 0.0), |sum, (m, n)| (sum.0 + m, sum.1 + n));
        matching / all
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

fn session(fields: &[Prepared], cards: &Cards, at: usize, rule: &Rule) -> Session {
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
        rule: at,
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
        let values = field.values;
        level(field.kind, values.get(one.id), values.get(two.id))
    });
    or_turned(fields, cards, at, (a, b), straight)
}

/// The level of a field, or [`TURNED`] where that is better.
pub(super) fn or_turned(
    fields: &[Prepared],
    cards: &Cards,
    at: usize,
    (a, b): Pair,
    straight: u8,
) -> u8 {
    let field = &fields[at];
    match field.partner {
        Some(other) if straight < TURNED => {
            let (x, y) = (cards.row(a), cards.row(b));
            let may = x[at].may_equal(&y[other]) && x[other].may_equal(&y[at]);
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
