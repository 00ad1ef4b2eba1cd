//! How a score stands among the scores of the rival answers (对照), and the probability that follows: most texts tell of one
//! event, so that a score says more when no other answer scores as high. A logistic curve over both, fitted to scores of texts
//! the rules have not seen. It must not know texts.

use super::calibration::Curve;

/// What is looked at: the score, the best and the second of its rivals, by how much it is above the best, and the starter's
/// logit, where the question is one the starter answers too.
pub(super) const LOOKS: usize = 5;
const SIZE: usize = LOOKS + 1;
/// The starter's logit counts no further than this.
const CLEAREST: f32 = 4.0;
/// The score of a rival where there is none: a clear no.
const NO_RIVAL: f32 = -1.0;
/// What half of a squared weight costs against the likelihood.
const PENALTY: f64 = 0.1;
/// A weight of the score below this says that the fit failed.
const LEAST_SLOPE: f32 = 0.1;

/// A logistic curve over a score and its rivals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    pub weights: [f32; LOOKS],
    pub offset: f32,
}

/// What is looked at for one answer. `rivals` says which of the scores are rivals.
pub(super) fn looks(score: f32, scores: &[f32], rivals: &[bool], carried: f32) -> [f32; LOOKS] {
    let (mut best, mut second) = (NO_RIVAL, NO_RIVAL);
    let rival = scores.iter().zip(rivals).filter(|(_, r)| **r);
    for (other, _) in rival {
        if *other > best {
            (best, second) = (*other, best);
        } else {
            second = second.max(*other);
        }
    }
    let carried = carried.clamp(-CLEAREST, CLEAREST);
    [score, best, second, (score - best).max(0.0), carried]
}

impl Standing {
    /// Fits the curve: penalised likelihood, by Newton's method.
    pub fn fit(looks: &[[f32; LOOKS]], yes: &[bool]) -> Self {
        let mut at = [0.0f64; SIZE];
        for _ in 0..40 {
            let (mut slope, mut bend) = ([0.0f64; SIZE], [[0.0f64; SIZE]; SIZE]);
            for (looks, y) in looks.iter().zip(yes) {
                let row = row(looks);
                let score: f64 = row.iter().zip(at).map(|(v, w)| v * w).sum();
                let p = 1.0 / (1.0 + (-score).exp());
                let (error, weight) = (p - f64::from(u8::from(*y)), p * (1.0 - p));
                for i in 0..SIZE {
                    slope[i] += error * row[i];
                    for (cell, other) in bend[i].iter_mut().zip(row) {
                        *cell += weight * row[i] * other;
                    }
                }
            }
            for i in 0..SIZE {
                let penalty = if i < LOOKS { PENALTY } else { 1e-3 };
                slope[i] += penalty * at[i];
                bend[i][i] += penalty;
            }
            let step = solved(bend, slope);
            let longest = step.iter().fold(0.0f64, |m, s| m.max(s.abs()));
            let reach = (3.0 / longest.max(1e-12)).min(1.0);
            at.iter_mut().zip(step).for_each(|(w, s)| *w -= reach * s);
            if longest < 1e-6 {
                break;
            }
        }
        let made = Self {
            weights: [0, 1, 2, 3, 4].map(|i| at[i] as f32),
            offset: at[LOOKS] as f32,
        };
        let sound = made.slope() >= LEAST_SLOPE && made.weights.iter().all(|w| w.is_finite());
        if sound { made } else { Self::alone(looks, yes) }
    }

    /// By the score alone.
    fn alone(looks: &[[f32; LOOKS]], yes: &[bool]) -> Self {
        let scores: Vec<f32> = looks.iter().map(|l| l[0]).collect();
        let Curve { slope, offset } = Curve::fit(&scores, yes);
        Self {
            weights: [slope, 0.0, 0.0, 0.0, 0.0],
            offset,
        }
    }

    /// Moved so that one half is where the harmonic mean of precision and recall is best.
    pub fn centred(self, looks: &[[f32; LOOKS]], yes: &[bool]) -> Self {
        let logits: Vec<f32> = looks.iter().map(|l| self.logit(l)).collect();
        let curve = Curve {
            slope: 1.0,
            offset: 0.0,
        };
        Self {
            offset: self.offset + curve.centred(&logits, yes).offset,
            ..self
        }
    }

    /// The logit of what is looked at.
    pub fn logit(&self, looks: &[f32; LOOKS]) -> f32 {
        let weighed = looks.iter().zip(self.weights).map(|(v, w)| v * w);
        self.offset + weighed.sum::<f32>()
    }

    /// How much of the starter's logit goes into this one.
    pub fn starter(&self) -> f32 {
        self.weights[LOOKS - 1]
    }

    /// What a step of the score alone adds to the logit.
    pub fn slope(&self) -> f32 {
        self.weights[0] + self.weights[3] / 2.0
    }
}

fn row(looks: &[f32; LOOKS]) -> [f64; SIZE] {
    let mut row = [1.0; SIZE];
    row.iter_mut()
        .zip(looks)
        .for_each(|(place, look)| *place = f64::from(*look));
    row
}

/// The solution of a small symmetric system, by elimination.
fn solved(mut matrix: [[f64; SIZE]; SIZE], mut right: [f64; SIZE]) -> [f64; SIZE] {
    for pivot in 0..SIZE {
        let top = matrix[pivot];
        let base = if top[pivot].abs() < 1e-12 {
            1e-12
        } else {
            top[pivot]
        };
        for below in pivot + 1..SIZE {
            let share = matrix[below][pivot] / base;
            for (cell, above) in matrix[below].iter_mut().zip(top) {
                *cell -= share * above;
            }
            right[below] -= share * right[pivot];
        }
    }
    for pivot in (0..SIZE).rev() {
        let known: f64 = (pivot + 1..SIZE).map(|i| matrix[pivot][i] * right[i]).sum();
        let base = matrix[pivot][pivot];
        right[pivot] = (right[pivot] - known) / if base.abs() < 1e-12 { 1e-12 } else { base };
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_a_rival_outdoes_is_doubted() {
        let (mut seen, mut yes) = (Vec::new(), Vec::new());
        for i in 0..2000 {
            let (own, rival) = (
                (i % 20) as f32 / 10.0 - 1.0,
                (i / 20 % 20) as f32 / 10.0 - 1.0,
            );
            seen.push(looks(own, &[own, rival], &[false, true], 0.0));
            yes.push(own > rival && (i % 7 > 0));
        }
        let standing = Standing::fit(&seen, &yes);
        let logit = |own, rival| standing.logit(&looks(own, &[rival], &[true], 0.0));
        assert!(logit(0.5, -0.5) > 0.0 && logit(0.5, 0.9) < 0.0);
        assert!(logit(0.5, -0.5) > logit(0.5, 0.2));
    }

    #[test]
    fn without_rivals_the_score_decides() {
        let seen: Vec<[f32; LOOKS]> = (0..100)
            .map(|i| looks(i as f32 / 50.0 - 1.0, &[], &[], 0.0))
            .collect();
        let yes: Vec<bool> = (0..100).map(|i| i >= 50).collect();
        let standing = Standing::fit(&seen, &yes).centred(&seen, &yes);
        let logit = |s| standing.logit(&looks(s, &[], &[], 0.0));
        assert!(logit(0.6) > 0.0 && logit(-0.6) < 0.0);
    }
}
