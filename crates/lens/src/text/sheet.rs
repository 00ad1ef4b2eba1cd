//! All that is said of a short text (短文判读), as a line of JSON: what it is taken for, names, promised yields, words of classes
//! and contacts. It must not know files, or how lines are divided between threads.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{
    classify::{Classifier, EventGuess, Reading},
    contact::{self, Contact},
    names::{self, Named},
    plain::Plain,
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
    /// Whether classifier and screen fold alike.
    folded_once: bool,
    plain: Plain,
}

/// What is said of a text. Spans are `[start, end)` in characters of the text.
#[derive(Serialize)]
struct Judged<'s, Words, Why> {
    id: &'s Value,
    illegal_fundraising: f32,
    label: &'s str,
    events: Vec<EventGuess>,
    names: Vec<Named>,
    yields: Vec<Yield>,
    words: Words,
    contacts: Vec<Contact>,
    why: Why,
}

/// A list written as it is made.
struct Listed<I>(I);

/// A hit of the word screen that counts.
#[derive(Serialize)]
struct Word<'t> {
    class: &'t str,
    text: &'t str,
    span: (usize, usize),
}

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Listed<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
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
            folded_once: classifier.folds_by(screen),
            plain: Plain::default(),
        }
    }

    /// Writes the line for a text, with the id it came with.
    pub fn write(&mut self, id: &Value, text: &str, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let scanner = &mut self.scanner;
        self.plain.read_in_walk(text, |taking| {
            scanner.fold_beside(text, |at, c| taking.take(at, c));
        });
        let folded = self.scanner.folded();
        let probability = match self.folded_once {
            true => self.reading.probability_of_folded(folded),
            false => self.reading.probability(text),
        };
        let events = self.reading.events(probability);
        self.reading.weigh();
        let names = self.names(text);
        let counting = self.scanner.find(text, Field::Text).iter();
        let words = counting.filter(|word| word.counts()).map(|word| Word {
            class: word.class(),
            text: word.printed(text),
            span: word.span(),
        });
        let judged = Judged {
            id,
            illegal_fundraising: rounded(probability),
            label: self.reading.label(probability),
            events,
            names,
            yields: yields::find_in(&self.plain, text),
            words: Listed(words),
            contacts: contact::find_in(&self.plain),
            why: Listed(self.reading.deciding(text)),
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
}

/// Four places are more than a probability is worth.
fn rounded(p: f32) -> f32 {
    (p * 10_000.0).round() / 10_000.0
}
