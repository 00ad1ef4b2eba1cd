//! A word found in a text before anything of it is copied: many readers ask for its class and place alone. It must not know
//! how words are matched.

use super::{
    context::Reason, fold::Stretch, hit::Hit, lexicon::Listed, rule_set::RuleSet,
    word_class::WordClass,
};

/// A word found in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finding<'s> {
    pub(super) class: &'s WordClass,
    pub(super) listed: &'s Listed,
    /// Where it stands in the source.
    pub(super) stretch: Stretch,
    /// Why it does not count.
    pub(super) reason: Option<Reason<'s>>,
}

impl<'s> Finding<'s> {
    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.reason.is_none()
    }

    /// The id of its class: A, A2, … J.
    pub fn class(&self) -> &'s str {
        &self.class.id
    }

    /// Characters `[start, end)` of the source, counted from 0.
    pub fn span(&self) -> (usize, usize) {
        self.stretch.chars
    }

    /// The word as it stands in `text`, which it was found in.
    pub fn printed<'t>(&self, text: &'t str) -> &'t str {
        self.stretch.cut(text)
    }

    /// All that is said of it.
    pub(super) fn hit(&self, text: &str, rules: &RuleSet) -> Hit {
        Hit {
            class: self.class.id.clone(),
            title: self.class.title.clone(),
            word: self.listed.word.clone(),
            printed: self.printed(text).to_owned(),
            span: self.span(),
            ground: self.class.ground.clone(),
            severity: self.listed.severity,
            rule_version: rules.version.clone(),
            suppressed: self.reason.map(|reason| reason.to_string()),
            licence: None,
        }
    }

    pub(super) fn overlaps(&self, other: (usize, usize)) -> bool {
        let (start, end) = self.span();
        start < other.1 && other.0 < end
    }
}
