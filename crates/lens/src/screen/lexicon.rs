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

    /// Every match in a folded text: range of characters and meaning.
    pub fn matches<'a>(
        &'a self,
        text: &'a [char],
    ) -> impl Iterator<Item = (usize, usize, &'a Meaning)> {
        let found = self.words.matches(text);
        found.filter_map(|(start, end, word)| Some((start, end, self.meanings.get(word)?)))
    }
}
