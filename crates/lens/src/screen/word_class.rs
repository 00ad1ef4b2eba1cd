//! A class of words (词类) with its ground in law, as a file. It must not know how words are matched.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    field::Field,
    hit::Severity,
    rule_file::{RuleFile, ScreenError},
};

/// A class of words.
#[derive(Debug, Clone)]
pub(super) struct WordClass {
    /// A, A2, … J.
    pub id: Arc<str>,
    /// The class in words.
    pub title: Arc<str>,
    /// Law or document it rests on.
    pub ground: Arc<str>,
    /// How closely to look.
    pub severity: Severity,
    /// Day of the last change, ISO.
    pub revised: String,
    pub entries: Vec<ClassWord>,
}

/// What a page shows of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassSummary {
    /// A, A2, … J.
    pub id: Arc<str>,
    /// The class in words.
    pub title: Arc<str>,
    /// Law or document it rests on.
    pub ground: Arc<str>,
    /// How closely to look.
    pub severity: Severity,
    /// Its words as listed.
    pub words: Vec<Arc<str>>,
}

/// Whether a rate has to follow the word (年化8%).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RateNeed {
    /// The word alone is a hit.
    #[default]
    None,
    /// A rate that follows becomes part of the hit.
    Optional,
    /// Without a rate there is no hit.
    Required,
}

/// A word of a class, for some fields.
#[derive(Debug, Clone)]
pub(super) struct ClassWord {
    pub word: Arc<str>,
    pub severity: Severity,
    pub fields: Vec<Field>,
    pub rate: RateNeed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    id: String,
    title: String,
    ground: String,
    severity: Severity,
    revised: String,
    fields: Vec<Field>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    group: Vec<WordGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordGroup {
    fields: Vec<Field>,
    /// Common words of a class may weigh less than the class.
    severity: Option<Severity>,
    #[serde(default)]
    rate: RateNeed,
    words: Vec<String>,
}

impl WordClass {
    pub fn read(file: &RuleFile) -> Result<Self, ScreenError> {
        let read: ClassFile = file.parse()?;
        if read.id.trim().is_empty() || read.ground.trim().is_empty() {
            return Err(file.error_near("id", "词类的id和ground（依据）不能为空".to_owned()));
        }
        let first = WordGroup {
            fields: read.fields,
            severity: None,
            rate: RateNeed::None,
            words: read.words,
        };
        let groups = std::iter::once(first).chain(read.group);
        let entries = groups.flat_map(|g| g.into_entries(read.severity)).collect();
        Ok(Self {
            id: read.id.into(),
            title: read.title.into(),
            ground: read.ground.into(),
            severity: read.severity,
            revised: read.revised,
            entries,
        })
    }

    pub fn summary(&self) -> ClassSummary {
        ClassSummary {
            id: self.id.clone(),
            title: self.title.clone(),
            ground: self.ground.clone(),
            severity: self.severity,
            words: self.entries.iter().map(|e| e.word.clone()).collect(),
        }
    }
}

impl WordGroup {
    fn into_entries(self, of_class: Severity) -> impl Iterator<Item = ClassWord> {
        let Self {
            fields,
            severity,
            rate,
            words,
        } = self;
        let severity = severity.unwrap_or(of_class);
        words.into_iter().map(move |word| ClassWord {
            word: word.into(),
            severity,
            fields: fields.clone(),
            rate,
        })
    }
}
