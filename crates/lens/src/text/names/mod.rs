//! Names of platforms, firms, apps and coins in a text (平台和企业名称), known and unknown.
//!
//! Without a model names are told by rule; a [`Tagger`] trained on an office's own texts finds more. It must not know whether
//! what a name stands for is lawful.

mod features;
mod firms;
mod heads;
mod judge;
mod known;
mod lists;
mod model;
mod quoted;
mod rules;
mod tagger;
mod training;

use serde::Serialize;

use super::plain::Plain;
use crate::script::Cutter;

pub(super) use rules::starts;

pub use known::KnownNames;
pub use model::ModelError;
pub use tagger::Tagger;

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The name as it stands in the source.
    pub text: String,
    /// Characters `[start, end)` of the source, counted from 0.
    pub span: (usize, usize),
}

/// How many names were found in texts, listed by people, and both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct NameTally {
    /// Found, each once a text.
    pub found: usize,
    /// Listed by people and standing in the text.
    pub listed: usize,
    /// Both.
    pub right: usize,
}

impl NameTally {
    /// Share of the names found that were listed.
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    /// Share of the names listed that were found.
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.listed.max(1) as f64
    }

    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.listed).max(1) as f64
    }
}

/// The names of a text by rule, in order.
pub fn find(text: &str) -> Vec<Named> {
    find_in(&Plain::of(text), text)
}

/// The same of a text already in plain writing; `source` is the text it was made of.
pub fn find_in(plain: &Plain, source: &str) -> Vec<Named> {
    named(plain, source, rules::names(plain.chars(), plain.starts()))
}

fn named(plain: &Plain, source: &str, places: Vec<(usize, usize)>) -> Vec<Named> {
    let spans = places
        .into_iter()
        .map(|(start, end)| plain.source(start, end));
    let mut cutter = Cutter::of(source);
    spans
        .map(|span| Named {
            text: cutter.cut(span.0, span.1).to_owned(),
            span,
        })
        .collect()
}
