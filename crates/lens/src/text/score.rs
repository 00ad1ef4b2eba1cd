//! How well answers agree with the truth: precision, recall, F1, area under the curve, Brier score, calibration error. It must
//! not know how answers come about.

use serde::Serialize;

/// Scores of one question with yes or no for an answer. Shares between 0 and 1; `None` where the question never arises.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// Texts.
    pub texts: usize,
    /// Texts where yes is true.
    pub positive: usize,
    /// Texts answered with yes (probability of at least one half).
    pub answered: usize,
    /// True among those answered with yes.
    pub hits: usize,
    /// Share of the answers of yes that are true.
    pub precision: Option<f64>,
    /// Share of the true ones that were answered with yes.
    pub recall: Option<f64>,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Chance that a true one gets a higher probability than another.
    pub auc: Option<f64>,
    /// Mean squared distance of probability and truth.
    pub brier: f64,
    /// Mean distance of probability and share of truth over ten equal steps of probability.
    pub calibration_error: f64,
}

impl Scores {
    /// Of pairs of probability and truth.
    pub fn of(answers: &[(f32, bool)]) -> Self {
        let positive = answers.iter().filter(|(_, y)| *y).count();
        let answered = answers.iter().filter(|(p, _)| *p >= 0.5).count();
        let hits = answers.iter().filter(|(p, y)| *p >= 0.5 && *y).count();
        Self {
            texts: answers.len(),
            positive,
            answered,
            hits,
            precision: share(hits, answered),
            recall: share(hits, positive),
            f1: share(2 * hits, answered + positive).unwrap_or(0.0),
            auc: auc(answers, positive),
            brier: mean(
                answers
                    .iter()
                    .map(|(p, y)| (f64::from(*p) - f64::from(u8::from(*y))).powi(2)),
            ),
            calibration_error: calibration_error(answers),
        }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

/// By ranks; equal probabilities share their rank.
fn auc(answers: &[(f32, bool)], positive: usize) -> Option<f64> {
    let negative = answers.len() - positive;
    if positive == 0 || negative == 0 {
        return None;
    }
    let mut sorted = answers.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut won) = (0.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let yes = equal.iter().filter(|(_, y)| *y).count() as f64;
        let no = equal.len() as f64 - yes;
        won += yes * (below + no / 2.0);
        below += no;
    }
    Some(won / (positive as f64 * negative as f64))
}

fn calibration_error(answers: &[(f32, bool)]) -> f64 {
    let mut steps = [(0.0f64, 0.0f64); 10];
    for (p, y) in answers {
        let step = ((p * 10.0) as usize).min(9);
        steps[step].0 += f64::from(*p);
        steps[step].1 += f64::from(u8::from(*y));
    }
    let off: f64 = steps.iter().map(|(p, y)| (p - y).abs()).sum();
    off / answers.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_the_book() {
        let s = Scores::of(&[(0.9, true), (0.6, false), (0.4, true), (0.1, false)]);
        assert_eq!((s.precision, s.recall, s.f1), (Some(0.5), Some(0.5), 0.5));
        assert_eq!(s.auc, Some(0.75));
        assert!((s.brier - (0.01 + 0.36 + 0.36 + 0.01) / 4.0).abs() < 1e-6);
        let none = Scores::of(&[(0.1, false)]);
        assert_eq!((none.precision, none.recall, none.auc), (None, None, None));
    }
}
