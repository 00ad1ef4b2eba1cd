//! Weights of agreement, learned from the file itself: how often values of different things agree by chance (u, from
//! random pairs), how often values of the same thing agree (m, by expectation–maximisation over the pairs of rules that
//! do not use the field), and how many pairs match at all. It must not know how rows are paired.

use rayon::prelude::*;

use super::{
    block::{Pair, Rule},
    level::{LEVELS, MISSING, SAME, level},
    rows::small,
    value::Prepared,
};
use crate::link::logistic::sigmoid;

/// Random pairs drawn for u.
const RANDOM_PAIRS: u64 = 300_000;
/// Pairs of one rule that a session of EM looks at.
const SESSION_PAIRS: usize = 10_000;
/// Sessions with fewer pairs say little.
const LEAST_PAIRS: usize = 30;
/// Rounds of EM.
const ROUNDS: usize = 25;

/// What one field's levels weigh.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldWeights {
    /// Title of the column.
    pub title: String,
    /// Probability of each level among pairs that match.
    pub m: [f64; LEVELS],
    /// Probability of each level among pairs that do not.
    pub u: [f64; LEVELS],
}

/// The learned model.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Fields in the order of the columns.
    pub fields: Vec<FieldWeights>,
    /// Natural logarithm of the odds that two random rows match.
    pub prior: f64,
}

/// Levels of a pair, a byte for each field.
type Levels = Vec<u8>;

/// What typical matches look like, before the file has spoken: most fields agree.
const FIRST_M: [f64; LEVELS] = [0.04, 0.03, 0.05, 0.13, 0.75];

pub(super) fn levels(fields: &[Prepared], pair: Pair) -> Levels {
    fields.iter().map(|field| one_level(field, pair)).collect()
}

fn one_level(field: &Prepared, (a, b): Pair) -> u8 {
    let (x, y) = (field.at[a as usize], field.at[b as usize]);
    let value = &field.values[x as usize];
    if x == y {
        return if value.chars.is_empty() {
            MISSING
        } else {
            SAME
        };
    }
    level(field.kind, value, &field.values[y as usize])
}

/// Learns the weights.
pub(super) fn learn(fields: &[Prepared], rows: usize, rules: &[Rule]) -> Weights {
    let u = chance(fields, rows);
    let mut sums = vec![[0.0_f64; LEVELS]; fields.len()];
    for rule in rules.iter().filter(|r| r.pairs.len() >= LEAST_PAIRS) {
        session(fields, rule, &u, &mut sums);
    }
    let m = sums.iter().zip(&u).map(|(sum, u)| settled(sum, u));
    let fields_out = fields
        .iter()
        .zip(m)
        .zip(&u)
        .map(|((field, m), u)| FieldWeights {
            title: field.title.clone(),
            m,
            u: *u,
        });
    let total = rows as f64 * (rows as f64 - 1.0) / 2.0;
    Weights {
        fields: fields_out.collect(),
        prior: -(total.max(2.0) / (rows as f64 * 0.2).max(1.0)).ln(),
    }
}

/// Levels of pairs as chance brings them: all pairs of a small table, else a fixed sequence of random ones, so that a
/// file gives the same result every time.
fn chance(fields: &[Prepared], rows: usize) -> Vec<[f64; LEVELS]> {
    let n = rows as u64;
    let pairs = if n * n.saturating_sub(1) / 2 <= RANDOM_PAIRS {
        every_pair(small(rows))
    } else {
        random_pairs(n)
    };
    fields
        .par_iter()
        .map(|field| chance_of(field, &pairs))
        .collect()
}

fn every_pair(rows: u32) -> Vec<Pair> {
    (0..rows)
        .flat_map(|a| (a + 1..rows).map(move |b| (a, b)))
        .collect()
}

fn random_pairs(rows: u64) -> Vec<Pair> {
    let row = |i: u64| u32::try_from(mixed(i) % rows).unwrap_or(0);
    (0..RANDOM_PAIRS)
        .map(|i| (row(i * 2), row(i * 2 + 1)))
        .filter(|(a, b)| a != b)
        .collect()
}

fn mixed(i: u64) -> u64 {
    let mut x = i.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn chance_of(field: &Prepared, pairs: &[Pair]) -> [f64; LEVELS] {
    let mut counts = [0.5_f64; LEVELS];
    for pair in pairs {
        if let Some(count) = counts.get_mut(usize::from(one_level(field, *pair))) {
            *count += 1.0;
        }
    }
    // Equal values are counted exactly, from how often each value stands in the column.
    let known: f64 = field
        .values
        .iter()
        .zip(&field.counts)
        .filter(|(v, _)| !v.chars.is_empty())
        .map(|(_, c)| f64::from(*c))
        .sum();
    let equal: f64 = field
        .values
        .iter()
        .zip(&field.counts)
        .filter(|(v, _)| !v.chars.is_empty())
        .map(|(_, c)| f64::from(*c) * (f64::from(*c) - 1.0))
        .sum();
    let same = (equal / (known * (known - 1.0)).max(1.0)).max(1.0 / known.max(1.0).powi(2));
    let others: f64 = counts[..LEVELS - 1].iter().sum();
    let mut u = counts.map(|count| count / others * (1.0 - same));
    u[LEVELS - 1] = same;
    u
}

/// One session of EM over the pairs of a rule; fields the rule uses tell nothing there and are left out.
fn session(fields: &[Prepared], rule: &Rule, u: &[[f64; LEVELS]], sums: &mut [[f64; LEVELS]]) {
    let step = rule.pairs.len().div_ceil(SESSION_PAIRS).max(1);
    let patterns = patterns(fields, rule, step);
    let total: f64 = patterns.iter().map(|(_, n)| n).sum();
    let mut m = vec![FIRST_M; fields.len()];
    let mut share = 0.3_f64;
    let mut counts = vec![[0.0; LEVELS]; fields.len()];
    for _ in 0..ROUNDS {
        let matches = round(
            &patterns,
            share,
            &log_ratios(&m, u, rule.field),
            &mut counts,
        );
        share = (matches / total).clamp(1e-4, 0.9999);
        m = counts.iter().zip(u).map(|(c, u)| settled(c, u)).collect();
    }
    let others = sums.iter_mut().zip(&counts).enumerate();
    for (_, (sum, count)) in others.filter(|(i, _)| *i != rule.field) {
        sum.iter_mut()
            .zip(count)
            .for_each(|(s, c)| *s += c * step as f64);
    }
}

/// The different agreements among a rule's pairs, and how often each stands there.
fn patterns(fields: &[Prepared], rule: &Rule, step: usize) -> Vec<(Levels, f64)> {
    let mut all: Vec<Levels> = rule
        .pairs
        .par_iter()
        .step_by(step)
        .map(|pair| levels(fields, *pair))
        .collect();
    all.sort_unstable();
    let alike = all.chunk_by(|a, b| a == b);
    alike
        .map(|group| (group[0].clone(), group.len() as f64))
        .collect()
}

/// One round: counts of levels among matches, weighted by how likely each pattern is one. Answers the matches.
fn round(
    patterns: &[(Levels, f64)],
    share: f64,
    ratios: &[[f64; LEVELS]],
    counts: &mut [[f64; LEVELS]],
) -> f64 {
    counts.iter_mut().for_each(|count| *count = [0.0; LEVELS]);
    let prior = (share / (1.0 - share)).ln();
    let mut matches = 0.0;
    for (levels, n) in patterns {
        let each = levels.iter().zip(ratios);
        let evidence: f64 = each.filter_map(|(l, r)| r.get(usize::from(*l))).sum();
        let p = sigmoid(prior + evidence) * n;
        matches += p;
        for (count, level) in counts.iter_mut().zip(levels) {
            if let Some(c) = count.get_mut(usize::from(*level)) {
                *c += p;
            }
        }
    }
    matches
}

/// Weights of all levels; nothing for the field left out.
fn log_ratios(m: &[[f64; LEVELS]], u: &[[f64; LEVELS]], left_out: usize) -> Vec<[f64; LEVELS]> {
    let ratio = |(i, (m, u)): (usize, (&[f64; LEVELS], &[f64; LEVELS]))| {
        std::array::from_fn(|l| {
            if i == left_out {
                0.0
            } else {
                (m[l] / u[l]).ln()
            }
        })
    };
    m.iter().zip(u).enumerate().map(ratio).collect()
}

/// Counts as probabilities, pulled a little towards what is typical; a better level never weighs less than a worse one.
fn settled(counts: &[f64; LEVELS], u: &[f64; LEVELS]) -> [f64; LEVELS] {
    let total: f64 = counts.iter().sum::<f64>() + 4.0;
    let mut m = [0.0; LEVELS];
    for i in 0..LEVELS {
        m[i] = (counts[i] + 4.0 * FIRST_M[i]) / total;
    }
    for i in 1..LEVELS {
        let least = m[i - 1] / u[i - 1] * u[i];
        m[i] = m[i].max(least.min(1.0));
    }
    let sum: f64 = m.iter().sum();
    m.map(|x| (x / sum).max(1e-4))
}

impl Weights {
    /// Weight of one field's level, as the natural logarithm of the odds; a rare equal value weighs more.
    pub(super) fn weight(&self, field: usize, level: u8, frequency: f64) -> f64 {
        if level == MISSING {
            return 0.0;
        }
        let weights = &self.fields[field];
        let at = usize::from(level);
        let u = if level == SAME {
            frequency.max(weights.u[at] / 50.0)
        } else {
            weights.u[at]
        };
        (weights.m[at] / u).ln()
    }

    /// Log odds that the rows of a pair match, without the prior.
    pub(super) fn evidence(&self, fields: &[Prepared], pair: Pair) -> f64 {
        let each = fields
            .iter()
            .enumerate()
            .map(|(i, field)| self.weight(i, one_level(field, pair), field.frequency(pair.0)));
        each.sum()
    }

    /// The prior under which as many pairs match as the evidence says.
    pub(super) fn set_prior(&mut self, evidence: &[f64], rows: usize) {
        let total = rows as f64 * (rows as f64 - 1.0) / 2.0;
        for _ in 0..8 {
            let matches: f64 = evidence.iter().map(|e| sigmoid(e + self.prior)).sum();
            self.prior = (matches.max(1.0) / total.max(2.0)).ln();
        }
    }
}
