//! The words that decided: weights of features laid upon the letters they rest on, and the stretches that carry most. It must
//! not know models.

use std::ops::Range;

use serde::Serialize;

use crate::screen::Stretch;

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

/// The same, not yet copied out of the text.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Decided<'t> {
    text: &'t str,
    weight: f32,
    span: (usize, usize),
}

impl<'t> Decided<'t> {
    /// With the stretch of `text` it stands at.
    pub fn of(text: &'t str, stretch: Stretch, weight: f32) -> Self {
        Self {
            text: stretch.cut(text),
            weight,
            span: stretch.chars,
        }
    }
}

impl From<Decided<'_>> for Deciding {
    fn from(decided: Decided<'_>) -> Self {
        Self {
            text: decided.text.to_owned(),
            weight: decided.weight,
            span: decided.span,
        }
    }
}

/// Weights of the letters of one text.
#[derive(Debug, Default)]
pub(super) struct WhyWork {
    weights: Vec<f32>,
    /// The letters that anything was laid upon lie in it.
    touched: Range<usize>,
    stretches: Vec<(usize, usize, f32)>,
}

impl WhyWork {
    /// For a text of so many letters.
    pub fn begin(&mut self, letters: usize) {
        self.weights.clear();
        self.weights.resize(letters, 0.0);
        self.touched = letters..0;
    }

    /// Lays a weight upon the letters `[from, to)`.
    pub fn add(&mut self, from: u32, to: u32, weight: f32) {
        let each = weight / (to - from).max(1) as f32;
        let (from, to) = (from as usize, to as usize);
        if let Some(letters) = self.weights.get_mut(from..to) {
            letters.iter_mut().for_each(|w| *w += each);
            self.touched = self.touched.start.min(from)..self.touched.end.max(to);
        }
    }

    /// Finds the weightiest stretches.
    pub fn decide(&mut self) {
        self.stretches.clear();
        let touched = self.weights.get(self.touched.clone()).unwrap_or_default();
        let most = touched.iter().fold(0.0f32, |m, w| m.max(w.abs()));
        if most > 0.0 {
            self.stretch_by(most * SHARE);
        }
        self.stretches
            .sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
        self.stretches.truncate(MOST);
    }

    /// The weightiest stretches of letters, `[from, to)` and what they added.
    pub fn deciding(&self) -> &[(usize, usize, f32)] {
        &self.stretches
    }

    /// Finds the stretches whose letters carry more than `least`, all to the same side.
    fn stretch_by(&mut self, least: f32) {
        let mut from = self.touched.start;
        while from < self.touched.end {
            let sign = self.weights[from].signum();
            let rest = self.weights[from..self.touched.end].iter();
            let len = rest.take_while(|w| **w * sign > least).count();
            if len > 0 {
                let weight = self.weights[from..from + len].iter().sum();
                self.stretches.push((from, from + len, weight));
            }
            from += len.max(1);
        }
    }
}
