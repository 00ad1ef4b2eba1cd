//! A trained model (文本模型): known runs of letters, what each is worth for every label, and how scores become probabilities.
//! It must not know how it was trained or where it is kept.

use super::{
    gram::{Found, LONGEST, Vocabulary},
    letters::Letters,
    names::Tagger,
    signal::SignalFeature,
    source::Source,
    standing::{Standing, looks},
};

/// One question the model answers: yes or no, or an event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// The event; empty for the question of illegal fundraising.
    pub name: String,
    /// What one step of a weight is worth.
    pub scale: f32,
    pub bias: f32,
    pub standing: Standing,
    /// Which heads are rivals: answers that mostly hold where this one does not.
    pub rivals: Vec<bool>,
}

impl Head {
    /// The starter's logit, where it answers the same question.
    pub fn carried(&self, carried: f32) -> f32 {
        if self.name.is_empty() { carried } else { 0.0 }
    }
}

/// How answers are worded: as in the training data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wording {
    pub yes: String,
    pub no: String,
    /// Each text has exactly one of several classes: the answer is its name.
    pub classes: bool,
}

/// A trained model.
#[derive(Debug)]
pub struct Model {
    pub(super) keys: Vec<u64>,
    pub(super) vocabulary: Vocabulary,
    /// Rarity of each run, squared into the length of a text.
    pub(super) rarity: Vec<f32>,
    /// Weights of each run for all heads and, last, for the rule of the source; rarity included, in steps of their scale.
    pub(super) steps: Vec<i16>,
    /// What each feature of a single signal adds to the scores of all heads.
    pub(super) signals: Vec<f32>,
    pub(super) heads: Vec<Head>,
    /// Whether the first head is the question of illegal fundraising.
    pub(super) answers_yes: bool,
    pub(super) source: Source,
    pub(super) wording: Wording,
    pub(super) names: Option<Tagger>,
}

/// Buffers used again from text to text.
#[derive(Debug, Default)]
pub(super) struct ModelWork {
    /// Runs found, each once.
    pub found: Vec<Found>,
    /// Logits of all heads.
    pub logits: Vec<f32>,
    /// What a step of the first head is worth in the logit of this text.
    pub unit: f32,
    /// Share of known runs.
    pub known: f32,
    /// How much the model's own answer counts.
    pub trust: f32,
    sums: Vec<i32>,
    scores: Vec<f32>,
    seen: Vec<u32>,
    turn: u32,
}

/// Places for telling repeated runs within a text.
const SEEN: usize = 1 << 12;

impl Model {
    /// Scores a text; `carried` is the starter's logit of it, `features` its signals.
    pub(super) fn score(
        &self,
        letters: &Letters,
        carried: f32,
        features: &[SignalFeature],
        work: &mut ModelWork,
    ) {
        let width = self.width();
        work.begin(width);
        let ModelWork {
            found,
            sums,
            seen,
            turn,
            ..
        } = work;
        let mut square = 0.0f32;
        let familiar = self.vocabulary.walk(&letters.codes, |run| {
            // A place taken by another run of this text lets a repetition count again, which is rare and harmless.
            let place = &mut seen[(run.row.wrapping_mul(0x9E37_79B1) >> 20) as usize];
            let mark = run.row ^ turn.wrapping_mul(0x85EB_CA6B);
            if *place == mark {
                return;
            }
            *place = mark;
            let row = run.row as usize;
            square += self.rarity[row] * self.rarity[row];
            let steps = &self.steps[row * width..(row + 1) * width];
            for (sum, step) in sums.iter_mut().zip(steps) {
                *sum += i32::from(*step);
            }
            found.push(run);
        });
        let length = square.sqrt().max(1e-6);
        work.known = known_share(familiar, letters.codes.len());
        work.unit = self
            .heads
            .first()
            .map_or(0.0, |h| h.scale * h.standing.slope() / length);
        let kin = work.sums.last().copied().unwrap_or_default();
        let kin = self.source.scale * kin as f32 / length + self.source.bias;
        work.trust = self.source.trust(work.known, kin);
        let scored = self.heads.iter().zip(&work.sums);
        work.scores
            .extend(scored.map(|(h, sum)| h.scale * *sum as f32 / length + h.bias));
        self.add_signals(features, &mut work.scores);
        let (heads, scores) = (self.heads.iter(), &work.scores);
        work.logits.extend(heads.zip(scores).map(|(head, score)| {
            head.standing
                .logit(&looks(*score, scores, &head.rivals, head.carried(carried)))
        }));
    }

    fn add_signals(&self, features: &[SignalFeature], scores: &mut [f32]) {
        let heads = self.heads.len();
        for feature in features {
            let from = feature.number as usize * heads;
            // Pairs of signals come after the single ones and are not looked at.
            let Some(weights) = self.signals.get(from..from + heads) else {
                continue;
            };
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight * feature.value;
            }
        }
    }

    /// Weights of one run: one for each head and one for the rule of the source.
    pub(super) fn width(&self) -> usize {
        self.heads.len() + 1
    }

    /// Events the model knows.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        self.heads
            .iter()
            .skip(usize::from(self.answers_yes))
            .map(|h| h.name.as_str())
    }

    /// Names in texts, where the training data named some.
    pub fn names(&self) -> Option<&Tagger> {
        self.names.as_ref()
    }

    /// Known runs of letters.
    pub fn known_runs(&self) -> usize {
        self.vocabulary.len()
    }
}

impl ModelWork {
    fn begin(&mut self, width: usize) {
        self.found.clear();
        self.logits.clear();
        self.sums.clear();
        self.scores.clear();
        self.sums.resize(width, 0);
        self.seen.resize(SEEN, 0);
        self.turn = self.turn.wrapping_add(1);
    }
}

/// Share of known among the runs of three letters of a text.
pub(super) fn known_share(familiar: usize, letters: usize) -> f32 {
    familiar as f32 / letters.saturating_sub(super::gram::FAMILIAR - 1).max(1) as f32
}

const _: () = assert!(LONGEST >= super::gram::FAMILIAR);
