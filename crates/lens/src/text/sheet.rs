//! All that is said of a short text (短文判读), as a line of JSON: what it is taken for, names, promised yields, words of classes
//! and contacts. It must not know files, or how lines are divided between threads.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    classify::{Classifier, EventGuess, Reading},
    contact::{self, Contact},
    names::{self, Named},
    plain::Plain,
    why::Deciding,
    yields::{self, Yield},
};
use crate::screen::{Field, Scanner, Screen};

/// A line with a text to be judged.
#[derive(Debug, Deserialize)]
pub struct SheetEntry<'l> {
    /// As given; null where there was none.
    #[serde(default)]
    pub id: Value,
    /// The text.
    #[serde(borrow)]
    pub text: Cow<'l, str>,
}

/// Judges one text after another in a thread; buffers are used again.
#[derive(Debug)]
pub struct Sheet<'s> {
    classifier: &'s Classifier,
    reading: Reading<'s>,
    scanner: Scanner<'s>,
    plain: Plain,
}

/// What is said of a text. Spans are `[start, end)` in characters of the text.
#[derive(Serialize)]
struct Judged<'s> {
    id: &'s Value,
    illegal_fundraising: f32,
    label: Arc<str>,
    events: Vec<EventGuess>,
    names: Vec<Named>,
    yields: Vec<Yield>,
    words: Vec<Word>,
    contacts: Vec<Contact>,
    why: Vec<Deciding>,
}

/// A hit of the word screen that counts.
#[derive(Serialize)]
struct Word {
    class: Arc<str>,
    text: String,
    span: (usize, usize),
}

impl<'l> SheetEntry<'l> {
    /// The entry of a line that is an object as it should be; `None` for any other line.
    pub fn of_line(line: &'l [u8]) -> Option<Self> {
        line.starts_with(b"{")
            .then(|| serde_json::from_slice(line).ok())?
    }
}

impl<'s> Sheet<'s> {
    /// With a classifier and word classes.
    pub fn new(classifier: &'s Classifier, screen: &'s Screen) -> Self {
        Self {
            classifier,
            reading: classifier.reading(),
            scanner: screen.scanner(),
            plain: Plain::default(),
        }
    }

    /// Writes the line for a text, with the id it came with.
    pub fn write(&mut self, id: &Value, text: &str, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let verdict = self.reading.classify(text);
        self.plain.read(text);
        let judged = Judged {
            id,
            illegal_fundraising: rounded(verdict.illegal_fundraising),
            label: verdict.label,
            events: verdict.events,
            names: self.names(text),
            yields: yields::find_in(&self.plain, text),
            words: self.words(text),
            contacts: contact::find_in(&self.plain),
            why: verdict.why,
        };
        serde_json::to_writer(&mut *out, &judged)?;
        out.push(b'\n');
        Ok(())
    }

    /// The names of the text read last. A model of other texts finds few names in strange ones: where it finds none, the rules
    /// are asked, as without a model.
    fn names(&self, text: &str) -> Vec<Named> {
        let tagger = self.classifier.tagger();
        let found = tagger.map_or_else(Vec::new, |t| t.find_in(&self.plain, text));
        let by_rule = found.is_empty() && (tagger.is_none() || self.reading.strange());
        if by_rule {
            names::find_in(&self.plain, text)
        } else {
            found
        }
    }

    fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        self.scanner.scan(text, Field::Text, |hit| {
            if hit.counts() {
                words.push(Word {
                    class: hit.class,
                    text: hit.printed,
                    span: hit.span,
                });
            }
        });
        words
    }
}

/// Four places are more than a probability is worth.
fn rounded(p: f32) -> f32 {
    (p * 10_000.0).round() / 10_000.0
}
