//! The words of one field in one matching table. It must not know context.

use std::{collections::BTreeMap, sync::Arc};

use super::{hit::Severity, word_class::RateNeed, word_table::WordTable};

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

/// A word of a lexicon that stands at the characters `[start, end)` of a folded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub start: usize,
    pub end: usize,
    word: usize,
}

/// Folded words and their meanings; the longest that begins first wins.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: WordTable<char>,
    meanings: Vec<Meaning>,
}

impl Lexicon {
    pub fn new(words: BTreeMap<String, Meaning>) -> Self {
        let letters = words.keys().map(|word| word.chars().collect());
        Self {
            words: WordTable::new(letters),
            meanings: words.into_values().collect(),
        }
    }

    /// Finds every match in a folded text, from left to right.
    pub fn find(&self, text: &[char], found: &mut Vec<Match>) {
        found.clear();
        self.words.scan(text, |start, end, word| {
            found.push(Match { start, end, word });
            true
        });
    }

    /// What the word of a match stands for.
    pub fn meaning(&self, of: Match) -> Option<&Meaning> {
        self.meanings.get(of.word)
    }
}
