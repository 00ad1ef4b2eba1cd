//! Which rows are compared at all: those that share a key, as long as not too many share it. Rows whose key too many
//! share are grouped again by two such keys; what is still too large is compared with its neighbours in order. The cost
//! is linear in the rows. It must not know weights.

use rayon::prelude::*;

use super::{
    clusters::Clusters,
    kind::ColumnKind,
    prepared::Prepared,
    rows::{Rows, small},
    sorted,
    values::{KEYS, NO_KEY},
};

/// Pairs that the rule of a whole value may bring, for two rows of the table.
const PAIRS: usize = 4;
/// Pairs that a rule of a part of a value may bring, for two rows.
const PAIRS_OF_PARTS: usize = 1;
/// A rule is left out if fewer of its pairs match, as the sample tells; its rows are then found by two keys.
const LEAST_SHARE: f64 = 0.002;
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

/// A pair in one word, or a key and the row that has it.
type Word = u64;

/// Bits of the lower half of a word.
const HALF: u32 = 32;

/// One word of two halves.
pub(super) fn word(high: u32, low: u32) -> Word {
    (Word::from(high) << HALF) | Word::from(low)
}

/// The halves of a word: a pair, or a key and its row.
pub(super) fn halves(word: Word) -> (u32, u32) {
    ((word >> HALF) as u32, word as u32)
}

/// The pairs of one rule.
#[derive(Debug)]
pub(super) struct Rule {
    /// The fields whose keys it uses; a rule of one key names its field twice.
    pub fields: [usize; 2],
    /// Whether its key is that by which rows are found together with another key.
    pub is_narrowing: bool,
    /// A word each, see [`halves`].
    pub pairs: Vec<u64>,
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
    pub fn of(rows: &Rows) -> Self {
        Self {
            rows: small(rows.len()),
            second: rows.second,
        }
    }

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

/// The key of a kind that still says something where too many share it: the trade name, the road with its number, else
/// the whole value.
fn narrowing(kind: ColumnKind) -> usize {
    match kind {
        ColumnKind::Company | ColumnKind::Address => 1,
        _ => 0,
    }
}

/// Rows that share a key with too many others.
#[derive(Debug)]
struct Large {
    field: usize,
    /// Row and key, by row.
    rows: Vec<Word>,
}

/// The rules of one key, and what they leave to rules of two.
#[derive(Debug)]
pub(super) struct Rules {
    pub of_one: Vec<Rule>,
    large: Vec<Large>,
}

impl Rules {
    /// Every key of every field.
    pub fn of_one(fields: &[Prepared], scope: Scope) -> Self {
        let keys = (0..fields.len()).flat_map(|field| (0..KEYS).map(move |key| (field, key)));
        let asked: Vec<(usize, usize)> = keys.collect();
        let found: Vec<(Rule, Option<Large>)> = asked
            .into_par_iter()
            .map(|(field, key)| of_one(&fields[field], field, key, scope))
            .collect();
        let (mut of_one, large): (Vec<Rule>, Vec<Option<Large>>) = found.into_iter().unzip();
        of_one.retain(|rule| !rule.pairs.is_empty());
        let large = large.into_iter().flatten().collect();
        Self { of_one, large }
    }

    /// Takes out the rules that `keeps` does not hold for; it is asked for the number of a rule. Rows that share a whole
    /// value, a trade name or a road with its number are then found by two keys.
    pub fn retain(&mut self, fields: &[Prepared], keeps: impl Fn(usize) -> bool) {
        let mut number = 0;
        let mut useless = Vec::new();
        self.of_one.retain(|rule| {
            let kept = keeps(number);
            number += 1;
            if !kept && rule.is_narrowing {
                useless.push(rule.fields[0]);
            }
            kept
        });
        for field in useless {
            self.large.retain(|large| large.field != field);
            self.large.push(Large::all(&fields[field], field));
        }
        self.large.sort_by_key(|large| large.field);
    }

    /// The rules of every two keys that are too common alone, and that of rows which are equal in everything.
    pub fn of_two(&self, scope: Scope, alike: &Clusters) -> Vec<Rule> {
        let mut out = of_two(&self.large, scope);
        // Rows that are equal in everything are compared with the next one, however many there are.
        let next = alike.iter().flat_map(|group| group.windows(2));
        let next = next.filter(|w| scope.allows(w[0], w[1]));
        out.push(Rule {
            fields: EVERY_FIELD,
            is_narrowing: false,
            pairs: next.map(|w| word(w[0], w[1])).collect(),
        });
        out.retain(|rule| !rule.pairs.is_empty());
        out
    }
}

/// Whether a rule is worth its pairs, of which so many match; one of few pairs costs nothing.
pub(super) fn is_worth(rule: &Rule, matching: f64) -> bool {
    rule.pairs.len() <= LEAST_BUDGET || matching >= LEAST_SHARE
}

/// The rule of one key, and the rows that it leaves to rules of two.
fn of_one(prepared: &Prepared, field: usize, key: usize, scope: Scope) -> (Rule, Option<Large>) {
    let is_narrowing = key == narrowing(prepared.kind);
    let per_two = if key == 0 { PAIRS } else { PAIRS_OF_PARTS };
    let mut rest = Vec::new();
    let pairs = blocks(keyed(prepared, key), scope, per_two, &mut rest);
    let rule = Rule {
        fields: [field, field],
        is_narrowing,
        pairs,
    };
    let large = is_narrowing && !rest.is_empty();
    (rule, large.then(|| Large::of(field, rest)))
}

impl Large {
    /// Of words of key and row.
    fn of(field: usize, mut rows: Vec<Word>) -> Self {
        rows.iter_mut()
            .for_each(|word| *word = word.rotate_left(HALF));
        rows.par_sort_unstable();
        Self { field, rows }
    }

    /// All rows that share the key with another one.
    fn all(prepared: &Prepared, field: usize) -> Self {
        let keyed = keyed(prepared, narrowing(prepared.kind));
        Self::of(field, groups(&keyed).flatten().copied().collect())
    }
}

/// The pairs of all rules, each once, in order; all pairs of a small table.
pub(super) fn union<'r>(rules: impl Iterator<Item = &'r Rule>, scope: Scope) -> Vec<Word> {
    if scope.rows as usize <= ALL_PAIRS {
        return every_pair(scope)
            .iter()
            .map(|(a, b)| word(*a, *b))
            .collect();
    }
    let lists: Vec<&[Word]> = rules.map(|rule| rule.pairs.as_slice()).collect();
    sorted::once(&lists, HALF + (u32::BITS - scope.rows.leading_zeros()))
}

/// Every pair that may be compared.
pub(super) fn every_pair(scope: Scope) -> Vec<Pair> {
    (0..scope.rows)
        .flat_map(|a| (a + 1..scope.rows).map(move |b| (a, b)))
        .filter(|(a, b)| scope.allows(*a, *b))
        .collect()
}

/// Rows with the keys of one number, by key.
fn keyed(prepared: &Prepared, key: usize) -> Vec<Word> {
    let keys = prepared.values.keys(key);
    let rows = (0..).zip(prepared.at);
    let mut keyed: Vec<Word> = rows
        .map(|(row, value)| (keys[*value as usize], row))
        .filter(|(key, _)| *key != NO_KEY)
        .map(|(key, row)| word(key, row))
        .collect();
    sorted::by_bits(&mut keyed, HALF, HALF);
    keyed
}

/// Pairs of the blocks that fit the budget; rows of the others go to `rest`. `keyed` is in order.
fn blocks(keyed: Vec<Word>, scope: Scope, per_two: usize, rest: &mut Vec<Word>) -> Vec<Word> {
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

fn groups(keyed: &[Word]) -> impl Iterator<Item = &[Word]> {
    keyed
        .chunk_by(|a, b| a >> HALF == b >> HALF)
        .filter(|group| group.len() > 1)
}

/// How many pairs of a block may be compared.
fn pairs_in(group: &[Word], scope: Scope) -> usize {
    match scope.second {
        Some(at) => {
            let first = group.partition_point(|word| halves(*word).1 < at);
            first * (group.len() - first)
        }
        None => group.len() * (group.len() - 1) / 2,
    }
}

/// The largest block size whose blocks together stay within the budget.
fn cap(keyed: &[Word], scope: Scope, budget: usize) -> usize {
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
fn all_pairs(group: &[Word], scope: Scope, pairs: &mut Vec<Word>) {
    let first = scope
        .second
        .map(|at| group.partition_point(|word| halves(*word).1 < at));
    for (i, a) in group[..first.unwrap_or(group.len())].iter().enumerate() {
        for b in &group[first.unwrap_or(i + 1)..] {
            pairs.push(word(halves(*a).1, halves(*b).1));
        }
    }
}

/// Rows that share two keys, each of which too many share.
fn of_two(large: &[Large], scope: Scope) -> Vec<Rule> {
    let mut out = Vec::new();
    for (i, x) in large.iter().enumerate() {
        for y in large[i + 1..].iter().filter(|y| y.field != x.field) {
            let mut both = joined(&x.rows, &y.rows);
            sorted::by_bits(&mut both, HALF, HALF);
            let mut rest = Vec::new();
            let mut pairs = blocks(both, scope, PAIRS_OF_PARTS, &mut rest);
            neighbours(&rest, scope, &mut pairs);
            out.push(Rule {
                fields: [x.field, y.field],
                is_narrowing: false,
                pairs,
            });
        }
    }
    out
}

fn joined(x: &[Word], y: &[Word]) -> Vec<Word> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let (Some(one), Some(other)) = (x.get(i), y.get(j)) {
        let ((row, p), (next, q)) = (halves(*one), halves(*other));
        match row.cmp(&next) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                out.push(word(mixed(p.into(), q) as u32, row));
                i += 1;
                j += 1;
            }
        }
    }
    out
}

fn mixed(sum: u64, next: u32) -> u64 {
    let mixed = (sum.rotate_left(17) ^ u64::from(next)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The rows that are equal in everything, together.
pub(super) fn alike(fields: &[Prepared], scope: Scope) -> Clusters {
    let of = |row: u32| fields.iter().map(move |f| f.at[row as usize]);
    let mut keyed: Vec<Word> = (0..scope.rows)
        .into_par_iter()
        .map(|row| word(of(row).fold(1, mixed) as u32, row))
        .collect();
    sorted::by_bits(&mut keyed, HALF, HALF);
    let mut marks: Vec<u32> = (0..scope.rows).collect();
    for group in groups(&keyed) {
        // Others may share the key, if seldom.
        let mut rows: Vec<u32> = group.iter().map(|word| halves(*word).1).collect();
        rows.sort_by(|a, b| of(*a).cmp(of(*b)));
        for equal in rows.chunk_by(|a, b| of(*a).eq(of(*b))) {
            equal.iter().for_each(|row| marks[*row as usize] = equal[0]);
        }
    }
    Clusters::of_marks(&marks)
}

/// Rows of blocks that are too large are compared with the next one.
fn neighbours(keyed: &[Word], scope: Scope, pairs: &mut Vec<Word>) {
    for group in groups(keyed) {
        let rows = group.windows(2).map(|w| (halves(w[0]).1, halves(w[1]).1));
        let allowed = rows.filter(|(a, b)| scope.allows(*a, *b));
        pairs.extend(allowed.map(|(a, b)| word(a, b)));
    }
}
