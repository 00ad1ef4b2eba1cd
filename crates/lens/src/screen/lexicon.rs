//! The words of one field in one matching table. It must not know context.

use std::{collections::BTreeMap, sync::Arc};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{hit::Severity, word_class::RateNeed};

/// What a folded word stands for.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// A harmless word that covers what stands inside it.
    Neutral,
    /// A word of one or more classes.
    Word(Vec<Listed>),
}

/// A word in a class.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub class: usize,
    pub word: Arc<str>,
    pub severity: Severity,
    pub rate: RateNeed,
}

/// Folded words and their meanings; the longest that begins first wins.
#[derive(Debug)]
pub(super) struct Lexicon {
    automaton: AhoCorasick,
    meanings: Vec<Meaning>,
}

impl Lexicon {
    pub fn new(words: BTreeMap<String, Meaning>) -> Result<Self, aho_corasick::BuildError> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words.keys())?;
        Ok(Self {
            automaton,
            meanings: words.into_values().collect(),
        })
    }

    /// Every match in a folded text: byte range and meaning.
    pub fn matches<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, usize, &'a Meaning)> {
        self.automaton.find_iter(text).filter_map(|m| {
            Some((
                m.start(),
                m.end(),
                self.meanings.get(m.pattern().as_usize())?,
            ))
        })
    }
}
