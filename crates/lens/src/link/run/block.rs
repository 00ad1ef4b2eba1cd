//! Which rows are compared at all: those that share a key, as long as not too many share it. Rows whose key too many
//! share are grouped again by two such keys; what is still too large is compared with its neighbours in order. The cost
//! is linear in the rows. It must not know weights.

use rayon::prelude::*;

use super::{kind::ColumnKind, rows::small, value::Prepared};

/// Pairs that the rule of a whole value may bring, for two rows of the table.
const PAIRS: usize = 4;
/// Pairs that a rule of a part of a value may bring, for two rows.
const PAIRS_OF_PARTS: usize = 1;
/// Small tables can afford more.
const LEAST_BUDGET: usize = 12_000;
/// Largest block that is ever compared in full.
const LARGEST: usize = 400;
/// Tables up to this size are compared row by row in full.
const ALL_PAIRS: usize = 400;

/// The fields of the rule that uses all of them: it teaches nothing.
pub(super) const EVERY_FIELD: [usize; 2] = [usize::MAX; 2];

/// A pair of rows, the smaller first.
pub(super) type Pair = (u32, u32);

/// The pairs of one rule.
#[derive(Debug)]
pub(super) struct Rule {
    /// The fields whose keys it uses; a rule of one key names its field twice.
    pub fields: [usize; 2],
    pub pairs: Vec<Pair>,
}

/// What is compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// Number of rows.
    pub rows: u32,
    /// Where the second list begins; rows of one list are then not compared with each other.
    pub second: Option<u32>,
}

impl Scope {
    /// How many pairs there are in all.
    pub fn pairs(self) -> f64 {
        let rows = f64::from(self.rows);
        match self.second {
            Some(at) => f64::from(at) * (rows - f64::from(at)),
            None => rows * (rows - 1.0) / 2.0,
        }
    }

    /// Whether two rows may be compared.
    pub fn allows(self, a: u32, b: u32) -> bool {
        a != b && self.second.is_none_or(|at| (a < at) != (b < at))
    }
}

type Keyed = (u64, u32);

/// The key of a kind that still says something where too many share it: the trade name, the road with its number, else
/// the whole value.
fn narrowing(kind: ColumnKind) -> usize {
    match kind {
        ColumnKind::Company | ColumnKind::Address => 1,
        _ => 0,
    }
}

/// Rows that share a key with too many others.
struct Large {
    field: usize,
    /// By row.
    rows: Vec<Keyed>,
}

/// All rules: every key of every field, and every two keys that are too common alone.
pub(super) fn rules(fields: &[Prepared], scope: Scope) -> Vec<Rule> {
    let mut out = Vec::new();
    let mut large = Vec::new();
    for (field, prepared) in fields.iter().enumerate() {
        let keys = prepared.values.iter().map(|v| v.keys.len()).max();
        for key in 0..keys.unwrap_or(0) {
            let per_two = if key == 0 { PAIRS } else { PAIRS_OF_PARTS };
            let mut rest = Vec::new();
            let pairs = blocks(keyed(prepared, key), scope, per_two, &mut rest);
            if key == narrowing(prepared.kind) && !rest.is_empty() {
                rest.par_sort_unstable_by_key(|(_, row)| *row);
                large.push(Large { field, rows: rest });
            }
            out.push(Rule {
                fields: [field, field],
                pairs,
            });
        }
    }
    out.extend(of_two(&large, scope));
    out.push(whole_rows(fields, scope));
    out.retain(|rule| !rule.pairs.is_empty());
    out
}

/// The pairs of all rules, each once, in order; all pairs of a small table.
pub(super) fn union(rules: &[Rule], scope: Scope) -> Vec<Pair> {
    if scope.rows as usize <= ALL_PAIRS {
        return every_pair(scope);
    }
    let mut all: Vec<u64> = Vec::with_capacity(rules.iter().map(|r| r.pairs.len()).sum());
    let packed = |(a, b): &Pair| (u64::from(*a) << 32) | u64::from(*b);
    for rule in rules {
        all.extend(rule.pairs.iter().map(packed));
    }
    all.par_sort_unstable();
    all.dedup();
    let half = |word: u64| u32::try_from(word & u64::from(u32::MAX)).unwrap_or(0);
    all.into_par_iter()
        .map(|word| (half(word >> 32), half(word)))
        .collect()
}

/// Every pair that may be compared.
pub(super) fn every_pair(scope: Scope) -> Vec<Pair> {
    (0..scope.rows)
        .flat_map(|a| (a + 1..scope.rows).map(move |b| (a, b)))
        .filter(|(a, b)| scope.allows(*a, *b))
        .collect()
}

fn keyed(prepared: &Prepared, key: usize) -> Vec<Keyed> {
    prepared
        .at
        .par_iter()
        .enumerate()
        .filter_map(|(row, value)| {
            Some((*prepared.values[*value as usize].keys.get(key)?, small(row)))
        })
        .collect()
}

/// Pairs of the blocks that fit the budget; rows of the others go to `rest`.
fn blocks(mut keyed: Vec<Keyed>, scope: Scope, per_two: usize, rest: &mut Vec<Keyed>) -> Vec<Pair> {
    keyed.par_sort_unstable();
    let budget = (scope.rows as usize * per_two / 2).max(LEAST_BUDGET);
    let cap = cap(&keyed, scope, budget);
    let mut pairs = Vec::new();
    for group in groups(&keyed) {
        if group.len() <= cap {
            all_pairs(group, scope, &mut pairs)
        } else {
            rest.extend_from_slice(group)
        }
    }
    pairs
}

fn groups(keyed: &[Keyed]) -> impl Iterator<Item = &[Keyed]> {
    keyed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
}

/// How many pairs of a block may be compared.
fn pairs_in(group: &[Keyed], scope: Scope) -> usize {
    match scope.second {
        Some(at) => {
            let first = group.partition_point(|(_, row)| *row < at);
            first * (group.len() - first)
        }
        None => group.len() * (group.len() - 1) / 2,
    }
}

/// The largest block size whose blocks together stay within the budget.
fn cap(keyed: &[Keyed], scope: Scope, budget: usize) -> usize {
    let mut pairs_by_size = vec![0_usize; LARGEST + 1];
    for group in groups(keyed).filter(|g| g.len() <= LARGEST) {
        pairs_by_size[group.len()] += pairs_in(group, scope);
    }
    let mut sum = 0;
    let within = pairs_by_size.iter().take_while(|pairs| {
        sum += **pairs;
        sum <= budget
    });
    within.count().saturating_sub(1)
}

/// The rows of a block are in order, so that those of the first list stand first.
fn all_pairs(group: &[Keyed], scope: Scope, pairs: &mut Vec<Pair>) {
    let first = scope
        .second
        .map(|at| group.partition_point(|(_, row)| *row < at));
    for (i, a) in group[..first.unwrap_or(group.len())].iter().enumerate() {
        for b in &group[first.unwrap_or(i + 1)..] {
            pairs.push((a.1, b.1));
        }
    }
}

/// Rows that share two keys, each of which too many share.
fn of_two(large: &[Large], scope: Scope) -> Vec<Rule> {
    let mut out = Vec::new();
    for (i, x) in large.iter().enumerate() {
        for y in large[i + 1..].iter().filter(|y| y.field != x.field) {
            let both = joined(&x.rows, &y.rows);
            let mut rest = Vec::new();
            let mut pairs = blocks(both, scope, PAIRS_OF_PARTS, &mut rest);
            neighbours(&rest, scope, &mut pairs);
            out.push(Rule {
                fields: [x.field, y.field],
                pairs,
            });
        }
    }
    out
}

fn joined(x: &[Keyed], y: &[Keyed]) -> Vec<Keyed> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let (Some((p, row)), Some((q, other))) = (x.get(i), y.get(j)) {
        match row.cmp(other) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                out.push((mixed(*p, *q), *row));
                i += 1;
                j += 1;
            }
        }
    }
    out
}

fn mixed(a: u64, b: u64) -> u64 {
    (a.rotate_left(17) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Rows that are equal in all they say are compared with the next one, however many there are.
fn whole_rows(fields: &[Prepared], scope: Scope) -> Rule {
    let mut keyed: Vec<Keyed> = (0..scope.rows)
        .into_par_iter()
        .map(|row| {
            let values = fields.iter().map(|f| u64::from(f.at[row as usize]));
            (values.fold(1, mixed), row)
        })
        .collect();
    keyed.par_sort_unstable();
    let mut pairs = Vec::new();
    neighbours(&keyed, scope, &mut pairs);
    Rule {
        fields: EVERY_FIELD,
        pairs,
    }
}

fn neighbours(keyed: &[Keyed], scope: Scope, pairs: &mut Vec<Pair>) {
    for group in groups(keyed) {
        let next = group.windows(2).map(|w| (w[0].1, w[1].1));
        pairs.extend(next.filter(|(a, b)| scope.allows(*a, *b)));
    }
}
