//! Which rows are compared at all: those that share a key, as long as not too many share it. A key that many share is
//! joined with a second one; what is still too large is compared with its neighbours in order. It must not know weights.

use rayon::prelude::*;

use super::{rows::small, value::Prepared};

/// Pairs a rule may bring, per row of the table.
const PAIRS_PER_ROW: usize = 3;
/// Largest block that is ever compared in full.
const LARGEST: usize = 400;
/// Neighbours compared in a block that is too large even for two keys.
const NEIGHBOURS: usize = 3;

/// A pair of rows, the smaller first.
pub(super) type Pair = (u32, u32);

/// The pairs of one rule.
#[derive(Debug)]
pub(super) struct Rule {
    /// The field whose keys it uses.
    pub field: usize,
    pub pairs: Vec<Pair>,
}

type Keyed = (u64, u32);

/// All rules: every key of every field.
pub(super) fn rules(fields: &[Prepared], rows: usize) -> Vec<Rule> {
    let mut out = Vec::new();
    for (field, prepared) in fields.iter().enumerate() {
        let most = prepared
            .values
            .iter()
            .map(|v| v.keys.len())
            .max()
            .unwrap_or(0);
        for key in 0..most {
            out.push(Rule {
                field,
                pairs: rule_pairs(fields, field, key, rows),
            });
        }
    }
    out
}

/// The pairs of all rules, each once, in order.
pub(super) fn union(rules: &[Rule]) -> Vec<Pair> {
    let mut all: Vec<Pair> = rules
        .iter()
        .flat_map(|rule| rule.pairs.iter().copied())
        .collect();
    all.par_sort_unstable();
    all.dedup();
    all
}

fn rule_pairs(fields: &[Prepared], field: usize, key: usize, rows: usize) -> Vec<Pair> {
    let keyed = keyed(&fields[field], key);
    let budget = rows * PAIRS_PER_ROW;
    let cap = cap(&keyed, budget);
    let mut pairs = Vec::new();
    let mut large: Vec<Keyed> = Vec::new();
    for group in groups(&keyed) {
        if group.len() <= cap {
            all_pairs(group, &mut pairs)
        } else {
            large.extend_from_slice(group)
        }
    }
    if !large.is_empty() {
        narrowed(fields, field, &large, budget, &mut pairs);
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

fn keyed(prepared: &Prepared, key: usize) -> Vec<Keyed> {
    let mut keyed: Vec<Keyed> = prepared
        .at
        .par_iter()
        .enumerate()
        .filter_map(|(row, value)| {
            Some((*prepared.values[*value as usize].keys.get(key)?, small(row)))
        })
        .collect();
    keyed.par_sort_unstable();
    keyed
}

fn groups(keyed: &[Keyed]) -> impl Iterator<Item = &[Keyed]> {
    keyed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
}

/// The largest block size whose blocks together stay within the budget.
fn cap(keyed: &[Keyed], budget: usize) -> usize {
    let mut pairs_by_size = vec![0_usize; LARGEST + 1];
    for group in groups(keyed).filter(|g| g.len() <= LARGEST) {
        pairs_by_size[group.len()] += group.len() * (group.len() - 1) / 2;
    }
    let mut sum = 0;
    let within = pairs_by_size.iter().take_while(|pairs| {
        sum += **pairs;
        sum <= budget
    });
    within.count().saturating_sub(1)
}

fn all_pairs(group: &[Keyed], pairs: &mut Vec<Pair>) {
    for (i, a) in group.iter().enumerate() {
        for b in &group[i + 1..] {
            pairs.push((a.1.min(b.1), a.1.max(b.1)));
        }
    }
}

/// Blocks too large are parted by a key of each other field in turn.
fn narrowed(
    fields: &[Prepared],
    field: usize,
    large: &[Keyed],
    budget: usize,
    pairs: &mut Vec<Pair>,
) {
    for (other, prepared) in fields.iter().enumerate().filter(|(i, _)| *i != field) {
        for key in 0..2 {
            let mut parted: Vec<Keyed> = large
                .par_iter()
                .filter_map(|(hash, row)| {
                    let second = prepared.value(*row).keys.get(key)?;
                    Some((
                        hash.rotate_left(7)
                            ^ second.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                            ^ other as u64,
                        *row,
                    ))
                })
                .collect();
            parted.par_sort_unstable();
            let cap = cap(&parted, budget / 2);
            for group in groups(&parted) {
                if group.len() <= cap {
                    all_pairs(group, pairs)
                } else {
                    neighbours(group, pairs)
                }
            }
        }
    }
}

fn neighbours(group: &[Keyed], pairs: &mut Vec<Pair>) {
    for (i, a) in group.iter().enumerate() {
        for b in group[i + 1..].iter().take(NEIGHBOURS) {
            pairs.push((a.1.min(b.1), a.1.max(b.1)));
        }
    }
}
