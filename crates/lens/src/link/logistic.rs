//! A weighted sum and its probability. It must not know what the figures stand for.

/// Weights of a logistic model, in the order of the features, and the constant.
#[derive(Debug)]
pub(super) struct Logistic<const N: usize> {
    pub constant: f64,
    pub weights: [f64; N],
}

impl<const N: usize> Logistic<N> {
    /// Probability of the features.
    pub fn probability(&self, features: &[f64; N]) -> f64 {
        let sum: f64 = features.iter().zip(&self.weights).map(|(x, w)| x * w).sum();
        sigmoid(self.constant + sum)
    }
}

/// The logistic function.
pub(super) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
