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

    /// The next match in a folded text from `at` on: range of characters and meaning.
    pub fn next(&self, text: &[char], at: usize) -> Option<(usize, usize, &Meaning)> {
        let (start, end, word) = self.words.next(text, at)?;
        Some((start, end, self.meanings.get(word)?))
    }
}
