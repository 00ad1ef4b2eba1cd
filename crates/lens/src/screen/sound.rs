//! The same sound written otherwise (谐音): 保本保西, 原始骨. Words of three characters and more are matched by their syllables,
//! where at least two characters in three are as listed. It must not know context.

use std::sync::LazyLock;

use pinyin::ToPinyin;

use super::{lexicon::Listed, word_table::WordTable};

/// Fewest characters of a word that is matched by sound.
const SHORTEST: usize = 3;

/// Number of the syllable of every character of the basic plane; 0 for none.
static SYLLABLES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut seen: Vec<&'static str> = vec![""];
    let mut number = |c: char| -> u16 {
        let Some(sound) = c.to_pinyin() else {
            return 0;
        };
        let plain = sound.plain();
        let at = seen.iter().position(|s| *s == plain).unwrap_or_else(|| {
            seen.push(plain);
            seen.len() - 1
        });
        u16::try_from(at).unwrap_or(0)
    };
    (0..0x1_0000)
        .map(|code| char::from_u32(code).map_or(0, &mut number))
        .collect()
});

/// Words by syllables.
#[derive(Debug)]
pub(super) struct Sounds {
    syllables: WordTable<u16>,
    words: Vec<(Vec<char>, Vec<Listed>)>,
}

/// A stretch of a folded text that sounds like a word: characters and the word's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heard {
    pub start: usize,
    pub end: usize,
    word: usize,
}

/// The plain syllable of a character: 财 is cai.
pub(super) fn syllable(c: char) -> Option<&'static str> {
    c.to_pinyin().map(pinyin::Pinyin::plain)
}

impl Sounds {
    /// From folded words.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, Vec<Listed>)>) -> Self {
        let words: Vec<(Vec<char>, Vec<Listed>)> = words
            .map(|(word, listed)| (word.chars().collect::<Vec<char>>(), listed))
            .filter(|(word, _)| word.len() >= SHORTEST && word.iter().all(|c| number(*c) > 0))
            .collect();
        let spelled = words
            .iter()
            .map(|(word, _)| word.iter().map(|c| number(*c)));
        Self {
            syllables: WordTable::new(spelled.map(Iterator::collect)),
            words,
        }
    }

    /// Everything in a folded text that sounds like a word and is written otherwise in part.
    pub fn heard(&self, text: &[char], code: &mut Vec<u16>, found: &mut Vec<Heard>) {
        code.clear();
        found.clear();
        let syllables = SYLLABLES.as_slice();
        let number = |c: &char| syllables.get(*c as usize).copied().unwrap_or(0);
        code.extend(text.iter().map(number));
        for (start, end, word) in self.syllables.matches(code) {
            if self.written_otherwise(&text[start..end], word) {
                found.push(Heard { start, end, word });
            }
        }
    }

    /// The classes of a word.
    pub fn listed(&self, heard: Heard) -> &[Listed] {
        self.words.get(heard.word).map_or(&[], |(_, listed)| listed)
    }

    fn written_otherwise(&self, text: &[char], word: usize) -> bool {
        let listed = self.words.get(word).map_or(&[][..], |(chars, _)| chars);
        let equal = listed.iter().zip(text).filter(|(a, b)| a == b).count();
        equal * 3 >= listed.len() * 2 && equal < listed.len()
    }
}

fn number(c: char) -> u16 {
    SYLLABLES.get(c as usize).copied().unwrap_or(0)
}
