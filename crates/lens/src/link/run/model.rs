//! Weights of agreement, learned from the file itself: how often values of different things agree by chance (u, from
//! random pairs), how often values of the same thing agree (m, by expectation–maximisation over the pairs of rules that
//! do not use the field), and how many pairs match at all. It must not know how rows are paired.

use rayon::prelude::*;

use super::{
    block::Scope,
    kind::ColumnKind,
    level::{LEVELS, MISSING, SAME},
    prepared::Prepared,
    sample::{Levels, Sample, Session},
};
use crate::link::logistic::sigmoid;

/// Pairs' worth of what is typical that every estimate begins with, so that a short file is not taken for the world.
const TYPICAL_MATCHES: f64 = 6.0;
const TYPICAL_OTHERS: f64 = 2_000.0;
/// Pairs that a thread sums up at a time.
const STRETCH: usize = 1 << 14;
/// Rounds of EM.
const ROUNDS: usize = 25;

/// What one field's levels weigh.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldWeights {
    /// Title of the column.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
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
    /// Number of rows that they were learned from.
    pub rows: u32,
}

/// What typical matches look like, before the file has spoken: most fields agree.
const FIRST_M: [f64; LEVELS] = [0.04, 0.03, 0.05, 0.13, 0.75];

/// Learns the weights. `apart` tells which rows are known not to be one thing: chance is measured on those.
pub(super) fn learn(
    fields: &[Prepared],
    scope: Scope,
    sample: &Sample,
    apart: impl Fn(u32, u32) -> bool + Sync,
) -> Weights {
    let u: Vec<[f64; LEVELS]> = (0..fields.len())
        .into_par_iter()
        .map(|field| chance(&fields[field], field, sample, &apart))
        .collect();
    let sessions = sample.sessions.par_iter();
    let counts: Vec<Vec<[f64; LEVELS]>> = sessions.map(|s| maximised(s, &u)).collect();
    let mut sums = vec![[0.0_f64; LEVELS]; fields.len()];
    for (session, counts) in sample.sessions.iter().zip(&counts) {
        let others = sums.iter_mut().zip(counts).enumerate();
        for (_, (sum, count)) in others.filter(|(i, _)| !session.fields.contains(i)) {
            let each = sum.iter_mut().zip(count);
            each.for_each(|(s, c)| *s += c * session.each);
        }
    }
    let learned = fields.iter().zip(&sums).zip(&u);
    Weights {
        fields: learned
            .map(|((field, sum), u)| FieldWeights {
                title: field.title.to_owned(),
                kind: field.kind,
                m: settled(sum, u),
                u: *u,
            })
            .collect(),
        prior: (f64::from(scope.rows) * 0.2 / scope.pairs().max(1.0))
            .min(0.5)
            .ln(),
        rows: scope.rows,
    }
}

/// How often the levels of a field come by chance.
fn chance(
    field: &Prepared,
    at: usize,
    sample: &Sample,
    apart: impl Fn(u32, u32) -> bool,
) -> [f64; LEVELS] {
    let mut counts = field.kind.typical_chance().map(|u| u * TYPICAL_OTHERS);
    for ((a, b), levels) in &sample.random {
        let Some(count) = counts.get_mut(usize::from(levels[at])) else {
            continue;
        };
        if apart(*a, *b) {
            *count += 1.0;
        }
    }
    // Equal values are counted exactly, from how often each value stands in the column.
    let same = field.coincidence();
    let others: f64 = counts[..LEVELS - 1].iter().sum();
    let mut u = counts.map(|count| count / others * (1.0 - same));
    u[LEVELS - 1] = same;
    u
}

/// One session of EM over the pairs of a rule: how often each level stands among its matches.
fn maximised(session: &Session, u: &[[f64; LEVELS]]) -> Vec<[f64; LEVELS]> {
    let total: f64 = session.patterns.iter().map(|(_, n)| n).sum();
    let mut m = vec![FIRST_M; u.len()];
    let mut share = 0.3_f64;
    let mut counts = vec![[0.0; LEVELS]; u.len()];
    for _ in 0..ROUNDS {
        let ratios = log_ratios(&m, u, session.fields);
        let matches = round(&session.patterns, share, &ratios, &mut counts);
        share = (matches / total).clamp(1e-4, 0.9999);
        m = counts.iter().zip(u).map(|(c, u)| settled(c, u)).collect();
    }
    counts
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

/// Weights of all levels; nothing for the fields left out.
fn log_ratios(
    m: &[[f64; LEVELS]],
    u: &[[f64; LEVELS]],
    left_out: [usize; 2],
) -> Vec<[f64; LEVELS]> {
    let ratio = |(i, (m, u)): (usize, (&[f64; LEVELS], &[f64; LEVELS]))| {
        std::array::from_fn(|l| {
            if left_out.contains(&i) {
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
    let total: f64 = counts.iter().sum::<f64>() + TYPICAL_MATCHES;
    let mut m = [0.0; LEVELS];
    for i in 0..LEVELS {
        m[i] = (counts[i] + TYPICAL_MATCHES * FIRST_M[i]) / total;
    }
    for i in 1..LEVELS {
        let least = m[i - 1] / u[i - 1] * u[i];
        m[i] = m[i].max(least.min(1.0));
    }
    let sum: f64 = m.iter().sum();
    m.map(|x| (x / sum).max(1e-4))
}

/// Weights that were not learned for the columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "权重中没有“{title}:{kind}”这一列；有的列：{known}。请用同样的列名和类型，或不用权重文件、重新学习"
)]
pub struct UnfitWeights {
    title: String,
    kind: ColumnKind,
    known: String,
}

impl Weights {
    /// The weights of these columns, in their order.
    pub(super) fn fitting(&self, fields: &[Prepared]) -> Result<Self, UnfitWeights> {
        let of = |field: &Prepared| {
            let fits = |w: &&FieldWeights| w.title == field.title && w.kind == field.kind;
            let found = self.fields.iter().find(fits).cloned();
            found.ok_or_else(|| UnfitWeights {
                title: field.title.to_owned(),
                kind: field.kind,
                known: self.columns(),
            })
        };
        Ok(Self {
            fields: fields.iter().map(of).collect::<Result<_, _>>()?,
            ..*self
        })
    }

    fn columns(&self) -> String {
        let each = self
            .fields
            .iter()
            .map(|w| format!("{}:{}", w.title, w.kind));
        each.collect::<Vec<_>>().join("、")
    }

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

    /// Log odds of a pair with these levels, values being as common as they are on the whole.
    pub(super) fn odds(&self, levels: &Levels) -> f64 {
        let each = self.fields.iter().zip(levels);
        let ratio = |(w, l): (&FieldWeights, &u8)| {
            let (m, u) = (w.m.get(usize::from(*l))?, w.u.get(usize::from(*l))?);
            Some((m / u).ln())
        };
        self.prior + each.filter_map(ratio).sum::<f64>()
    }

    /// The prior under which as many pairs match as the evidence says.
    pub(super) fn set_prior<T: Sync>(
        &mut self,
        pairs: &[T],
        evidence: impl Fn(&T) -> f64 + Sync,
        scope: Scope,
    ) {
        let total = scope.pairs().max(2.0);
        for _ in 0..8 {
            // Sums of fixed stretches, so that a file gives the same result every time.
            let sum = |stretch: &[T]| -> f64 {
                let odds = stretch.iter().map(|pair| evidence(pair) + self.prior);
                odds.map(sigmoid).sum()
            };
            let sums: Vec<f64> = pairs.par_chunks(STRETCH).map(sum).collect();
            let matches: f64 = sums.iter().sum();
            let share = matches.max(1.0) / total;
            self.prior = share.min(0.5).ln();
        }
    }
}
