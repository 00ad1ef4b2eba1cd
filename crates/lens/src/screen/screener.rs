//! The screen itself: built once, used from every thread. It must not know who is screened.

use std::{path::Path, sync::Arc};

use crate::text::yields::figure_behind;

use super::{
    context::Surroundings,
    field::Field,
    fold::{Folded, Stretch},
    hit::Hit,
    lexicon::{Lexicon, Listed, Meaning},
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

/// Screens one text after another without allocating for those that have no hit.
#[derive(Debug)]
pub struct Scanner<'s> {
    screen: &'s Screen,
    folded: Folded,
    heard: Vec<Heard>,
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
            heard: Vec::new(),
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

impl Scanner<'_> {
    /// The hits of a text in the order of their places.
    pub fn screen(&mut self, text: &str, field: Field) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.scan(text, field, |hit| hits.push(hit));
        hits
    }

    /// Hands every hit of a text to `found`, in the order of their places.
    pub fn scan(&mut self, text: &str, field: Field, mut found: impl FnMut(Hit)) {
        let mut hits = Vec::new();
        self.written(text, field, &mut hits);
        if field == Field::Text {
            let written = hits.len();
            self.sounding(text, &mut hits);
            self.pictured(text, &mut hits);
            if hits.len() > written {
                hits.sort_by_key(|h| h.span);
            }
        }
        hits.into_iter().for_each(&mut found);
    }

    /// Words as written, after folding.
    fn written(&mut self, text: &str, field: Field, hits: &mut Vec<Hit>) {
        let screen = self.screen;
        screen.rules.table.fold(text, &mut self.folded);
        let mut licence = None;
        for (start, end, meaning) in screen.lexicons[field as usize].matches(&self.folded.chars) {
            let Meaning::Word(listed) = meaning else {
                continue;
            };
            let Some(stretch) = self.folded.source_of(text, start, end) else {
                continue;
            };
            if field == Field::Name && licence.is_none() {
                let name: String = self.folded.chars.iter().collect();
                licence = Some(screen.rules.licensed.licence(&name));
            }
            let place = Place {
                text,
                field,
                start,
                end,
                stretch,
            };
            let before = hits.len();
            hits.extend(listed.iter().filter_map(|word| self.hit(word, &place)));
            if hits.len() == before {
                self.inside(&place, hits);
            }
            let licence = licence.as_ref().and_then(Option::as_ref);
            hits.iter_mut()
                .skip(before)
                .for_each(|hit| note(hit, licence));
        }
    }

    /// 每月返利900元: 月返 needs a rate and has none; the word that begins within it counts.
    fn inside(&self, place: &Place<'_>, hits: &mut Vec<Hit>) {
        let chars = &self.folded.chars;
        let from = place.start + 1;
        let near = chars.get(from..chars.len().min(place.end + LONGEST_INSIDE));
        let mut found =
            self.screen.lexicons[place.field as usize].matches(near.unwrap_or_default());
        let Some((start, end, Meaning::Word(listed))) = found.next() else {
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
            hits.extend(listed.iter().filter_map(|word| self.hit(word, &place)));
        }
    }

    /// Words that only sound as listed, where no word as written stands.
    fn sounding(&mut self, text: &str, hits: &mut Vec<Hit>) {
        let sounds = &self.screen.sounds;
        sounds.heard(&self.folded, &mut self.heard);
        let written = hits.len();
        for heard in &self.heard {
            let Some(stretch) = self.folded.source_of(text, heard.start, heard.end) else {
                continue;
            };
            // Both come in the order of their places: only the hits right before the end can overlap.
            let until = hits[..written].partition_point(|h| h.span.0 < stretch.chars.1);
            let near = hits[until.saturating_sub(NEAR)..until].iter();
            let later = hits[written..].iter().rev().take(NEAR);
            if near.chain(later).any(|h| overlap(h.span, stretch.chars)) {
                continue;
            }
            let place = Place {
                text,
                field: Field::Text,
                start: heard.start,
                end: heard.end,
                stretch,
            };
            let listed = sounds.listed(*heard).iter();
            hits.extend(listed.filter_map(|word| self.hit(word, &place)));
        }
    }

    /// Words with a picture for a character: 躺着赚💰. Pictures strewn in between were left out before.
    fn pictured(&mut self, text: &str, hits: &mut Vec<Hit>) {
        if !self.folded.pictures {
            return;
        }
        let read = self.screen.rules.table.pictured(text);
        let mut more = Vec::new();
        self.written(&read, Field::Text, &mut more);
        for mut hit in more {
            if hits.iter().all(|h| !overlap(h.span, hit.span)) {
                hit.printed = text
                    .chars()
                    .skip(hit.span.0)
                    .take(hit.span.1 - hit.span.0)
                    .collect();
                hits.push(hit);
            }
        }
    }

    fn hit(&self, listed: &Listed, place: &Place<'_>) -> Option<Hit> {
        let rules = &self.screen.rules;
        let class = rules.classes.get(listed.class)?;
        let stretch = place.with_rate(listed.rate)?;
        let around = Surroundings::of(&self.folded, place.start, place.end, place.field);
        Some(Hit {
            class: class.id.clone(),
            title: class.title.clone(),
            word: listed.word.clone(),
            printed: place.text.get(stretch.bytes.0..stretch.bytes.1)?.to_owned(),
            span: stretch.chars,
            ground: class.ground.clone(),
            severity: listed.severity,
            rule_version: rules.version.clone(),
            suppressed: around.judge(&rules.cues),
            licence: None,
        })
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
    fn with_rate(&self, need: RateNeed) -> Option<Stretch> {
        let Stretch { chars, bytes } = self.stretch;
        let rest = self.text.get(bytes.1..)?;
        let figure = match need {
            RateNeed::None => None,
            _ => figure_behind(rest),
        };
        match (need, figure) {
            (RateNeed::None, _) | (RateNeed::Optional, None) => Some(self.stretch),
            (RateNeed::Required, None) => None,
            (_, Some(added)) => {
                let end = rest.chars().take(added).map(char::len_utf8).sum::<usize>();
                Some(Stretch {
                    chars: (chars.0, chars.1 + added),
                    bytes: (bytes.0, bytes.1 + end),
                })
            }
        }
    }
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 < b.1 && b.0 < a.1
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
