//! What changed over the months at hand, and how much so few months can tell. It must not know figures.

use super::percentile::{Sorted, mean};

/// How many earlier months the last one is compared with.
const EARLIER: usize = 3;

/// The last value against the median of up to three values before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Change {
    pub from: f64,
    pub to: f64,
    /// Months it is compared with.
    pub months: usize,
}

impl Change {
    /// Values oldest first; months without a value are left out, the last month must have one.
    pub fn of(values: &[Option<f64>]) -> Option<Self> {
        let (last, earlier) = values.split_last()?;
        let before: Vec<f64> = earlier
            .iter()
            .rev()
            .flatten()
            .take(EARLIER)
            .copied()
            .collect();
        let from = Sorted::of(before.iter().copied()).median()?;
        Some(Self {
            from,
            to: (*last)?,
            months: before.len(),
        })
    }

    pub fn difference(&self) -> f64 {
        self.to - self.from
    }
}

/// How far a change over this many months is believed: one month 0.5, two 0.8, three in full.
pub(super) fn belief(months: usize) -> f64 {
    match months {
        0 => 0.0,
        1 => 0.5,
        2 => 0.8,
        _ => 1.0,
    }
}

/// Mean size of the steps between neighbouring months.
pub(super) fn unrest(values: &[Option<f64>]) -> Option<(f64, usize)> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let steps: Vec<f64> = known.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
    Some((mean(&steps)?, steps.len()))
}

/// Newest months weigh most. Values oldest first, weights newest first.
pub(super) fn recent(values: &[Option<f64>], weights: &[f64]) -> Option<f64> {
    let pairs = values.iter().rev().zip(weights);
    let known: Vec<(f64, f64)> = pairs.filter_map(|(v, w)| Some(((*v)?, *w))).collect();
    let weight: f64 = known.iter().map(|(_, w)| w).sum();
    (weight > 0.0).then(|| known.iter().map(|(v, w)| v * w).sum::<f64>() / weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_month_does_not_make_a_trend() {
        let change = Change::of(&[Some(10.0), Some(10.0), Some(90.0), Some(10.0)]).unwrap();
        assert_eq!((change.difference(), change.months), (0.0, 3));
        assert_eq!(Change::of(&[Some(1.0)]), None);
        assert_eq!(Change::of(&[Some(1.0), None]), None);
    }

    #[test]
    fn the_newest_month_weighs_most() {
        assert_eq!(
            recent(&[Some(0.0), Some(0.0), Some(6.0)], &[3.0, 2.0, 1.0]),
            Some(3.0)
        );
        assert_eq!(
            recent(&[None, Some(4.0), None], &[3.0, 2.0, 1.0]),
            Some(4.0)
        );
        assert_eq!(recent(&[None], &[1.0]), None);
    }
}
