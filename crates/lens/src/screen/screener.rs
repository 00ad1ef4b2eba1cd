//! The screen itself: built once, used from every thread. It must not know who is screened.

use std::{path::Path, sync::Arc};

use crate::{
    script::stretch,
    text::{Plain, yields::figure_behind},
};

use super::{
    context::Surroundings,
    field::Field,
    finding::Finding,
    fold::{FoldTable, Folded, Stretch},
    hit::Hit,
    lexicon::{Lexicon, Listed, Match, Meaning},
    licensed::Licence,
    rule_file::{RuleFile, ScreenError},
    rule_set::RuleSet,
    sound::{Heard, Sounds},
    word_class::{ClassSummary, RateNeed},
};

/// Hits looked at for an overlap.
const NEAR: usize = 16;
/// Characters behind a word within which one that begins inside it may end.
const LONGEST_INSIDE: usize = 6;

/// Word classes ready to be matched. Build it once; it is shared between threads.
#[derive(Debug)]
pub struct Screen {
    rules: RuleSet,
    lexicons: [Lexicon; 3],
    /// The words of short texts by sound.
    sounds: Sounds,
}

/// Screens one text after another; its buffers are used again for the next one.
#[derive(Debug)]
pub struct Scanner<'s> {
    screen: &'s Screen,
    folded: Folded,
    matches: Vec<Match>,
    heard: Vec<Heard>,
    found: Vec<Finding<'s>>,
    around: Surroundings,
    /// What stands behind a word that goes with a rate.
    behind: Plain,
}

impl Screen {
    /// The word classes that come with the program.
    pub fn builtin() -> Result<Self, ScreenError> {
        Self::from_files(&RuleFile::builtin())
    }

    /// The word classes of a folder: every `.toml` is a class, but for `context.toml`, `folding.toml`, `licensed.toml` and
    /// `neutral.toml`, which fall back to the program's own when absent.
    pub fn from_dir(dir: &Path) -> Result<Self, ScreenError> {
        Self::from_files(&RuleFile::from_dir(dir)?)
    }

    fn from_files(files: &[RuleFile]) -> Result<Self, ScreenError> {
        let rules = RuleSet::read(files)?;
        let lexicons = Field::ALL.map(|field| Lexicon::new(rules.words(field)));
        let listed = rules.listed_words(Field::Text);
        let sounds = Sounds::new(listed.iter().map(|(w, l)| (w.as_str(), l.clone())));
        Ok(Self {
            rules,
            lexicons,
            sounds,
        })
    }

    /// With the names of licensed bodies the office has loaded (白名单): their names, and their branches', do not count.
    #[must_use]
    pub fn with_licensed(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let folded: Vec<String> = names
            .into_iter()
            .map(|n| self.rules.table.word(n.as_ref()))
            .collect();
        self.rules.licensed.extend(folded);
        self
    }

    /// Day of the last change and hash of the rules: `2026-11-21-1a2b3c4d`.
    pub fn version(&self) -> &Arc<str> {
        &self.rules.version
    }

    /// How it folds texts.
    pub(crate) fn folding(&self) -> &Arc<FoldTable> {
        &self.rules.table
    }

    /// The classes, for pages and reports.
    pub fn classes(&self) -> impl Iterator<Item = ClassSummary> {
        self.rules
            .classes
            .iter()
            .map(super::word_class::WordClass::summary)
    }

    /// A scanner with buffers of its own, for many texts in one thread.
    pub fn scanner(&self) -> Scanner<'_> {
        Scanner {
            screen: self,
            folded: Folded::default(),
            matches: Vec::new(),
            heard: Vec::new(),
            found: Vec::new(),
            around: Surroundings::default(),
            behind: Plain::default(),
        }
    }

    /// Screens a single text.
    pub fn screen(&self, text: &str, field: Field) -> Vec<Hit> {
        self.scanner().screen(text, field)
    }

    /// Screens name and scope of one firm: what its name says about a licence holds for its scope too.
    pub fn screen_subject(&self, name: &str, scope: &str) -> Vec<(Field, Hit)> {
        let mut scanner = self.scanner();
        let mut hits: Vec<(Field, Hit)> = scanner
            .screen(name, Field::Name)
            .into_iter()
            .map(|h| (Field::Name, h))
            .collect();
        let licence = self.rules.licensed.licence(&self.rules.table.word(name));
        for mut hit in scanner.screen(scope, Field::Scope) {
            note(&mut hit, licence.as_ref());
            hits.push((Field::Scope, hit));
        }
        hits
    }
}

impl<'s> Scanner<'s> {
    /// The hits of a text in the order of their places.
    pub fn screen(&mut self, text: &str, field: Field) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.scan(text, field, |hit| hits.push(hit));
        hits
    }

    /// Hands every hit of a text to `found`, in the order of their places.
    pub fn scan(&mut self, text: &str, field: Field, mut found: impl FnMut(Hit)) {
        self.fold(text);
        self.find(text, field);
        let rules = &self.screen.rules;
        let named = field == Field::Name && !self.found.is_empty();
        let licence = named.then(|| {
            let name: String = self.folded.chars.iter().collect();
            rules.licensed.licence(&name)
        });
        let licence = licence.flatten();
        for finding in &self.found {
            let mut hit = finding.hit(text, rules);
            note(&mut hit, licence.as_ref());
            found(hit);
        }
    }

    /// Folds a text, for other readers of it too, and hands every character, with its number, to one that folds otherwise.
    #[inline]
    pub(crate) fn fold_beside(&mut self, text: &str, beside: impl FnMut(u32, char)) {
        let table = &self.screen.rules.table;
        table.fold_beside(text, &mut self.folded, beside);
    }

    /// The text folded last.
    pub(crate) fn folded(&self) -> &Folded {
        &self.folded
    }

    fn fold(&mut self, text: &str) {
        self.screen.rules.table.fold(text, &mut self.folded);
    }

    /// What is found in a text in the order of the places, whatever the names of licensed bodies say of it. The text was folded
    /// last.
    pub(crate) fn find(&mut self, text: &str, field: Field) -> &[Finding<'s>] {
        self.found.clear();
        self.written(text, field);
        if field == Field::Text {
            let written = self.found.len();
            self.sounding(text);
            self.pictured(text);
            if self.found.len() > written {
                self.found.sort_by_key(Finding::span);
            }
        }
        &self.found
    }

    /// Words as written, after folding.
    fn written(&mut self, text: &str, field: Field) {
        let lexicon = &self.screen.lexicons[field as usize];
        lexicon.find(&self.folded.chars, &mut self.matches);
        for number in 0..self.matches.len() {
            let found = self.matches[number];
            let (start, end) = (found.start, found.end);
            let Some(Meaning::Word(listed)) = lexicon.meaning(found) else {
                continue;
            };
            let place = |stretch| Place {
                text,
                field,
                start,
                end,
                stretch,
            };
            let stretch = self.folded.source_of(text, start, end);
            if let Some(place) = stretch.map(place)
                && !self.add(listed, &place)
            {
                self.inside(&place);
            }
        }
    }

    /// 每月返利900元: 月返 needs a rate and has none; the word that begins within it counts.
    fn inside(&mut self, place: &Place<'_>) {
        let chars = &self.folded.chars;
        let from = place.start + 1;
        let near = chars.get(from..chars.len().min(place.end + LONGEST_INSIDE));
        let lexicon = &self.screen.lexicons[place.field as usize];
        let mut found = Vec::new();
        lexicon.find(near.unwrap_or_default(), &mut found);
        let first = found.first().map(|first| (*first, lexicon.meaning(*first)));
        let Some((Match { start, end, .. }, Some(Meaning::Word(listed)))) = first else {
            return;
        };
        if from + start >= place.end {
            return;
        }
        let (start, end) = (from + start, from + end);
        if let Some(stretch) = self.folded.source_of(place.text, start, end) {
            let place = Place {
                start,
                end,
                stretch,
                ..*place
            };
            self.add(listed, &place);
        }
    }

    /// Words that only sound as listed, where no word as written stands.
    fn sounding(&mut self, text: &str) {
        let sounds = &self.screen.sounds;
        sounds.heard(&self.folded, &mut self.heard);
        let written = self.found.len();
        for at in 0..self.heard.len() {
            let heard = self.heard[at];
            let Some(stretch) = self.folded.source_of(text, heard.start, heard.end) else {
                continue;
            };
            // Both come in the order of their places: only the hits right before the end can overlap.
            let (before, later) = self.found.split_at(written);
            let until = before.partition_point(|h| h.span().0 < stretch.chars.1);
            let near = before[until.saturating_sub(NEAR)..until].iter();
            let later = later.iter().rev().take(NEAR);
            if near.chain(later).any(|h| h.overlaps(stretch.chars)) {
                continue;
            }
            let place = Place {
                text,
                field: Field::Text,
                start: heard.start,
                end: heard.end,
                stretch,
            };
            self.add(sounds.listed(heard), &place);
        }
    }

    /// Words with a picture for a character: 躺着赚💰. Pictures strewn in between were left out before.
    fn pictured(&mut self, text: &str) {
        if !self.folded.pictures {
            return;
        }
        let read = self.screen.rules.table.pictured(text);
        let before = self.found.len();
        self.fold(&read);
        self.written(&read, Field::Text);
        for mut finding in self.found.split_off(before) {
            if !self.found.iter().any(|h| h.overlaps(finding.span())) {
                // Characters stand at other bytes in the text that was read.
                finding.stretch = Stretch::of_chars(text, finding.span());
                self.found.push(finding);
            }
        }
    }

    /// Adds the classes of a word that stands at a place; whether it has any there.
    fn add(&mut self, listed: &'s [Listed], place: &Place<'_>) -> bool {
        let rules = &self.screen.rules;
        let before = self.found.len();
        let mut judged = None;
        for word in listed {
            let Some(class) = rules.classes.get(word.class) else {
                continue;
            };
            let Some(stretch) = place.with_rate(word.rate, &mut self.behind) else {
                continue;
            };
            let reason = *judged.get_or_insert_with(|| {
                let word = (place.start, place.end);
                let around = &mut self.around;
                around.judge(&self.folded, word, place.field, &rules.cues)
            });
            self.found.push(Finding {
                class,
                listed: word,
                stretch,
                reason,
            });
        }
        self.found.len() > before
    }
}

/// Where a word was found: in the folded text and in the source.
struct Place<'t> {
    text: &'t str,
    field: Field,
    start: usize,
    end: usize,
    stretch: Stretch,
}

impl Place<'_> {
    /// The stretch with the rate that follows; `None` when a rate is needed and there is none.
    fn with_rate(&self, need: RateNeed, behind: &mut Plain) -> Option<Stretch> {
        let Stretch { chars, bytes } = self.stretch;
        let rest = self.text.get(bytes.1..)?;
        let figure = match need {
            RateNeed::None => None,
            _ => figure_behind(rest, behind),
        };
        match (need, figure) {
            (RateNeed::None, _) | (RateNeed::Optional, None) => Some(self.stretch),
            (RateNeed::Required, None) => None,
            (_, Some(added)) => Some(Stretch {
                chars: (chars.0, chars.1 + added),
                bytes: (bytes.0, bytes.1 + stretch(rest, 0, added).len()),
            }),
        }
    }
}

fn note(hit: &mut Hit, licence: Option<&Licence>) {
    match licence {
        Some(Licence::Listed(reason)) if hit.suppressed.is_none() => {
            hit.suppressed = Some(reason.clone())
        }
        Some(Licence::LooksLike(reason)) => hit.licence = Some(reason.clone()),
        _ => {}
    }
}
