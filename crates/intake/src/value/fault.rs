//! The result of reading one cell: a value with notes, or a fault in plain Chinese.
//! It must not know where the cell stands; the table reader adds sheet, row and column.

use std::borrow::Cow;

/// Why a text cannot be taken as the value its column asks for: what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[error("{problem}；{remedy}")]
pub struct Fault {
    /// What is wrong (哪里不对).
    pub problem: String,
    /// What to do (怎么改).
    pub remedy: String,
    /// True where the words say an order of magnitude and no figure (几十人, 若干): nothing is written wrong, only
    /// nothing certain is said.
    #[serde(default)]
    pub vague: bool,
}

impl Fault {
    /// A fault from its two halves.
    pub fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            remedy: remedy.into(),
            vague: false,
        }
    }

    /// A fault of words that say no certain figure.
    pub fn vague(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            vague: true,
            ..Self::new(problem, remedy)
        }
    }
}

/// A value that was read, with what a person should know about the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Things that were left out or rounded, in plain Chinese; empty for a clean reading.
    pub notes: Vec<Cow<'static, str>>,
}

impl<T> Read<T> {
    /// A clean reading.
    pub fn clean(value: T) -> Self {
        Self {
            value,
            notes: Vec::new(),
        }
    }

    /// A reading with one note.
    pub fn noted(value: T, note: impl Into<Cow<'static, str>>) -> Self {
        Self {
            value,
            notes: vec![note.into()],
        }
    }

    /// The same reading with its value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Read<U> {
        Read {
            value: change(self.value),
            notes: self.notes,
        }
    }

    /// The same reading with more notes.
    #[must_use]
    pub fn with_notes(mut self, more: impl IntoIterator<Item = Cow<'static, str>>) -> Self {
        self.notes.extend(more);
        self
    }
}
