//! From rows to matches and clusters. It must not know files.

use rayon::prelude::*;

use super::{
    block::{self, Pair, Scope},
    card::Cards,
    cluster::{Groups, Judged},
    kind::ColumnKind,
    level::{MISSING, SAME},
    model::{self, Weights},
    rows::{Rows, small},
    sample::{Sample, levels},
    value::Prepared,
    weigh::Scale,
};
use crate::link::logistic::sigmoid;

/// What a run is to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Least probability of a match.
    pub threshold: f64,
    /// Whether reasons are wanted.
    pub explain: bool,
    /// What people decided; it holds against what the weights say.
    pub judged: Vec<Judged>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threshold: 0.5,
            explain: false,
            judged: Vec::new(),
        }
    }
}

/// Two rows that match.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Number of the earlier row, from 0.
    pub left: u32,
    /// Number of the later row.
    pub right: u32,
    /// Between the threshold and 1; pairs that only their cluster joins carry the threshold.
    pub probability: f64,
    /// A sentence for each field, where asked for.
    pub reasons: Vec<String>,
}

/// What a run found.
#[derive(Debug)]
pub struct Linked {
    /// Matches in the order of rows.
    pub links: Vec<Link>,
    /// Every row in one cluster; clusters in the order of their first rows.
    pub clusters: Vec<Vec<u32>>,
    /// The weights learned.
    pub weights: Weights,
    /// Pairs that were compared.
    pub compared: usize,
}

/// Pairs this far below even odds (natural logarithm) after the first round are not looked at again.
const HOPELESS: f64 = -5.0;

/// Links the rows of a table, or of two lists. What is common and what agrees by chance is first counted over rows,
/// then, in a second round, over the things that the first one found.
pub fn link(rows: &Rows, settings: &Settings) -> Linked {
    let scope = Scope {
        rows: small(rows.len()),
        second: rows.second,
    };
    let mut fields: Vec<Prepared> = rows.columns.par_iter().map(Prepared::of).collect();
    pair_names(&mut fields);
    let rules = block::rules(&fields, scope);
    let sample = Sample::draw(&fields, scope, &rules);
    let pairs = block::union(&rules, scope);
    drop(rules);
    let table = Table {
        cards: Cards::of(&fields, scope.rows),
        scope,
        sample,
    };
    let compared = pairs.len();
    let entered = entered(&fields, scope.rows);
    fields.par_iter_mut().for_each(|f| f.recount(&entered));
    let things = numbered(&entered, scope.rows);
    let (first, pairs) = round(&fields, &table, pairs, &things, settings);
    fields
        .par_iter_mut()
        .for_each(|f| f.recount(&first.clusters));
    let (second, _) = round(&fields, &table, pairs, &first.of, settings);
    let links = links(&fields, &table, &second, settings);
    Linked {
        links,
        clusters: second.clusters,
        weights: second.weights,
        compared,
    }
}

/// What stays the same in both rounds.
struct Table {
    cards: Cards,
    scope: Scope,
    sample: Sample,
}

/// Rows that are equal in everything they say, and say at least two things, are entries of one thing: however often it
/// was entered, its values are no commoner for it.
fn entered(fields: &[Prepared], rows: u32) -> Vec<Vec<u32>> {
    let says = |row: u32| fields.iter().filter(|f| f.says(row)).count();
    let (told, bare): (Vec<u32>, Vec<u32>) = (0..rows).partition(|row| says(*row) >= 2);
    let order = |a: &u32, b: &u32| {
        let of = |row: u32| fields.iter().map(move |f| f.at[row as usize]);
        of(*a).cmp(of(*b))
    };
    let mut sorted = told;
    sorted.par_sort_unstable_by(|a, b| order(a, b).then(a.cmp(b)));
    let mut groups: Vec<Vec<u32>> = sorted
        .chunk_by(|a, b| order(a, b).is_eq())
        .map(<[u32]>::to_vec)
        .collect();
    groups.extend(bare.into_iter().map(|row| vec![row]));
    groups
}

/// For each row the number of its group.
fn numbered(groups: &[Vec<u32>], rows: u32) -> Vec<u32> {
    let mut of = vec![0; rows as usize];
    for (number, group) in groups.iter().enumerate() {
        group
            .iter()
            .for_each(|row| of[*row as usize] = small(number));
    }
    of
}

/// Two columns of persons are surname and given name, or may be taken for each other.
fn pair_names(fields: &mut [Prepared]) {
    let of_persons = |f: &(usize, &Prepared)| f.1.kind == ColumnKind::Person;
    let persons = fields.iter().enumerate().filter(of_persons);
    if let [one, other] = persons.map(|(i, _)| i).collect::<Vec<_>>()[..] {
        fields[one].partner = Some(other);
        fields[other].partner = Some(one);
    }
}

/// What a round found.
struct Round {
    weights: Weights,
    clusters: Vec<Vec<u32>>,
    /// For each row the number of its cluster.
    of: Vec<u32>,
}

/// Learns, weighs the pairs, joins; answers the pairs that another round may look at too.
fn round(
    fields: &[Prepared],
    table: &Table,
    pairs: Vec<Pair>,
    before: &[u32],
    settings: &Settings,
) -> (Round, Vec<Pair>) {
    let mut weights = model::learn(fields, table.scope, &table.sample, |a, b| {
        before[a as usize] != before[b as usize]
    });
    let least = HOPELESS - weights.prior;
    let scale = Scale::new(&weights, fields, &table.cards);
    let (pairs, evidence) = weighed(&scale, pairs, least);
    weights.set_prior(&evidence, table.scope);
    let matches = matches(&pairs, &evidence, &weights, settings);
    let scale = Scale::new(&weights, fields, &table.cards);
    let clusters = clusters(
        &scale,
        table.scope,
        weights.prior,
        &matches,
        &settings.judged,
    );
    let of = numbered(&clusters, table.scope.rows);
    let round = Round {
        weights,
        clusters,
        of,
    };
    (round, pairs)
}

/// The pairs that are not hopeless, with their evidence.
fn weighed(scale: &Scale<'_>, pairs: Vec<Pair>, least: f64) -> (Vec<Pair>, Vec<f64>) {
    pairs
        .into_par_iter()
        .with_min_len(4096)
        .map(|pair| (pair, scale.evidence(pair, least)))
        .filter(|(_, evidence)| *evidence >= least)
        .unzip()
}

fn matches(
    pairs: &[Pair],
    evidence: &[f64],
    weights: &Weights,
    settings: &Settings,
) -> Vec<(f64, Pair)> {
    let mut found: Vec<(f64, Pair)> = pairs
        .iter()
        .zip(evidence)
        .map(|(pair, evidence)| (evidence + weights.prior, *pair))
        .filter(|(odds, _)| sigmoid(*odds) >= settings.threshold)
        .collect();
    found.par_sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found
}

fn clusters(
    scale: &Scale<'_>,
    scope: Scope,
    prior: f64,
    matches: &[(f64, Pair)],
    judged: &[Judged],
) -> Vec<Vec<u32>> {
    let mut groups = Groups::new(scope.rows, judged);
    for (_, (a, b)) in matches {
        groups.join(*a, *b, |p, q| {
            sigmoid(prior + scale.evidence((p.min(q), p.max(q)), f64::NEG_INFINITY))
        });
    }
    groups.finish()
}

/// Largest cluster whose pairs are all told; of a larger one each row is told with the next.
const TOLD_IN_FULL: usize = 100;

/// Every pair within a cluster is a match: what joins them stands in the others.
fn links(fields: &[Prepared], table: &Table, round: &Round, settings: &Settings) -> Vec<Link> {
    let (scope, weights) = (table.scope, &round.weights);
    let scale = &Scale::new(weights, fields, &table.cards);
    let several = round.clusters.par_iter().filter(|c| c.len() > 1);
    let mut links: Vec<Link> = several
        .flat_map_iter(|cluster| {
            let pairs = pairs_of(cluster).filter(move |(a, b)| scope.allows(*a, *b));
            pairs.map(move |pair| {
                let odds = weights.prior + scale.evidence(pair, f64::NEG_INFINITY);
                Link {
                    left: pair.0,
                    right: pair.1,
                    probability: sigmoid(odds).max(settings.threshold),
                    reasons: if settings.explain {
                        reasons(fields, weights, pair)
                    } else {
                        Vec::new()
                    },
                }
            })
        })
        .collect();
    links.par_sort_unstable_by_key(|link| (link.left, link.right));
    links
}

fn pairs_of(cluster: &[u32]) -> impl Iterator<Item = Pair> {
    let reach = if cluster.len() > TOLD_IN_FULL {
        1
    } else {
        cluster.len()
    };
    cluster.iter().enumerate().flat_map(move |(i, a)| {
        let others = cluster[i + 1..].iter().take(reach);
        others.map(move |b| (*a, *b))
    })
}

/// What each field says, in bits.
fn reasons(fields: &[Prepared], weights: &Weights, pair: Pair) -> Vec<String> {
    let levels = levels(fields, pair);
    let mut told: Vec<(f64, String)> = Vec::new();
    for (i, (field, level)) in fields.iter().zip(levels).enumerate() {
        let weight = weights.weight(i, level, field.frequency(pair.0)) / std::f64::consts::LN_2;
        let how = match level {
            MISSING => continue,
            SAME => "相同",
            3 => "非常接近",
            2 => "接近",
            1 => "略有相似",
            _ => "不同",
        };
        told.push((weight, format!("{}{how}（{weight:+.1}）", field.title)));
    }
    told.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    told.into_iter().map(|(_, text)| text).collect()
}
