//! The words that decided: weights of features laid upon the letters they rest on, and the stretches that carry most. It must
//! not know models.

use serde::Serialize;

use super::letters::Letters;
use crate::script::stretch;

/// Stretches named for one text.
const MOST: usize = 5;
/// A letter belongs to a stretch when it carries this share of the weightiest letter.
const SHARE: f32 = 0.25;

/// A stretch of the text and what it added to the logit of yes; below 0 it spoke for no.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deciding {
    /// The words as they stand in the text.
    pub text: String,
    /// What they added.
    pub weight: f32,
    /// Characters `[start, end)` of the text, counted from 0.
    pub span: (usize, usize),
}

/// Weights of the letters of one text.
#[derive(Debug, Default)]
pub(super) struct WhyWork {
    weights: Vec<f32>,
    stretches: Vec<(usize, usize, f32)>,
}

impl WhyWork {
    /// For a text of so many letters.
    pub fn begin(&mut self, letters: usize) {
        self.weights.clear();
        self.weights.resize(letters, 0.0);
    }

    /// Lays a weight upon the letters `[from, to)`.
    pub fn add(&mut self, from: u32, to: u32, weight: f32) {
        let each = weight / (to - from).max(1) as f32;
        if let Some(letters) = self.weights.get_mut(from as usize..to as usize) {
            letters.iter_mut().for_each(|w| *w += each);
        }
    }

    /// The weightiest stretches.
    pub fn deciding(&mut self, text: &str, letters: &Letters) -> Vec<Deciding> {
        let most = self.weights.iter().fold(0.0f32, |m, w| m.max(w.abs()));
        if most == 0.0 {
            return Vec::new();
        }
        self.stretches.clear();
        let mut from = 0;
        while from < self.weights.len() {
            let sign = self.weights[from].signum();
            let carries = |w: &f32| *w * sign > most * SHARE;
            let len = self.weights[from..]
                .iter()
                .take_while(|w| carries(w))
                .count();
            if len > 0 {
                let weight = self.weights[from..from + len].iter().sum();
                self.stretches.push((from, from + len, weight));
            }
            from += len.max(1);
        }
        self.stretches
            .sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
        let named = self.stretches.iter().take(MOST);
        named
            .filter_map(|(from, to, weight)| {
                Some(deciding(text, letters.span(*from, *to)?, *weight))
            })
            .collect()
    }
}

fn deciding(text: &str, span: (usize, usize), weight: f32) -> Deciding {
    Deciding {
        text: stretch(text, span.0, span.1).to_owned(),
        weight,
        span,
    }
}
