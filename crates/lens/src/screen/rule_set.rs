//! All rule files put together: classes, harmless words, cues, folding, licensed bodies, and their version.
//! It must not know the texts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{
    context_file::{ContextFile, Cues},
    field::Field,
    fold::FoldTable,
    lexicon::{Listed, Meaning},
    licensed::{LicensedBodies, LicensedFile},
    rule_file::{RuleFile, SPECIAL, ScreenError},
    sound::syllable,
    word_class::{RateNeed, WordClass},
};

/// The rules, folded and checked.
#[derive(Debug)]
pub(super) struct RuleSet {
    pub classes: Vec<WordClass>,
    pub table: Arc<FoldTable>,
    pub cues: Cues,
    pub licensed: LicensedBodies,
    pub version: Arc<str>,
    neutral: NeutralFile,
    variants: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FoldingFile {
    revised: String,
    characters: String,
    #[serde(default)]
    emoji: String,
    #[serde(default)]
    variants: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NeutralFile {
    revised: String,
    words: Vec<String>,
    #[serde(default)]
    group: Vec<NeutralGroup>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NeutralGroup {
    fields: Vec<Field>,
    words: Vec<String>,
}

impl RuleSet {
    pub fn read(files: &[RuleFile]) -> Result<Self, ScreenError> {
        let file = special(files, "folding.toml")?;
        let folding: FoldingFile = file.parse()?;
        let table = folding_of(file)?;
        let cues: ContextFile = special(files, "context.toml")?.parse()?;
        let licensed: LicensedFile = special(files, "licensed.toml")?.parse()?;
        let neutral: NeutralFile = special(files, "neutral.toml")?.parse()?;
        let classes = read_classes(files, &table)?;
        let revised = [
            &folding.revised,
            &cues.revised,
            &licensed.revised,
            &neutral.revised,
        ];
        let version = version(
            files,
            revised
                .into_iter()
                .chain(classes.iter().map(|c| &c.revised)),
        );
        Ok(Self {
            cues: Cues::new(cues.folded(&table)),
            licensed: LicensedBodies::new(licensed, &table),
            classes,
            table,
            version,
            neutral,
            variants: folding.variants,
        })
    }

    /// The folded words that apply to a field, harmless ones among them.
    pub fn words(&self, field: Field) -> BTreeMap<String, Meaning> {
        let mut words: BTreeMap<String, Meaning> = self
            .neutral_words(field)
            .map(|w| (self.table.word(w), Meaning::Neutral))
            .collect();
        for (class, word) in self.listed(field) {
            for printed in std::iter::once(word.word.as_ref()).chain(self.variants_of(&word.word)) {
                let listed = Listed {
                    class,
                    word: word.word.clone(),
                    severity: word.severity,
                    rate: word.rate,
                };
                match words
                    .entry(self.table.word(printed))
                    .or_insert_with(|| Meaning::Word(Vec::new()))
                {
                    Meaning::Word(meanings) if meanings.iter().all(|m| m.class != class) => {
                        meanings.push(listed)
                    }
                    neutral @ Meaning::Neutral => *neutral = Meaning::Word(vec![listed]),
                    Meaning::Word(_) => {}
                }
            }
        }
        words.remove("");
        if field == Field::Text {
            spell_in_part(&mut words);
        }
        words
    }

    /// The folded words of classes alone, without variants, whose rate may be missing.
    pub fn listed_words(&self, field: Field) -> BTreeMap<String, Vec<Listed>> {
        let mut words: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        for (class, word) in self
            .listed(field)
            .filter(|(_, w)| w.rate != RateNeed::Required)
        {
            let meanings = words.entry(self.table.word(&word.word)).or_default();
            meanings.push(Listed {
                class,
                word: word.word.clone(),
                severity: word.severity,
                rate: word.rate,
            });
        }
        words
    }

    fn listed(&self, field: Field) -> impl Iterator<Item = (usize, &super::word_class::ClassWord)> {
        self.classes
            .iter()
            .enumerate()
            .flat_map(|(i, class)| class.entries.iter().map(move |e| (i, e)))
            .filter(move |(_, entry)| entry.fields.contains(&field))
    }

    fn neutral_words(&self, field: Field) -> impl Iterator<Item = &str> {
        let grouped = self
            .neutral
            .group
            .iter()
            .filter(move |g| g.fields.contains(&field))
            .flat_map(|g| &g.words);
        self.neutral.words.iter().chain(grouped).map(String::as_str)
    }

    fn variants_of(&self, word: &str) -> impl Iterator<Item = &str> {
        self.variants
            .get(word)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

/// The folding that comes with the program, for what reads texts beside the screen.
pub(crate) fn builtin_folding() -> Result<Arc<FoldTable>, ScreenError> {
    folding_of(special(&RuleFile::builtin(), "folding.toml")?)
}

/// The table of a file. All that fold by the same file share one table, so that it stays in near memory.
fn folding_of(file: &RuleFile) -> Result<Arc<FoldTable>, ScreenError> {
    static LAST: Mutex<Option<(String, Arc<FoldTable>)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((text, table)) = last.as_ref()
        && *text == file.text
    {
        return Ok(Arc::clone(table));
    }
    let folding: FoldingFile = file.parse()?;
    let (characters, emoji) = (
        pairs(file, &folding.characters)?,
        pairs(file, &folding.emoji)?,
    );
    let table = Arc::new(FoldTable::new(characters, emoji));
    *last = Some((file.text.clone(), Arc::clone(&table)));
    Ok(table)
}

/// 理cai, 保ben: one character of a word given by its syllable. Longer words hide more, but those are for the list.
fn spell_in_part(words: &mut BTreeMap<String, Meaning>) {
    let mut spelled = BTreeMap::new();
    for (word, meaning) in words.iter().filter(|(_, m)| matches!(m, Meaning::Word(_))) {
        let chars: Vec<char> = word.chars().collect();
        for (at, sound) in chars
            .iter()
            .enumerate()
            .filter_map(|(at, c)| Some((at, syllable(*c)?)))
        {
            // A single letter stands beside a character too often to hide one.
            if sound.len() > 1 {
                let (head, tail) = (&chars[..at], &chars[at + 1..]);
                let written = head
                    .iter()
                    .copied()
                    .chain(sound.chars())
                    .chain(tail.iter().copied())
                    .collect();
                spelled.entry(written).or_insert_with(|| meaning.clone());
            }
        }
    }
    for (word, meaning) in spelled {
        words.entry(word).or_insert(meaning);
    }
}

fn special<'a>(files: &'a [RuleFile], name: &str) -> Result<&'a RuleFile, ScreenError> {
    files
        .iter()
        .find(|f| f.name == name)
        .ok_or_else(|| ScreenError::Read {
            path: name.to_owned(),
            problem: "缺少该文件".to_owned(),
        })
}

fn read_classes(files: &[RuleFile], table: &FoldTable) -> Result<Vec<WordClass>, ScreenError> {
    let mut classes: Vec<WordClass> = Vec::new();
    for file in files.iter().filter(|f| !SPECIAL.contains(&f.name.as_str())) {
        let class = WordClass::read(file)?;
        if classes.iter().any(|c| c.id == class.id) {
            return Err(file.error_near("id", format!("词类“{}”已在另一个文件中", class.id)));
        }
        check_words(file, &class, table)?;
        classes.push(class);
    }
    Ok(classes)
}

/// A word of one character would hit everywhere; a word listed twice hides a slip.
fn check_words(file: &RuleFile, class: &WordClass, table: &FoldTable) -> Result<(), ScreenError> {
    let mut seen = BTreeSet::new();
    for entry in &class.entries {
        let folded = table.word(&entry.word);
        let quoted = format!("\"{}\"", entry.word);
        if folded.chars().count() < 2 {
            return Err(file.error_near(
                &quoted,
                format!("“{}”太短：去掉符号后至少两个字", entry.word),
            ));
        }
        if entry
            .fields
            .iter()
            .any(|field| !seen.insert((folded.clone(), *field as u8)))
        {
            return Err(file.error_near(&quoted, format!("“{}”在本词类中重复", entry.word)));
        }
    }
    Ok(())
}

fn pairs(file: &RuleFile, characters: &str) -> Result<Vec<(char, char)>, ScreenError> {
    let pair = |token: &str| {
        let mut chars = token.chars();
        match (chars.next(), chars.next(), chars.next()) {
            (Some(variant), Some(standard), None) => Ok((variant, standard)),
            _ => Err(file.error_near(
                token,
                format!("“{token}”应为两个字：异体字在前，规范字在后"),
            )),
        }
    };
    characters.split_whitespace().map(pair).collect()
}

/// Day of the last change and a hash of all files: `2026-11-21-1a2b3c4d`.
fn version<'a>(files: &[RuleFile], revised: impl Iterator<Item = &'a String>) -> Arc<str> {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.name.as_bytes());
        hash.update([0]);
        hash.update(file.text.as_bytes());
        hash.update([0]);
    }
    let digest: String = hash
        .finalize()
        .iter()
        .take(4)
        .map(|b| format!("{b:02x}"))
        .collect();
    let latest = revised.max().map(String::as_str).unwrap_or_default();
    format!("{latest}-{digest}").into()
}
