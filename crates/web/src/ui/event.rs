//! Timeline (时间线): what happened to a file, by whom, on what ground, newest or oldest first.
//! It must not know the journal the events are read from.

use askama::Template;

use super::{Tone, markup::markup};

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// When, already formatted: 2024-07-01 09:12.
    pub at: String,
    /// What happened: 线索受理.
    pub title: String,
    /// By whom, with the unit.
    pub by: String,
    /// Reason, note or changed values; empty when none.
    pub detail: String,
    /// The article or document it rests on; empty when none.
    pub basis: String,
    /// Link to the record; empty when none.
    pub href: String,
    /// What can be done about it and where; nothing when empty.
    pub step: Option<(&'static str, String)>,
    /// Colour of its mark.
    pub tone: Tone,
}

impl Event {
    /// An event without detail.
    pub fn new(at: impl Into<String>, title: impl Into<String>, by: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            title: title.into(),
            by: by.into(),
            ..Self::default()
        }
    }

    /// Adds the reason or note.
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = text.into();
        self
    }

    /// Adds the article or document it rests on.
    pub fn basis(mut self, text: impl Into<String>) -> Self {
        self.basis = text.into();
        self
    }

    /// Links the title.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    /// Offers what can be done about it.
    pub fn step(mut self, words: &'static str, href: impl Into<String>) -> Self {
        self.step = Some((words, href.into()));
        self
    }

    /// Colours the mark.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// The list of events, printed with `{{ timeline }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/timeline.html")]
pub struct Timeline {
    /// In the order shown.
    pub events: Vec<Event>,
}
markup!(Timeline);
