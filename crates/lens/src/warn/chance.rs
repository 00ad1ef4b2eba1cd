//! From points to a probability that keeps the stated share of failures. It must not know terms.

/// The logistic curve whose mean over a bell-shaped market is the base rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chance {
    middle: f64,
    slope: f64,
}

/// Points of the bell curve at equal shares: enough for three digits.
const STEPS: i32 = 400;

impl Chance {
    pub fn new(base_rate: f64, slope: f64) -> Self {
        let (mut low, mut high) = (-40.0, 40.0);
        for _ in 0..80 {
            let middle = f64::midpoint(low, high);
            if (Self { middle, slope }).mean() < base_rate {
                low = middle;
            } else {
                high = middle;
            }
        }
        Self {
            middle: f64::midpoint(low, high),
            slope,
        }
    }

    /// The probability at so many standard deviations above the market.
    pub fn of(self, deviations: f64) -> f64 {
        let odds = self.middle + self.slope * deviations.clamp(-4.0, 4.0);
        1.0 / (1.0 + (-odds).exp())
    }

    fn mean(self) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for step in -STEPS..=STEPS {
            let at = f64::from(step) * 4.0 / f64::from(STEPS);
            let density = (-at * at / 2.0).exp();
            sum += density * self.of(at);
            weight += density;
        }
        sum / weight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_the_base_rate_and_more_points_are_more_risk() {
        for base in [0.05, 0.42, 0.9] {
            let chance = Chance::new(base, 0.7);
            assert!((chance.mean() - base).abs() < 1e-6);
            assert!(chance.of(-1.0) < chance.of(0.0) && chance.of(0.0) < chance.of(2.0));
        }
        assert!((Chance::new(0.42, 0.0).of(3.0) - 0.42).abs() < 1e-6);
    }
}
