//! From rows to matches and clusters. It must not know files.

use rayon::prelude::*;

use super::{
    block::{self, Pair, Rules, Scope},
    card::Cards,
    cluster::{Groups, Judged},
    clusters::Clusters,
    kind::ColumnKind,
    level::{MISSING, SAME},
    model::{self, UnfitWeights, Weights},
    prepared::Prepared,
    rows::Rows,
    sample::{Sample, levels},
    weigh::{Likely, Scale},
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
    /// Every row in one cluster.
    pub clusters: Clusters,
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
    linked(prepared(rows), Scope::of(rows), settings, None)
}

/// Links by weights that were learned before. Only how common a value is, is counted again; of a table shorter than that
/// of which the weights were learned, what is missing is supposed to be as it was there.
///
/// # Errors
/// [`UnfitWeights`] where they know nothing of a column.
pub fn link_by(
    rows: &Rows,
    settings: &Settings,
    weights: &Weights,
) -> Result<Linked, UnfitWeights> {
    let mut fields = prepared(rows);
    let weights = weights.fitting(&fields)?;
    for (field, kept) in fields.iter_mut().zip(&weights.fields) {
        field.is_part_of(weights.rows, kept.u[usize::from(SAME)]);
    }
    Ok(linked(fields, Scope::of(rows), settings, Some(weights)))
}

fn prepared(rows: &Rows) -> Vec<Prepared<'_>> {
    let mut fields: Vec<Prepared> = rows.columns.par_iter().map(Prepared::of).collect();
    pair_names(&mut fields);
    fields
}

fn linked(
    mut fields: Vec<Prepared>,
    scope: Scope,
    settings: &Settings,
    kept: Option<Weights>,
) -> Linked {
    let alike = block::alike(&fields, scope);
    let mut rules = Rules::of_one(&fields, scope);
    let cards = Cards::of(&fields, scope.rows);
    let source = match kept {
        Some(weights) => Source::Kept(weights),
        None => Source::Sample(Sample::draw(&fields, &cards, scope, &rules.of_one)),
    };
    let mut table = Table {
        cards,
        scope,
        source,
    };
    let entered = entered(&fields, scope.rows, &alike);
    fields.par_iter_mut().for_each(|f| f.recount(&entered));
    table.drop_useless(&fields, &mut rules, &entered);
    let of_two = rules.of_two(scope, &alike);
    if let Source::Sample(sample) = &mut table.source {
        sample.add(&fields, &table.cards, &of_two);
    }
    let pairs = block::union(rules.of_one.iter().chain(&of_two), scope);
    drop((rules, of_two, alike));
    let weights = learned(&fields, &table, &entered);
    let (first, likely) = first_round(&fields, &table, &pairs, weights, settings);
    let compared = pairs.len();
    drop(pairs);
    fields.par_iter_mut().for_each(|f| f.recount(&first));
    let (weights, clusters) = second_round(&fields, &table, likely, &first, settings);
    let links = links(&fields, &table, &weights, &clusters, settings);
    Linked {
        links,
        clusters,
        weights,
        compared,
    }
}

/// What stays the same in both rounds.
struct Table {
    cards: Cards,
    scope: Scope,
    source: Source,
}

/// Where the weights come from.
enum Source {
    /// From these pairs of the table.
    Sample(Sample),
    /// From a table before.
    Kept(Weights),
}

impl Table {
    /// Takes out rules of one key whose pairs hardly ever match.
    fn drop_useless(&self, fields: &[Prepared], rules: &mut Rules, entered: &Clusters) {
        let Source::Sample(sample) = &self.source else {
            return;
        };
        let weights = learned(fields, self, entered);
        let mut useless = vec![false; rules.of_one.len()];
        for session in &sample.sessions {
            let rule = &rules.of_one[session.rule];
            useless[session.rule] = !block::is_worth(rule, session.matching(&weights));
        }
        rules.retain(fields, |number| !useless[number]);
    }
}

/// Rows that are equal in everything they say, and say at least two things, are entries of one thing: however often it
/// was entered, its values are no commoner for it. `alike` are the rows that are equal in everything.
fn entered(fields: &[Prepared], rows: u32, alike: &Clusters) -> Clusters {
    let says = |row: u32| fields.iter().filter(|f| f.says(row)).count();
    let mut marks: Vec<u32> = (0..rows).collect();
    for group in alike.iter().filter(|group| group.len() > 1) {
        if says(group[0]) >= 2 {
            group.iter().for_each(|row| marks[*row as usize] = group[0]);
        }
    }
    Clusters::of_marks(&marks)
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

/// Pairs that a thread weighs at a time.
const PAIRS: usize = 1 << 14;

/// Weighs the pairs, joins; answers the pairs that are worth another look too.
fn first_round(
    fields: &[Prepared],
    table: &Table,
    pairs: &[u64],
    mut weights: Weights,
    settings: &Settings,
) -> (Clusters, Vec<Likely>) {
    let least = HOPELESS - weights.prior;
    let scale = Scale::new(&weights, fields, &table.cards);
    let stretches = pairs.par_chunks(PAIRS);
    let likely: Vec<Vec<Likely>> = stretches.map(|words| scale.likely(words, least)).collect();
    let likely = likely.concat();
    let clusters = joined(fields, table, &mut weights, &likely, settings);
    (clusters, likely)
}

/// The same for the pairs of the first round, whose levels are known.
fn second_round(
    fields: &[Prepared],
    table: &Table,
    mut likely: Vec<Likely>,
    before: &Clusters,
    settings: &Settings,
) -> (Weights, Clusters) {
    let mut weights = learned(fields, table, before);
    let least = HOPELESS - weights.prior;
    let scale = Scale::new(&weights, fields, &table.cards);
    likely
        .par_iter_mut()
        .for_each(|l| l.evidence = scale.again(l.pair, l.agreement));
    likely.retain(|l| l.evidence >= least);
    let clusters = joined(fields, table, &mut weights, &likely, settings);
    (weights, clusters)
}

fn learned(fields: &[Prepared], table: &Table, before: &Clusters) -> Weights {
    match &table.source {
        Source::Kept(weights) => weights.clone(),
        Source::Sample(sample) => model::learn(fields, table.scope, sample, |a, b| {
            before.of(a) != before.of(b)
        }),
    }
}

/// Sets the prior by the pairs, where it was not kept, and joins those that match.
fn joined(
    fields: &[Prepared],
    table: &Table,
    weights: &mut Weights,
    likely: &[Likely],
    settings: &Settings,
) -> Clusters {
    if matches!(table.source, Source::Sample(_)) {
        weights.set_prior(likely, |l| l.evidence, table.scope);
    }
    let mut matches: Vec<(f64, Pair)> = likely
        .iter()
        .map(|l| (l.evidence + weights.prior, l.pair))
        .filter(|(odds, _)| sigmoid(*odds) >= settings.threshold)
        .collect();
    matches.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let scale = Scale::new(weights, fields, &table.cards);
    let mut groups = Groups::new(table.scope.rows, &settings.judged);
    for (_, (a, b)) in matches {
        groups.join(a, b, |p, q| {
            let pair = (p.min(q), p.max(q));
            sigmoid(weights.prior + scale.evidence(pair))
        });
    }
    groups.finish()
}

/// Largest cluster whose pairs are all told; of a larger one each row is told with the next.
const TOLD_IN_FULL: usize = 100;

/// Every pair within a cluster is a match: what joins them stands in the others.
fn links(
    fields: &[Prepared],
    table: &Table,
    weights: &Weights,
    clusters: &Clusters,
    settings: &Settings,
) -> Vec<Link> {
    let scope = table.scope;
    let scale = &Scale::new(weights, fields, &table.cards);
    let numbers = (0..clusters.len()).into_par_iter();
    let several = numbers.map(|at| clusters.get(at)).filter(|c| c.len() > 1);
    let mut links: Vec<Link> = several
        .flat_map_iter(|cluster| {
            let pairs = pairs_of(cluster).filter(move |(a, b)| scope.allows(*a, *b));
            pairs.map(move |pair| {
                let odds = weights.prior + scale.evidence(pair);
                Link {
                    left: pair.0,
                    right: pair.1,
                    probability: sigmoid(odds).max(settings.threshold),
                    reasons: if settings.explain {
                        reasons(fields, &table.cards, weights, pair)
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
fn reasons(fields: &[Prepared], cards: &Cards, weights: &Weights, pair: Pair) -> Vec<String> {
    let levels = levels(fields, cards, pair);
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
