//! Where a value stands among others, and medians. It must not know what the values are.

/// Sorted values of a market.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sorted(Vec<f64>);

impl Sorted {
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self(sorted)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Share of the market below the value, equals counted half: between 0 and 1, and ½ for the only one.
    pub fn standing(&self, value: f64) -> f64 {
        if self.0.is_empty() {
            return 0.5;
        }
        let below = self.0.partition_point(|other| *other < value);
        let up_to = self.0.partition_point(|other| *other <= value);
        count(below + up_to) / 2.0 / count(self.len())
    }

    pub fn median(&self) -> Option<f64> {
        let (half, odd) = (self.len() / 2, self.len() % 2 == 1);
        let upper = *self.0.get(half)?;
        Some(if odd {
            upper
        } else {
            f64::midpoint(self.0[half - 1], upper)
        })
    }
}

/// A small number as a float.
pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The mean, nothing of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count(values.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_share_their_place_and_the_only_one_stands_in_the_middle() {
        let market = Sorted::of([3.0, 1.0, 2.0, 2.0]);
        assert_eq!(market.standing(2.0), 0.5);
        assert_eq!(market.standing(3.0), 0.875);
        assert_eq!(market.standing(9.0), 1.0);
        assert_eq!(Sorted::of([7.0]).standing(7.0), 0.5);
        assert_eq!(market.median(), Some(2.0));
        assert_eq!(Sorted::default().median(), None);
    }
}
