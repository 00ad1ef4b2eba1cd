//! Calibration (校准): weights learned from an office's own outcomes, reported beside the experts'. It must not take the
//! experts' place by itself: it writes factors that a person may try as a draft.
//!
//! The model is a logistic regression on the points of each indicator with no weight below none: more points never
//! lower the index, so that every learned index can still be told to a firm. Fitted by projected gradient steps with a
//! ridge; judged by cross-validation over folds made from the hash of the subject.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{error::IndexError, outcome::Outcomes, rule_set::RuleSet, score::Scored};

/// How the weights are learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationOptions {
    /// Folds of the cross-validation.
    pub folds: u8,
    /// Strength of the ridge: how many outcomes' worth of evidence a weight needs.
    pub ridge: f64,
}

impl Default for CalibrationOptions {
    fn default() -> Self {
        Self {
            folds: 5,
            ridge: 2.0,
        }
    }
}

/// An indicator's weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightLine {
    /// Id of the indicator.
    pub indicator: String,
    /// Its title.
    pub title: String,
    /// Subjects with an outcome to whom it gives points.
    pub subjects: usize,
    /// The bad among them.
    pub bad: usize,
    /// What its curve is to be multiplied by.
    pub factor: f64,
}

/// A fold held out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fold {
    /// Subjects held out.
    pub subjects: usize,
    /// The bad among them.
    pub bad: usize,
    /// AUC of the experts' weights.
    pub expert_auc: f64,
    /// AUC of the learned weights.
    pub learned_auc: f64,
}

/// What calibration found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Version of the rules whose weights were learned.
    pub rules: String,
    /// Subjects with an outcome.
    pub subjects: usize,
    /// The bad among them.
    pub bad: usize,
    /// Every fold.
    pub folds: Vec<Fold>,
    /// Mean over the folds, experts' weights.
    pub expert_auc: f64,
    /// Mean over the folds, learned weights.
    pub learned_auc: f64,
    /// Every indicator.
    pub weights: Vec<WeightLine>,
}

impl Calibration {
    /// The factors, for [`RuleSet::with_weights`].
    pub fn factors(&self) -> BTreeMap<String, f64> {
        self.weights
            .iter()
            .map(|w| (w.indicator.clone(), w.factor))
            .collect()
    }
}

/// A subject with its outcome.
struct Example {
    points: Vec<(usize, f64)>,
    bad: bool,
    fold: u8,
}

/// The least bad and good subjects from which anything can be learned.
const LEAST: usize = 20;

/// Learns weights from outcomes.
///
/// # Errors
/// [`IndexError::TooLittle`] with fewer than 20 bad or 20 good subjects.
pub fn calibrate(
    scored: &Scored,
    rules: &RuleSet,
    outcomes: &Outcomes,
    options: &CalibrationOptions,
) -> Result<Calibration, IndexError> {
    let examples = examples(scored, outcomes, options.folds.max(2));
    let bad = examples.iter().filter(|e| e.bad).count();
    if bad < LEAST || examples.len() - bad < LEAST {
        return Err(IndexError::TooLittle(format!(
            "校准至少需要 {LEAST} 个出事的和 {LEAST} 个没有出事的主体；现在有 {bad} 个和 {} 个",
            examples.len() - bad
        )));
    }
    let width = rules.indicators.len();
    let folds: Vec<Fold> = (0..options.folds.max(2))
        .filter_map(|fold| {
            let learned = fit(
                examples.iter().filter(|e| e.fold != fold),
                width,
                options.ridge,
            );
            fold_result(examples.iter().filter(|e| e.fold == fold), &learned)
        })
        .collect();
    let factors = scaled(&fit(examples.iter(), width, options.ridge), &examples);
    let mean =
        |of: fn(&Fold) -> f64| rounded(folds.iter().map(of).sum::<f64>() / count(folds.len()));
    Ok(Calibration {
        rules: rules.version.clone(),
        subjects: examples.len(),
        bad,
        expert_auc: mean(|f| f.expert_auc),
        learned_auc: mean(|f| f.learned_auc),
        weights: weights(rules, &examples, &factors),
        folds,
    })
}

fn examples(scored: &Scored, outcomes: &Outcomes, folds: u8) -> Vec<Example> {
    let example = |(subject, outcome): (&String, &super::Outcome)| {
        let number = scored.find(subject)?;
        let points = scored
            .hits(number)
            .map(|(at, _, hit)| (at, hit.points.number()))
            .collect();
        let hash = Sha256::digest(subject.as_bytes());
        Some(Example {
            points,
            bad: outcome.bad,
            fold: hash.first().copied().unwrap_or(0) % folds,
        })
    };
    outcomes.0.iter().filter_map(example).collect()
}

const STEPS: usize = 400;

/// Weights by projected gradient ascent on the penalised likelihood; the intercept is last.
fn fit<'e>(examples: impl Iterator<Item = &'e Example>, width: usize, ridge: f64) -> Vec<f64> {
    let examples: Vec<&Example> = examples.collect();
    let size = count(examples.len());
    let mut scale = vec![1e-6; width];
    for (at, points) in examples.iter().flat_map(|e| &e.points) {
        scale[*at] += points * points / size;
    }
    let share = count(examples.iter().filter(|e| e.bad).count()) / size;
    let mut weights = vec![0.0; width];
    let mut intercept = (share / (1.0 - share)).ln();
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; width];
        let mut of_intercept = 0.0;
        for example in &examples {
            let error = f64::from(u8::from(example.bad))
                - logistic(score(&example.points, &weights) + intercept);
            of_intercept += error;
            for (at, points) in &example.points {
                gradient[*at] += error * points;
            }
        }
        for at in 0..width {
            let slope = (gradient[at] - ridge * scale[at] * weights[at]) / size;
            weights[at] =
                (weights[at] + 2.0 * slope / (scale[at] * count(width).sqrt()).max(1e-3)).max(0.0);
        }
        intercept += 2.0 * of_intercept / size;
    }
    weights
}

/// Factors such that the bad keep their mean sum of points.
fn scaled(weights: &[f64], examples: &[Example]) -> Vec<f64> {
    let bad = || examples.iter().filter(|e| e.bad);
    let expert: f64 = bad().flat_map(|e| &e.points).map(|(_, p)| p).sum();
    let learned: f64 = bad().map(|e| score(&e.points, weights)).sum();
    let scale = if learned > 0.0 { expert / learned } else { 0.0 };
    weights.iter().map(|w| rounded(w * scale)).collect()
}

fn weights(rules: &RuleSet, examples: &[Example], factors: &[f64]) -> Vec<WeightLine> {
    let line = |(at, indicator): (usize, &crate::indicator::Indicator)| {
        let with: Vec<&Example> = examples
            .iter()
            .filter(|e| e.points.iter().any(|(of, p)| *of == at && *p > 0.0))
            .collect();
        WeightLine {
            indicator: indicator.id.clone(),
            title: indicator.title.clone(),
            subjects: with.len(),
            bad: with.iter().filter(|e| e.bad).count(),
            factor: factors.get(at).copied().unwrap_or(0.0),
        }
    };
    rules.indicators.iter().enumerate().map(line).collect()
}

fn fold_result<'e>(held_out: impl Iterator<Item = &'e Example>, learned: &[f64]) -> Option<Fold> {
    let held_out: Vec<&Example> = held_out.collect();
    let ones = vec![1.0; learned.len()];
    let by = |weights: &[f64]| {
        auc(held_out
            .iter()
            .map(|e| (score(&e.points, weights), e.bad))
            .collect())
    };
    Some(Fold {
        subjects: held_out.len(),
        bad: held_out.iter().filter(|e| e.bad).count(),
        expert_auc: by(&ones)?,
        learned_auc: by(learned)?,
    })
}

fn auc(mut scores: Vec<(f64, bool)>) -> Option<f64> {
    let bad = scores.iter().filter(|s| s.1).count();
    let good = scores.len() - bad;
    if bad == 0 || good == 0 {
        return None;
    }
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut won) = (0.0, 0.0);
    for tie in scores.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let tied_bad = count(tie.iter().filter(|s| s.1).count());
        let tied_good = count(tie.len()) - tied_bad;
        won += tied_bad * (below + tied_good / 2.0);
        below += tied_good;
    }
    Some(rounded(won / (count(bad) * count(good))))
}

fn score(points: &[(usize, f64)], weights: &[f64]) -> f64 {
    points
        .iter()
        .map(|(at, p)| weights.get(*at).copied().unwrap_or(0.0) * p)
        .sum()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of subjects, far below 2^53"
)]
fn count(n: usize) -> f64 {
    n as f64
}

fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(n: u32, points: &[(usize, f64)], bad: bool) -> Example {
        Example {
            points: points.to_vec(),
            bad,
            fold: u8::try_from(n % 5).unwrap_or(0),
        }
    }

    #[test]
    fn an_indicator_that_tells_gets_more_weight_than_one_that_does_not_and_none_is_negative() {
        let examples: Vec<Example> = (0..500)
            .map(|n| {
                let mut points = Vec::new();
                if n % 10 == 0 || n % 97 == 0 {
                    points.push((0, 4.0));
                }
                if n % 3 == 0 {
                    points.push((1, 4.0));
                }
                if n % 10 != 0 && n % 7 == 0 {
                    points.push((2, 4.0));
                }
                example(n, &points, n % 10 == 0)
            })
            .collect();
        let weights = fit(examples.iter(), 3, 2.0);
        assert!(weights.iter().all(|w| *w >= 0.0), "{weights:?}");
        assert!(weights[0] > 4.0 * weights[1].max(weights[2]), "{weights:?}");
        let fold =
            fold_result(examples.iter().filter(|e| e.fold == 0), &weights).expect("both kinds");
        assert!(fold.learned_auc > fold.expert_auc);
    }
}
