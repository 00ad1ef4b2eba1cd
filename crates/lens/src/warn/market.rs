//! The market of a month: what a usual platform promised and how fast its loans filled. It must not know scores.

use std::collections::BTreeMap;

use super::{
    figure::{FILLS, Figure, RETURNS},
    history::Histories,
    method::Method,
    month::Month,
    percentile::{Sorted, count, mean},
    row::PlatformMonth,
};

/// Medians by month and term.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Market {
    returns: BTreeMap<(Month, Figure), f64>,
    fills: BTreeMap<(Month, Figure), f64>,
}

impl Market {
    pub fn of(histories: &Histories, method: &Method) -> Self {
        let mut returns: BTreeMap<(Month, Figure), Vec<f64>> = BTreeMap::new();
        let mut fills: BTreeMap<(Month, Figure), Vec<f64>> = BTreeMap::new();
        for row in histories.platforms.values().flatten() {
            for term in RETURNS {
                returns
                    .entry((row.month, term))
                    .or_default()
                    .extend(row.positive(term));
            }
            for term in FILLS {
                fills
                    .entry((row.month, term))
                    .or_default()
                    .extend(fill(row, term));
            }
        }
        let usual = |term: Figure| {
            let at = RETURNS.iter().position(|f| *f == term);
            at.map_or(0.0, |at| method.usual_returns[at])
        };
        let blend = |(key, values): ((Month, Figure), Vec<f64>)| {
            let sorted = Sorted::of(values);
            let size = count(sorted.len());
            let median = sorted.median().unwrap_or(0.0);
            let blended =
                (median * size + usual(key.1) * method.small_market) / (size + method.small_market);
            (key, blended)
        };
        let median =
            |(key, values): ((Month, Figure), Vec<f64>)| Some((key, Sorted::of(values).median()?));
        Self {
            returns: returns.into_iter().map(blend).collect(),
            fills: fills.into_iter().filter_map(median).collect(),
        }
    }

    /// Mean over the terms offered of the promised return less the market's, percentage points.
    pub fn return_above(&self, row: &PlatformMonth) -> Option<f64> {
        let above = |term| Some(row.positive(term)? - self.returns.get(&(row.month, term))?);
        mean(&RETURNS.into_iter().filter_map(above).collect::<Vec<f64>>())
    }

    /// Mean over the terms filled of the logarithm of the time against the market's.
    pub fn fill_above(&self, row: &PlatformMonth) -> Option<f64> {
        let above = |term| Some(fill(row, term)? - self.fills.get(&(row.month, term))?);
        mean(&FILLS.into_iter().filter_map(above).collect::<Vec<f64>>())
    }
}

/// Times below one unit are alike: a loan that is filled at once.
fn fill(row: &PlatformMonth, term: Figure) -> Option<f64> {
    row.positive(term).map(|time| time.max(1.0).ln())
}

/// Mean promised return of the terms offered, percent a year.
pub(super) fn mean_return(row: &PlatformMonth) -> Option<f64> {
    mean(
        &RETURNS
            .into_iter()
            .filter_map(|term| row.positive(term))
            .collect::<Vec<f64>>(),
    )
}
