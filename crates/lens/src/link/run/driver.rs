//! From rows to matches and clusters. It must not know files.

use rayon::prelude::*;

use super::{
    block::{self, Pair},
    cluster::Groups,
    level::{MISSING, SAME},
    model::{self, Weights},
    rows::{Rows, small},
    value::Prepared,
};
use crate::link::logistic::sigmoid;

/// What a run is to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Least probability of a match.
    pub threshold: f64,
    /// Whether reasons are wanted.
    pub explain: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threshold: 0.5,
            explain: false,
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

/// Links the rows of a table.
pub fn link(rows: &Rows, settings: &Settings) -> Linked {
    let fields: Vec<Prepared> = rows.columns.iter().map(Prepared::of).collect();
    let rules = block::rules(&fields, rows.len());
    let mut weights = model::learn(&fields, rows.len(), &rules);
    let pairs = block::union(&rules);
    drop(rules);
    let evidence: Vec<f64> = pairs
        .par_iter()
        .map(|pair| weights.evidence(&fields, *pair))
        .collect();
    weights.set_prior(&evidence, rows.len());
    let matches = matches(&pairs, &evidence, &weights, settings);
    let clusters = clusters(&fields, rows.len(), &weights, &matches);
    let links = links(&fields, &weights, &clusters, settings);
    Linked {
        links,
        clusters,
        weights,
        compared: pairs.len(),
    }
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
    fields: &[Prepared],
    rows: usize,
    weights: &Weights,
    matches: &[(f64, Pair)],
) -> Vec<Vec<u32>> {
    let mut groups = Groups::new(small(rows));
    for (_, (a, b)) in matches {
        groups.join(*a, *b, |p, q| {
            sigmoid(weights.prior + weights.evidence(fields, (p.min(q), p.max(q))))
        });
    }
    groups.finish()
}

/// Every pair within a cluster is a match: what joins them stands in the others.
fn links(
    fields: &[Prepared],
    weights: &Weights,
    clusters: &[Vec<u32>],
    settings: &Settings,
) -> Vec<Link> {
    let mut links: Vec<Link> = clusters
        .par_iter()
        .filter(|cluster| cluster.len() > 1)
        .flat_map_iter(|cluster| {
            let pairs = cluster
                .iter()
                .enumerate()
                .flat_map(|(i, a)| cluster[i + 1..].iter().map(move |b| (*a, *b)));
            pairs.map(|pair| one_link(fields, weights, pair, settings))
        })
        .collect();
    links.par_sort_unstable_by_key(|link| (link.left, link.right));
    links
}

fn one_link(fields: &[Prepared], weights: &Weights, pair: Pair, settings: &Settings) -> Link {
    let probability =
        sigmoid(weights.prior + weights.evidence(fields, pair)).max(settings.threshold);
    let reasons = if settings.explain {
        reasons(fields, weights, pair)
    } else {
        Vec::new()
    };
    Link {
        left: pair.0,
        right: pair.1,
        probability,
        reasons,
    }
}

/// What each field says, in bits.
fn reasons(fields: &[Prepared], weights: &Weights, pair: Pair) -> Vec<String> {
    let levels = model::levels(fields, pair);
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
