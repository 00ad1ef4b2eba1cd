//! The same sound written otherwise (谐音): 保本保西, 原始骨. Words of three characters and more are matched by their syllables,
//! where at least two characters in three are as listed. It must not know context.

use std::sync::LazyLock;

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

use super::{fold::Folded, lexicon::Listed, word_table::WordTable};

/// Fewest characters of a word that is matched by sound.
const SHORTEST: usize = 3;
/// Particles disguise nothing: 会员之间 is no 会员制.
const PARTICLES: &str = "之只是的地得以与和及在有就也不没这那着了而则所其";

/// Number of the syllable of every character of the basic plane; 0 for none.
static SYLLABLES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut seen: FxHashMap<&'static str, u16> = FxHashMap::default();
    let mut number = |c: char| -> u16 {
        let Some(sound) = syllable(c) else {
            return 0;
        };
        let next = u16::try_from(seen.len() + 1).unwrap_or(0);
        *seen.entry(sound).or_insert(next)
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
            .filter(|(word, _)| {
                word.len() >= SHORTEST && word.iter().all(|c| syllable_number(*c) > 0)
            })
            .collect();
        let spelled = words
            .iter()
            .map(|(word, _)| word.iter().map(|c| syllable_number(*c)));
        Self {
            syllables: WordTable::new(spelled.map(Iterator::collect)),
            words,
        }
    }

    /// Everything in a folded text that sounds like a word and is written otherwise in part.
    pub fn heard(&self, text: &Folded, found: &mut Vec<Heard>) {
        found.clear();
        self.syllables.scan(&text.syllables, |start, end, word| {
            if self.written_otherwise(&text.chars[start..end], word) {
                found.push(Heard { start, end, word });
            }
            true
        });
    }

    /// The classes of a word.
    pub fn listed(&self, heard: Heard) -> &[Listed] {
        self.words.get(heard.word).map_or(&[], |(_, listed)| listed)
    }

    fn written_otherwise(&self, text: &[char], word: usize) -> bool {
        let listed = self.words.get(word).map_or(&[][..], |(chars, _)| chars);
        let pairs = || listed.iter().zip(text);
        let equal = pairs().filter(|(a, b)| a == b).count();
        let particle = pairs().any(|(a, b)| a != b && PARTICLES.contains(*b));
        equal * 3 >= listed.len() * 2 && equal < listed.len() && !particle
    }
}

/// The number of a character's syllable, 0 for none.
pub(super) fn syllable_number(c: char) -> u16 {
    SYLLABLES.get(c as usize).copied().unwrap_or(0)
}
