//! Figure tiles (数字卡): a figure with its unit, leading to the rows behind it.
//! It must not compute the figure.

use askama::Template;

use super::{Tone, markup::markup};

/// One tile, printed with `{{ stat }}` inside `<div class="stats">`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "components/stat.html")]
pub struct Stat {
    /// What is counted: 在办风险事项.
    pub label: String,
    /// The figure, already formatted.
    pub value: String,
    /// Its unit: 件, 万元; empty when none.
    pub unit: String,
    /// The rows behind it; empty when they cannot be listed.
    pub href: String,
    /// A line below: 其中逾期 3 件; empty when none.
    pub note: String,
    /// `Danger` and `Watch` colour the figure and its mark.
    pub tone: Tone,
}
markup!(Stat);

impl Stat {
    /// A tile in plain colour.
    pub fn new(label: impl Into<String>, value: impl Into<String>, unit: &str) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            unit: unit.to_owned(),
            ..Self::default()
        }
    }

    /// Links the tile to the rows behind the figure.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    /// Adds a line below.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Colours the figure.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}
