//! From a score to a probability: a logistic curve fitted to scores of texts the rule has not seen (Platt 1999, with the
//! targets of Lin, Lin and Weng 2007), moved a little so that one half is where yes begins. It must not know texts.

/// A logistic curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    pub slope: f32,
    pub offset: f32,
}

/// How far the point of decision may be moved, in logits: a calibrated probability of 0.35 may become one half, no more.
const FURTHEST: f64 = 0.62;
/// A rare answer is one of so many texts. It is seldom likelier than not and would never be given: the fewer texts tell of it,
/// the further its point of decision may be moved, in logits this number by the root of their count, but no further than
/// [`FURTHEST_OF_FEW`].
const RARE: usize = 20;
const REACH_OF_FEW: f64 = 8.0;
const FURTHEST_OF_FEW: f64 = 3.0;

impl Curve {
    /// Fits a curve to scores and outcomes. With outcomes of one kind only it stays shy of certainty.
    pub fn fit(scores: &[f32], yes: &[bool]) -> Self {
        let positive = yes.iter().filter(|y| **y).count() as f64;
        let negative = yes.len() as f64 - positive;
        let target = |y: bool| {
            if y {
                (positive + 1.0) / (positive + 2.0)
            } else {
                1.0 / (negative + 2.0)
            }
        };
        let (mut a, mut b) = (1.0f64, ((positive + 1.0) / (negative + 1.0)).ln());
        for _ in 0..60 {
            let mut sums = [0.0f64; 5];
            for (score, y) in scores.iter().zip(yes) {
                let s = f64::from(*score);
                let p = sigmoid64(a * s + b);
                let (error, weight) = (p - target(*y), p * (1.0 - p));
                let terms = [error * s, error, weight * s * s, weight * s, weight];
                sums.iter_mut().zip(terms).for_each(|(sum, t)| *sum += t);
            }
            let [ga, gb, haa, hab, hbb] = sums;
            let (haa, hbb) = (haa + 1e-6, hbb + 1e-6);
            let determinant = (haa * hbb - hab * hab).max(1e-9);
            let (da, db) = (
                (hbb * ga - hab * gb) / determinant,
                (haa * gb - hab * ga) / determinant,
            );
            let reach = (2.0 / da.abs().max(db.abs()).max(1e-12)).min(1.0);
            (a, b) = ((a - reach * da).max(1e-3), b - reach * db);
            if da.abs() + db.abs() < 1e-7 {
                break;
            }
        }
        Self {
            slope: a as f32,
            offset: b as f32,
        }
    }

    /// The curve moved so that one half lies where the harmonic mean of precision and recall is best.
    pub fn centred(self, scores: &[f32], yes: &[bool]) -> Self {
        let Some(best) = best_cut(scores, yes) else {
            return self;
        };
        let at = f64::from(self.logit(best));
        let positive = yes.iter().filter(|y| **y).count();
        let few = REACH_OF_FEW / (positive.max(1) as f64).sqrt();
        let furthest = if positive * RARE <= yes.len() {
            few.clamp(FURTHEST, FURTHEST_OF_FEW)
        } else {
            FURTHEST
        };
        let moved = at.clamp(-furthest, FURTHEST);
        Self {
            offset: self.offset - moved as f32,
            ..self
        }
    }

    /// The logit of a score.
    pub fn logit(self, score: f32) -> f32 {
        self.slope * score + self.offset
    }
}

/// `1 / (1 + exp(-x))`.
pub(super) fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

fn sigmoid64(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The middle of the cuts whose F1 is almost the best: a single lucky text does not decide.
fn best_cut(scores: &[f32], yes: &[bool]) -> Option<f32> {
    let mut sorted: Vec<(f32, bool)> = scores.iter().copied().zip(yes.iter().copied()).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positive = yes.iter().filter(|y| **y).count() as f32;
    let mut hits = 0.0;
    let mut cuts = Vec::new();
    for (taken, (score, y)) in (1..).zip(&sorted) {
        hits += if *y { 1.0 } else { 0.0 };
        cuts.push((2.0 * hits / (taken as f32 + positive), *score));
    }
    let best = cuts.iter().map(|c| c.0).fold(0.0, f32::max);
    let near: Vec<f32> = cuts
        .iter()
        .filter(|c| c.0 >= best - 0.004)
        .map(|c| c.1)
        .collect();
    (best > 0.0).then(|| near.iter().sum::<f32>() / near.len() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_become_the_share_of_yes() {
        let scores: Vec<f32> = (0..4000).map(|i| (i % 100) as f32 / 10.0 - 5.0).collect();
        let share = |s: f32| sigmoid(1.5 * s - 0.5);
        let yes: Vec<bool> = (0..4000usize)
            .map(|i| share(scores[i]) > ((i / 100) as f32 + 0.5) / 40.0)
            .collect();
        let curve = Curve::fit(&scores, &yes);
        for s in [-2.0, -0.5, 0.0, 0.5, 2.0] {
            let (found, true_share) = (sigmoid(curve.logit(s)), share(s));
            assert!(
                (found - true_share).abs() < 0.03,
                "{s}: {found} {true_share}"
            );
        }
    }

    #[test]
    fn one_kind_of_outcome_leads_to_no_certainty() {
        let curve = Curve::fit(&[0.1, 0.5, -0.3], &[false; 3]);
        let p = sigmoid(curve.logit(0.5));
        assert!(p > 0.01 && p < 0.5, "{p}");
    }
}
