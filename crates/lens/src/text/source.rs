//! Whether a text is of the kind a model was trained on (来路): by how much of it is known, and by a rule that tells the
//! office's texts from the starter's. It must not know what a text is taken for.

use super::{
    calibration::{Curve, sigmoid},
    letters::{LetterReader, Letters},
    linear::{Learning, LinearRule, Rows},
    rows::{Corpus, FOLDS},
    starter::corpus,
};

/// Share of the training texts that, held out, would be taken for strange or doubtful.
const STRANGEST: f32 = 0.03;
/// Neither of the two doubts counts further than this, in logits.
const CLEAREST: f32 = 6.0;
const LEARNING: Learning = Learning {
    cost: 0.05,
    rounds: 30,
};

/// How far texts are of the kind the model was trained on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Source {
    /// Share of known runs at which a text is half familiar.
    pub centre: f32,
    /// How fast familiarity grows with the share.
    pub width: f32,
    /// What one step of a weight of the rule is worth.
    pub scale: f32,
    /// The rule's score of a text without known runs.
    pub bias: f32,
    /// From the rule's score to the logit that a text is the office's rather than like the starter's.
    pub curve: Curve,
}

impl Source {
    /// Familiarity by the share of known runs alone, 0 to 1.
    pub fn familiar(&self, known: f32) -> f32 {
        sigmoid((known - self.centre) / self.width)
    }

    /// How much the model's own answer counts, 0 to 1: the text must be familiar, and more like the office's than like the
    /// starter's; one makes up for some lack of the other.
    pub fn trust(&self, known: f32, score: f32) -> f32 {
        let familiar = (known - self.centre) / self.width;
        let [familiar, kin] =
            [familiar, self.curve.logit(score)].map(|l| l.clamp(-CLEAREST, CLEAREST));
        sigmoid((familiar + kin) / 2.0)
    }
}

/// The learned rule: above 0 for the office's texts, below for the starter's.
pub(super) struct Kin {
    pub rule: LinearRule,
    /// Scores of the office's texts by rules that have not seen them.
    pub unseen: Vec<f32>,
    curve: Curve,
}

impl Kin {
    /// Learns the rule from the office's texts and the starter's.
    pub fn learn(office: &Corpus, folds: &[usize], reader: &LetterReader) -> Self {
        let starter = corpus();
        let letters: Vec<Letters> = starter
            .iter()
            .map(|t| {
                let mut letters = Letters::default();
                reader.read(&t.text, &mut letters);
                letters
            })
            .collect();
        let own = office.rows.len();
        let rows = Rows::joined(&office.rows, &office.rows_of(&letters));
        let folds: Vec<usize> = folds
            .iter()
            .copied()
            .chain(starter.iter().map(|t| t.template % FOLDS))
            .collect();
        let yes: Vec<bool> = (0..rows.len()).map(|at| at < own).collect();
        let mut unseen = vec![0.0; rows.len()];
        for part in 0..FOLDS {
            let (held, seen): (Vec<usize>, Vec<usize>) =
                (0..rows.len()).partition(|at| folds[*at] == part);
            let seen: Vec<u32> = seen.into_iter().map(|at| at as u32).collect();
            let rule = LinearRule::learn(&rows, &seen, &yes, LEARNING);
            for at in held {
                unseen[at] = rule.score(&rows, at);
            }
        }
        let curve = as_if_equal(Curve::fit(&unseen, &yes), own, letters.len());
        unseen.truncate(own);
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        Self {
            rule: LinearRule::learn(&rows, &all, &yes, LEARNING),
            unseen,
            curve,
        }
    }

    /// The judgement of a model; `known` are the shares of known runs of the office's texts, `scale` what a step is worth.
    pub fn source(&self, known: &[f32], scale: f32) -> Source {
        let mut sorted = known.to_vec();
        sorted.sort_by(f32::total_cmp);
        let at = |share: f32| sorted[(share * (sorted.len() - 1) as f32) as usize];
        let (centre, middle) = (at(STRANGEST), at(0.5));
        Source {
            centre,
            width: ((middle - centre) / 8.0).max(0.01),
            scale,
            bias: self.rule.bias,
            curve: self.curve,
        }
    }
}

/// How many texts an office has labelled says nothing of where the next one comes from.
fn as_if_equal(curve: Curve, own: usize, other: usize) -> Curve {
    Curve {
        offset: curve.offset - (own as f32 / other as f32).ln(),
        ..curve
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trusted_that_is_familiar_and_of_the_kind() {
        let source = Source {
            centre: 0.2,
            width: 0.05,
            scale: 1.0,
            bias: 0.0,
            curve: Curve {
                slope: 10.0,
                offset: 0.0,
            },
        };
        assert!(source.trust(0.6, 1.0) > 0.95);
        assert!(source.trust(0.4, -1.0) < 0.5 && source.trust(0.1, 0.1) < 0.5);
        assert!(source.trust(0.05, -1.0) < 0.05);
        assert!(
            source.trust(0.15, 1.0) > 0.5,
            "known little, but written like the office's"
        );
    }

    #[test]
    fn the_number_of_texts_says_nothing_of_the_next_one() {
        let curve = Curve {
            slope: 2.0,
            offset: 3.0,
        };
        assert!((as_if_equal(curve, 400, 400).offset - 3.0).abs() < 1e-6);
        assert!(as_if_equal(curve, 4000, 400).offset < 1.0);
    }
}
