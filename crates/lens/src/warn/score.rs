//! From histories to a ranking: each term's standing in the market, points, probability. It must not know where rows
//! come from.

use std::collections::BTreeMap;

use super::{
    chance::Chance,
    history::Histories,
    market::Market,
    measure::{Measured, Subject},
    method::{Method, TermRule},
    month::Month,
    percentile::{Sorted, count, mean},
    reason,
    term::Term,
};

/// One term on one platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Which.
    pub term: Term,
    /// For people.
    pub title: String,
    /// The value; nothing where figures are missing.
    pub value: Option<f64>,
    /// Between 0 (good) and 1 (bad), from rank and anchors; ½ where figures are missing.
    pub standing: f64,
    /// Share of the market that stands better.
    pub place: Option<f64>,
    /// What it adds to the points: weight × (standing − ½). Below 0 it speaks for the platform.
    pub points: f64,
    /// The most it could add.
    pub most: f64,
    /// Figures and months in words, or which are missing.
    pub detail: String,
    /// Why it is looked at.
    pub ground: String,
}

/// One platform in the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The platform, as the file names it.
    pub platform: Box<str>,
    /// Place in the ranking, from 1; the highest risk first.
    pub rank: usize,
    /// Probability of stopping payment within twelve months.
    pub risk: f64,
    /// What speaks against the platform, strongest first; never empty.
    pub reasons: Vec<String>,
    /// Months with a row.
    pub months: usize,
    /// The last of them.
    pub last: Month,
    /// Every term of the method.
    pub points: Vec<Point>,
}

/// Ranks every platform that has a row. `opened` holds the month a platform opened, where a register says so.
pub fn assess(
    histories: &Histories,
    opened: &BTreeMap<Box<str>, Month>,
    method: &Method,
) -> Vec<Assessment> {
    let measured = measure(histories, opened, method);
    let standings: Vec<(&TermRule, Sorted)> = method
        .terms
        .iter()
        .enumerate()
        .map(|(at, rule)| {
            let known = measured.iter().filter_map(|terms| terms[at].as_ref());
            (rule, Sorted::of(known.map(|m| m.value)))
        })
        .collect();
    let points: Vec<Vec<Point>> = measured
        .iter()
        .map(|terms| {
            let pairs = terms.iter().zip(&standings);
            pairs
                .map(|(m, (rule, market))| point(m.as_ref(), rule, market, method))
                .collect()
        })
        .collect();
    let risks = risks(&points, method);
    let people = histories.platforms.iter().zip(points).zip(risks);
    let mut ranking: Vec<Assessment> = people
        .map(|(((platform, rows), points), risk)| Assessment {
            platform: platform.clone(),
            rank: 0,
            risk,
            reasons: reason::reasons(&points, histories.count(), method),
            months: rows.len(),
            last: rows.last().map_or(histories.latest, |row| row.month),
            points,
        })
        .collect();
    ranking.sort_by(|a, b| {
        b.risk
            .total_cmp(&a.risk)
            .then_with(|| a.platform.cmp(&b.platform))
    });
    ranking
        .iter_mut()
        .zip(1..)
        .for_each(|(one, rank)| one.rank = rank);
    ranking
}

fn measure(
    histories: &Histories,
    opened: &BTreeMap<Box<str>, Month>,
    method: &Method,
) -> Vec<Vec<Option<Measured>>> {
    let market = Market::of(histories, method);
    let platforms = histories.platforms.iter();
    platforms
        .map(|(platform, rows)| {
            let subject = Subject {
                rows,
                market: &market,
                method,
                latest: histories.latest,
                opened: opened.get(platform).copied(),
            };
            method
                .terms
                .iter()
                .map(|rule| subject.measure(rule.id))
                .collect()
        })
        .collect()
}

/// Rank in the market, the anchors where the market is small, both drawn to the middle where little is known.
fn point(measured: Option<&Measured>, rule: &TermRule, market: &Sorted, method: &Method) -> Point {
    let place = measured.map(|m| market.standing(m.value));
    let standing = measured.zip(place).map_or(0.5, |(m, place)| {
        let size = count(market.len());
        let ranked = if rule.id == Term::Silent {
            0.0
        } else {
            method.rank_share * size / (size + method.small_market)
        };
        let whole = ranked * place + (1.0 - ranked) * rule.anchored(m.value);
        0.5 + (whole - 0.5) * m.belief
    });
    Point {
        term: rule.id,
        title: rule.title.clone(),
        value: measured.map(|m| m.value),
        standing,
        place,
        points: rule.weight * (standing - 0.5),
        most: rule.weight / 2.0,
        detail: measured.map_or_else(|| reason::missing(rule.id).to_owned(), |m| m.detail.clone()),
        ground: rule.ground.clone(),
    }
}

/// Points in standard deviations of the market, then the probability.
fn risks(points: &[Vec<Point>], method: &Method) -> Vec<f64> {
    let weight = method.weight();
    let sums: Vec<f64> = points
        .iter()
        .map(|terms| terms.iter().map(|p| p.points).sum::<f64>() / weight)
        .collect();
    let size = count(sums.len());
    let own = size / (size + method.small_market);
    let middle = mean(&sums).unwrap_or(0.0);
    let spread = mean(
        &sums
            .iter()
            .map(|s| (s - middle).powi(2))
            .collect::<Vec<f64>>(),
    )
    .unwrap_or(0.0);
    let (usual, usual_spread) = method.usual_points;
    let middle = own * middle + (1.0 - own) * usual;
    let spread = (own * spread + (1.0 - own) * usual_spread.powi(2)).sqrt();
    let chance = Chance::new(method.base_rate, method.slope);
    sums.iter()
        .map(|sum| chance.of((sum - middle) / spread))
        .collect()
}
