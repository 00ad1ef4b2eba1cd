//! What carries over (可迁移判断): yes or no by signals alone, learned from the starter texts. It answers for texts of a kind
//! the office's own model has not seen, and for all texts where there is no own model. It must not know own models.

use std::fmt::Write;

use super::{
    calibration::Curve,
    key::Disorder,
    letters::{LetterReader, Letters},
    linear::{Learning, LinearRule, Rows},
    signal::{SignalList, SignalWork},
    starter::{StarterText, corpus},
};

pub(super) const SIGNALS: &str = include_str!("../../starter/signals.txt");
const WEIGHTS: &str = include_str!("../../starter/weights.txt");
const LEARNING: Learning = Learning {
    cost: 0.01,
    rounds: 300,
};
/// Signals of things gone wrong: without any of them a text tells of no event but, maybe, an offer.
const TROUBLE: [&str; 13] = [
    "崩盘失联",
    "集资罪名",
    "涉嫌集资",
    "传销指控",
    "诈骗指控",
    "受骗泛词",
    "拖欠关门",
    "案件动作",
    "办案",
    "诉求",
    "拉人奖励",
    "疑问",
    "疑心",
];
const FOLDS: usize = 6;
/// Texts written for the program are told apart more easily than those of the field: logits are drawn towards doubt.
const SHRINK: f32 = 0.9;
/// Half of the starter texts are offers and reports; of what an office reads, fewer.
const FIELD_SHARE: f32 = 0.3;

/// Weights of signals.
#[derive(Debug)]
pub(super) struct Transfer {
    list: SignalList,
    weights: Vec<f32>,
    offset: f32,
    /// Signals beside which a text may tell of an event.
    trouble: Vec<bool>,
}

impl Transfer {
    /// With the weights that ship.
    pub fn builtin(reader: &LetterReader) -> Self {
        Self::read(WEIGHTS, reader)
    }

    /// From lines of a feature's name and its weight in logits.
    fn read(file: &str, reader: &LetterReader) -> Self {
        let list = SignalList::read(SIGNALS, reader);
        let mut weights = vec![0.0; list.width()];
        let lines: std::collections::HashMap<&str, f32> = file
            .lines()
            .filter_map(|l| l.rsplit_once(' '))
            .filter_map(|(name, weight)| Some((name, weight.parse().ok()?)))
            .collect();
        for (number, weight) in weights.iter_mut().enumerate() {
            let name = list.feature_name(number);
            *weight = lines.get(name.as_str()).copied().unwrap_or(0.0);
        }
        let trouble = |at| {
            list.signal_name(at)
                .is_some_and(|name| TROUBLE.contains(&name))
        };
        Self {
            trouble: (0..list.singles_width() / 3).map(trouble).collect(),
            offset: lines.get("起点").copied().unwrap_or(0.0),
            list,
            weights,
        }
    }

    /// The logit of yes, by the features left in `work`.
    pub fn logit(&self, letters: &Letters, work: &mut SignalWork) -> f32 {
        self.list.features(letters, work);
        let weighed = work
            .features
            .iter()
            .map(|f| f.value * self.weight(f.number));
        self.offset + weighed.sum::<f32>()
    }

    /// Whether the text read into `work` holds a signal beside which it may tell of an event.
    pub fn tells_of_trouble(&self, work: &SignalWork) -> bool {
        let trouble = |signal: u8| self.trouble.get(usize::from(signal)) == Some(&true);
        work.hits.iter().any(|hit| trouble(hit.signal))
    }

    /// Features of single signals; their numbers come first.
    pub fn singles(&self) -> usize {
        self.list.singles_width()
    }

    /// What one unit of a feature adds to the logit.
    pub fn weight(&self, number: u32) -> f32 {
        self.weights.get(number as usize).copied().unwrap_or(0.0)
    }
}

/// Learns the weights from the starter texts: the file `starter/weights.txt`.
pub fn starter_weights(reader: &LetterReader) -> String {
    let list = SignalList::read(SIGNALS, reader);
    let texts = corpus();
    let rows = rows(&list, reader, &texts);
    let yes: Vec<bool> = texts.iter().map(|t| t.yes).collect();
    let all: Vec<u32> = (0..rows.len() as u32).collect();
    let curve = Curve::fit(&unseen_scores(&rows, &texts, &yes), &yes);
    let rule = LinearRule::learn(&rows, &all, &yes, LEARNING);
    let scale = curve.slope * SHRINK;
    let mut out =
        String::from("# 由自编语料学得，请勿手改：cargo run -p fangfei-lens --example starter\n");
    let share = yes.iter().filter(|y| **y).count() as f32 / yes.len().max(1) as f32;
    let rarer = (FIELD_SHARE / (1.0 - FIELD_SHARE)).ln() - (share / (1.0 - share)).ln();
    let offset = (curve.slope * rule.bias + curve.offset + rarer) * SHRINK;
    line(&mut out, "起点", offset);
    for (number, weight) in rule.weights.iter().enumerate() {
        line(&mut out, &list.feature_name(number), weight * scale);
    }
    out
}

fn line(out: &mut String, name: &str, weight: f32) {
    if weight.abs() >= 0.001 {
        // Writing into a string does not fail.
        let _ = writeln!(out, "{name} {weight:.3}");
    }
}

fn rows(list: &SignalList, reader: &LetterReader, texts: &[StarterText]) -> Rows {
    let mut rows = Rows::default();
    let (mut letters, mut work) = (Letters::default(), SignalWork::default());
    for text in texts {
        reader.read(&text.text, &mut letters);
        list.features(&letters, &mut work);
        let row: Vec<(u32, f32)> = work.features.iter().map(|f| (f.number, f.value)).collect();
        rows.push(&row);
    }
    rows.width = list.width();
    rows
}

/// Scores of texts by rules that have not seen their templates.
fn unseen_scores(rows: &Rows, texts: &[StarterText], yes: &[bool]) -> Vec<f32> {
    let templates = texts.iter().map(|t| t.template).max().unwrap_or(0) + 1;
    let mut order: Vec<usize> = (0..templates).collect();
    Disorder::new(7).shuffle(&mut order);
    let fold = |at: usize| order[texts[at].template] % FOLDS;
    let mut scores = vec![0.0; texts.len()];
    for held in 0..FOLDS {
        let (out, seen): (Vec<usize>, Vec<usize>) =
            (0..texts.len()).partition(|at| fold(*at) == held);
        let seen: Vec<u32> = seen.into_iter().map(|at| at as u32).collect();
        let rule = LinearRule::learn(rows, &seen, yes, LEARNING);
        for at in out {
            scores[at] = rule.score(rows, at);
        }
    }
    scores
}
