//! The same sound written otherwise (谐音): 保本保西, 原始骨. Words of three characters and more are matched by their syllables,
//! where at least two characters in three are as listed. It must not know context.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use pinyin::ToPinyin;

use super::lexicon::Listed;

/// Fewest characters of a word that is matched by sound.
const SHORTEST: usize = 3;

/// Bits for the beginnings of words.
const HEADS: usize = 1 << 17;

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
    automaton: AhoCorasick,
    words: Vec<(Vec<char>, Vec<Listed>)>,
    /// A bit for the first three syllables of every word: a text without any of them needs no matching.
    heads: Vec<u64>,
}

/// A stretch of a folded text that sounds like a word: bytes and the word's number.
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
    pub fn new<'w>(
        words: impl Iterator<Item = (&'w str, Vec<Listed>)>,
    ) -> Result<Self, aho_corasick::BuildError> {
        let words: Vec<(Vec<char>, Vec<Listed>)> = words
            .map(|(word, listed)| (word.chars().collect::<Vec<char>>(), listed))
            .filter(|(word, _)| word.len() >= SHORTEST && word.iter().all(|c| number(*c) > 0))
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words.iter().map(|(word, _)| coded(word.iter().copied())))?;
        let mut heads = vec![0; HEADS / 64];
        for (word, _) in &words {
            let syllables = word.iter().take(SHORTEST);
            let key = syllables.fold(0, |key, c| longer(key, number(*c)));
            let bit = head(key);
            heads[bit / 64] |= 1 << (bit % 64);
        }
        Ok(Self {
            automaton,
            words,
            heads,
        })
    }

    /// Everything in a folded text that sounds like a word and is written otherwise in part.
    pub fn heard(&self, text: &str, code: &mut Vec<u8>, found: &mut Vec<Heard>) {
        code.clear();
        found.clear();
        let syllables = SYLLABLES.as_slice();
        let (mut key, mut begun) = (0, false);
        for c in text.chars() {
            let number = syllables.get(c as usize).copied().unwrap_or(0);
            code.extend_from_slice(&number.to_le_bytes());
            key = longer(key, number);
            let bit = head(key);
            begun |= self.heads[bit / 64] & (1 << (bit % 64)) != 0;
        }
        if !begun {
            return;
        }
        for m in self.automaton.find_iter(&*code) {
            if m.start() % 2 == 0 {
                found.extend(self.written_otherwise(text, m.start() / 2, m.pattern().as_usize()));
            }
        }
    }

    /// The classes of a word.
    pub fn listed(&self, heard: Heard) -> &[Listed] {
        self.words.get(heard.word).map_or(&[], |(_, listed)| listed)
    }

    fn written_otherwise(&self, text: &str, at: usize, word: usize) -> Option<Heard> {
        let (chars, _) = self.words.get(word)?;
        let mut places = text.char_indices().skip(at);
        let mut equal = 0;
        let (mut start, mut end) = (None, 0);
        for (listed, (byte, c)) in chars.iter().zip(places.by_ref()) {
            equal += usize::from(*listed == c);
            start = start.or(Some(byte));
            end = byte + c.len_utf8();
        }
        let enough = equal * 3 >= chars.len() * 2 && equal < chars.len();
        enough.then_some(Heard {
            start: start?,
            end,
            word,
        })
    }
}

/// The last three syllables, one more added; there are some four hundred.
fn longer(key: u32, syllable: u16) -> u32 {
    ((key << 10) | u32::from(syllable)) & 0x3fff_ffff
}

/// The bit of three syllables.
fn head(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> 15) as usize % HEADS
}

fn number(c: char) -> u16 {
    SYLLABLES.get(c as usize).copied().unwrap_or(0)
}

fn coded(word: impl Iterator<Item = char>) -> Vec<u8> {
    word.flat_map(|c| number(c).to_le_bytes()).collect()
}
