//! From a value to points: straight lines between the corners of a curve. It must not know indicators.

use serde::{Deserialize, Serialize};

/// Points in tenths, so that sums are exact and equal everywhere.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize,
)]
#[serde(from = "f64", into = "f64")]
pub struct Points(pub u16);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// As a number of points.
    pub fn number(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    fn round(points: f64) -> Self {
        // The clamp keeps the cast exact; no curve gives more than the index's hundred.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 0..=10000 just before"
        )]
        Self((points * 10.0).round().clamp(0.0, 10_000.0) as u16)
    }
}

impl From<f64> for Points {
    fn from(points: f64) -> Self {
        Self::round(points)
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> Self {
        points.number()
    }
}

impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

/// Corners in the order of their values; two corners of one value make a step, the later counts from there on.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Curve(Vec<(f64, f64)>);

impl Curve {
    /// The first thing wrong with it.
    pub fn fault(&self, rises: bool) -> Option<String> {
        if self.0.len() < 2 {
            return Some("curve 至少要有两个点，如 [[0, 0], [3, 8]]".to_owned());
        }
        if self
            .0
            .iter()
            .any(|(v, p)| !v.is_finite() || !(0.0..=100.0).contains(p))
        {
            return Some("curve 的分值应在 0 到 100 之间".to_owned());
        }
        let wrong =
            |w: &[(f64, f64)]| w[1].0 < w[0].0 || (w[1].1 < w[0].1) == rises && w[1].1 != w[0].1;
        self.0.windows(2).any(wrong).then(|| {
            "curve 的值应从小到大；direction 为 up 时分值不能下降，为 down 时不能上升".to_owned()
        })
    }

    /// The points of a value.
    pub fn points(&self, value: f64) -> Points {
        let after = self.0.partition_point(|(v, _)| *v <= value);
        let (Some(before), next) = (
            after.checked_sub(1).and_then(|at| self.0.get(at)),
            self.0.get(after),
        ) else {
            return Points::round(self.0.first().map_or(0.0, |(_, p)| *p));
        };
        Points::round(match next {
            Some((to, points)) => {
                before.1 + (points - before.1) * (value - before.0) / (to - before.0)
            }
            None => before.1,
        })
    }

    /// The curve with all points multiplied.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self(
            self.0
                .iter()
                .map(|(value, points)| (*value, (points * factor).clamp(0.0, 100.0)))
                .collect(),
        )
    }

    /// The most points it can give.
    pub fn most(&self) -> Points {
        Points::round(self.0.iter().map(|(_, p)| *p).fold(0.0, f64::max))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn straight_between_level_beyond_and_stepping_where_told() {
        let curve = Curve(vec![(0.0, 0.0), (1.0, 4.0), (3.0, 8.0)]);
        let points = |v| curve.points(v).number();
        assert_eq!(
            [-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 99.0].map(points),
            [0.0, 0.0, 2.0, 4.0, 6.0, 8.0, 8.0]
        );
        let step = Curve(vec![(0.0, 0.0), (3.0, 0.0), (3.0, 5.0)]);
        assert_eq!(
            [2.9, 3.0, 4.0].map(|v| step.points(v).number()),
            [0.0, 5.0, 5.0]
        );
    }

    #[test]
    fn a_curve_against_its_direction_is_refused() {
        let falling = Curve(vec![(0.0, 8.0), (5.0, 0.0)]);
        assert!(falling.fault(true).is_some());
        assert!(falling.fault(false).is_none());
    }

    proptest! {
        #[test]
        fn more_of_it_never_gives_fewer_points(
            corners in prop::collection::vec((0.0..100.0_f64, 0.0..20.0_f64), 2..6),
            a in -10.0..120.0_f64,
            b in -10.0..120.0_f64,
        ) {
            let mut values: Vec<f64> = corners.iter().map(|c| c.0).collect();
            let mut points: Vec<f64> = corners.iter().map(|c| c.1).collect();
            values.sort_by(f64::total_cmp);
            points.sort_by(f64::total_cmp);
            let curve = Curve(values.into_iter().zip(points).collect());
            prop_assert!(curve.fault(true).is_none());
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(curve.points(low) <= curve.points(high));
            prop_assert!(curve.points(high) <= curve.most());
        }
    }
}
