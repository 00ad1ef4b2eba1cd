//! A linear rule learned from examples: support vector machine with squared hinge loss, by dual coordinate descent
//! (Hsieh et al., A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML 2008). It must not know texts.

use super::key::Disorder;

/// Examples as rows of numbers of features and their values.
#[derive(Debug, Default)]
pub(super) struct Rows {
    starts: Vec<usize>,
    features: Vec<u32>,
    values: Vec<f32>,
    /// One more than the largest number of a feature.
    pub width: usize,
}

/// How a rule is learned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Learning {
    /// Weight of an example's error against the size of the rule.
    pub cost: f32,
    /// Rounds at most.
    pub rounds: usize,
}

/// A learned rule.
#[derive(Debug, Clone, Default)]
pub(super) struct LinearRule {
    pub weights: Vec<f32>,
    pub bias: f32,
}

impl Rows {
    /// Adds an example.
    pub fn push(&mut self, row: &[(u32, f32)]) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        for (feature, value) in row {
            self.features.push(*feature);
            self.values.push(*value);
            self.width = self.width.max(*feature as usize + 1);
        }
        self.starts.push(self.features.len());
    }

    /// The examples of both, those of `other` last.
    pub fn joined(one: &Self, other: &Self) -> Self {
        let mut made = Self::default();
        for rows in [one, other] {
            for at in 0..rows.len() {
                let row: Vec<(u32, f32)> = rows.row(at).map(|(f, v)| (f as u32, v)).collect();
                made.push(&row);
            }
        }
        made.width = one.width.max(other.width);
        made
    }

    /// The features of each example and those of the same example in `other`, numbered after them.
    pub fn beside(one: &Self, other: &Self) -> Self {
        let mut made = Self::default();
        let shift = one.width as u32;
        for at in 0..one.len() {
            let first = one.row(at).map(|(f, v)| (f as u32, v));
            let second = other.row(at).map(|(f, v)| (f as u32 + shift, v));
            let row: Vec<(u32, f32)> = first.chain(second).collect();
            made.push(&row);
        }
        made.width = one.width + other.width;
        made
    }

    /// Examples.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Features and values of an example.
    pub fn row(&self, at: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let range = self.starts[at]..self.starts[at + 1];
        let features = self.features[range.clone()].iter().map(|f| *f as usize);
        features.zip(self.values[range].iter().copied())
    }
}

impl LinearRule {
    /// The rule that tells the `chosen` examples with `yes` from those without.
    pub fn learn(rows: &Rows, chosen: &[u32], yes: &[bool], learning: Learning) -> Self {
        let mut rule = Self {
            weights: vec![0.0; rows.width],
            bias: 0.0,
        };
        let slack = 0.5 / learning.cost;
        let squares: Vec<f32> = chosen
            .iter()
            .map(|i| 1.0 + slack + rows.row(*i as usize).map(|(_, v)| v * v).sum::<f32>())
            .collect();
        let mut alphas = vec![0.0f32; chosen.len()];
        let mut order: Vec<u32> = (0..chosen.len() as u32).collect();
        let mut disorder = Disorder::new(0x5EED);
        for _ in 0..learning.rounds {
            disorder.shuffle(&mut order);
            let mut worst = 0.0f32;
            for at in order.iter().map(|at| *at as usize) {
                let row = chosen[at] as usize;
                let side = if yes[row] { 1.0 } else { -1.0 };
                let slope = side * rule.score(rows, row) - 1.0 + slack * alphas[at];
                let pull = if alphas[at] > 0.0 {
                    slope
                } else {
                    slope.min(0.0)
                };
                worst = worst.max(pull.abs());
                if pull.abs() > 1e-6 {
                    let new = (alphas[at] - slope / squares[at]).max(0.0);
                    rule.shift(rows, row, (new - alphas[at]) * side);
                    alphas[at] = new;
                }
            }
            if worst < 0.05 {
                break;
            }
        }
        rule
    }

    /// The score of an example.
    pub fn score(&self, rows: &Rows, row: usize) -> f32 {
        let weighed = rows.row(row).map(|(f, v)| self.weights[f] * v);
        self.bias + weighed.sum::<f32>()
    }

    fn shift(&mut self, rows: &Rows, row: usize, by: f32) {
        for (feature, value) in rows.row(row) {
            self.weights[feature] += by * value;
        }
        self.bias += by;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_told_apart_is_told_apart() {
        let mut rows = Rows::default();
        let mut yes = Vec::new();
        for i in 0..40u32 {
            rows.push(&[(i % 2, 1.0), (2 + i % 5, 0.5)]);
            yes.push(i % 2 == 0);
        }
        let chosen: Vec<u32> = (0..40).collect();
        let learning = Learning {
            cost: 1.0,
            rounds: 50,
        };
        let rule = LinearRule::learn(&rows, &chosen, &yes, learning);
        assert!((0..40).all(|i| (rule.score(&rows, i) > 0.0) == yes[i]));
    }
}
