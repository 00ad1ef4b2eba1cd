//! Names of platforms, firms, apps and coins in a text (平台和企业名称), known and unknown.
//!
//! Without a model names are told by rule; a [`Tagger`] trained on an office's own texts finds more. It must not know whether
//! what a name stands for is lawful.

mod features;
mod known;
mod lists;
mod model;
mod rules;
mod tagger;
mod training;

use serde::Serialize;

use super::plain::Plain;

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

/// The names of a text by rule, in order.
pub fn find(text: &str) -> Vec<Named> {
    find_in(&Plain::of(text), text)
}

/// The same of a text already in plain writing; `source` is the text it was made of.
pub fn find_in(plain: &Plain, source: &str) -> Vec<Named> {
    named(plain, source, rules::names(plain.chars()))
}

fn named(plain: &Plain, source: &str, places: Vec<(usize, usize)>) -> Vec<Named> {
    let spans = places
        .into_iter()
        .map(|(start, end)| plain.source(start, end));
    spans
        .map(|span| Named {
            text: source.chars().skip(span.0).take(span.1 - span.0).collect(),
            span,
        })
        .collect()
}
