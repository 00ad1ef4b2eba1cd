//! Folding: one way of writing for many (全半角、繁简、大小写、插入的符号), with the way back to the source.
//! It must not know words.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::sound::syllable_number;
use crate::script::{each_char, is_gloss, simplified, stretch};

/// Longest run of inserted characters that a word may hide.
const LONGEST_GAP: u32 = 3;
/// Left out: blanks, symbols, invisible characters.
const SKIP: u32 = 0;
/// Becomes several characters, or is a picture.
const EXPANDS: u32 = 1;
/// Bits of a word that hold a character; the number of its syllable stands above.
const CODE: u32 = 21;

/// What every character of the basic plane becomes, with its syllable.
#[derive(Debug)]
pub(crate) struct FoldTable {
    plane: Vec<u32>,
    /// Standard characters by variant.
    characters: FxHashMap<char, char>,
    /// Pictures that are read as a character: 💰 is 钱.
    emoji: Vec<(char, char)>,
}

/// A folded text. Its buffers are used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub chars: Vec<char>,
    /// For each of them the number of its syllable, 0 for none.
    pub(super) syllables: Vec<u16>,
    /// For each of them the character and the byte of the source it comes from.
    pub origins: Vec<Origin>,
    /// How many characters stand before each end of a line.
    breaks: Vec<u32>,
    /// Whether the source holds a picture that is read as a character.
    pub(super) pictures: bool,
}

/// Where a folded character comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    index: u32,
    byte: u32,
}

/// A stretch of the source: characters and bytes, ends excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub chars: (usize, usize),
    pub bytes: (usize, usize),
}

impl Stretch {
    /// The stretch of `source` from one character to another, both in it.
    pub fn between(source: &str, first: &Origin, last: &Origin) -> Self {
        Self {
            chars: (first.index as usize, last.index as usize + 1),
            bytes: (first.byte as usize, last.end(source)),
        }
    }

    /// What stands there in the text it is a stretch of.
    pub fn cut(self, source: &str) -> &str {
        source.get(self.bytes.0..self.bytes.1).unwrap_or_default()
    }

    /// The stretch of these characters of a text.
    pub fn of_chars(text: &str, chars: (usize, usize)) -> Self {
        let from = stretch(text, 0, chars.0).len();
        let bytes = (from, from + stretch(text, chars.0, chars.1).len());
        Self { chars, bytes }
    }
}

impl FoldTable {
    /// With pairs of variant and standard character, beside those of simplified writing, and of picture and character.
    pub fn new(characters: Vec<(char, char)>, emoji: Vec<(char, char)>) -> Self {
        let mut table = Self {
            plane: Vec::new(),
            characters: characters.into_iter().rev().collect(),
            emoji,
        };
        table.plane = (0..0x1_0000)
            .map(|code| char::from_u32(code).map_or(SKIP, |c| table.word_of(c)))
            .collect();
        table
    }

    /// Folds `source` into `into`.
    pub fn fold(&self, source: &str, into: &mut Folded) {
        self.fold_beside(source, into, |_, _| {});
    }

    /// Folds `source` into `into` and hands every character, with its number, to another reader: one walk serves both.
    #[inline]
    pub fn fold_beside(&self, source: &str, into: &mut Folded, mut beside: impl FnMut(u32, char)) {
        into.chars.clear();
        into.syllables.clear();
        into.origins.clear();
        into.breaks.clear();
        into.pictures = false;
        each_char(source, |index, byte, c| {
            beside(index, c);
            let origin = Origin {
                index,
                byte: small(byte),
            };
            match self.plane.get(c as usize).copied().unwrap_or(EXPANDS) {
                SKIP if c == '\n' => into.breaks.push(small(into.chars.len())),
                SKIP => {}
                EXPANDS => {
                    into.pictures |= self.read_as(c).is_some();
                    self.spell(c)
                        .for_each(|out| into.push(out, syllable_number(out), origin));
                }
                word => into.push(one(word, c), (word >> CODE) as u16, origin),
            }
        });
    }

    /// The text with its pictures as the characters they are read as.
    pub fn pictured(&self, source: &str) -> String {
        let read = |c| self.read_as(c).unwrap_or(c);
        source.chars().map(read).collect()
    }

    /// The character that a picture is read as.
    fn read_as(&self, c: char) -> Option<char> {
        let picture = self.emoji.iter().find(|(picture, _)| *picture == c);
        picture.map(|(_, read)| *read)
    }

    /// The folded form of a word or cue.
    pub fn word(&self, word: &str) -> String {
        let mut folded = Folded::default();
        self.fold(word, &mut folded);
        folded.chars.into_iter().collect()
    }

    fn word_of(&self, c: char) -> u32 {
        if self.read_as(c).is_some() {
            return EXPANDS;
        }
        let mut out = self.spell(c);
        match (out.next(), out.next()) {
            (None, _) => SKIP,
            (Some(one), None) => u32::from(one) | (u32::from(syllable_number(one)) << CODE),
            _ => EXPANDS,
        }
    }

    fn spell(&self, c: char) -> impl Iterator<Item = char> {
        // Ideographs are spelled as they are.
        let spelled: Vec<char> = match c {
            '\u{4e00}'..='\u{9fff}' => vec![c],
            _ => std::iter::once(c).nfkc().collect(),
        };
        spelled
            .into_iter()
            .map(|c| self.standard(c).to_ascii_lowercase())
            .filter(|c| !is_inserted(*c))
    }

    fn standard(&self, c: char) -> char {
        let standard = self.characters.get(&c).copied();
        standard.unwrap_or_else(|| simplified(c))
    }
}

/// The character of a word that holds one, which `c` became.
fn one(word: u32, c: char) -> char {
    char::from_u32(word & ((1 << CODE) - 1)).unwrap_or(c)
}

impl Folded {
    #[inline]
    fn push(&mut self, c: char, syllable: u16, origin: Origin) {
        self.chars.push(c);
        self.syllables.push(syllable);
        self.origins.push(origin);
    }

    /// The source of the folded characters `[start, end)`; `None` when the characters in between were not inserted to hide
    /// a word but part it.
    pub fn source_of(&self, source: &str, start: usize, end: usize) -> Option<Stretch> {
        let origins = self.origins.get(start..end)?;
        let (a, z) = (origins.first()?, origins.last()?);
        let glossed = |w: &[Origin]| is_gloss(source, w[0].byte as usize, w[1].byte as usize);
        let skipped = |w: &&[Origin]| w[1].index > w[0].index + 1 && !glossed(w);
        let gaps = || origins.windows(2).filter(skipped);
        if gaps().any(|w| w[1].index - w[0].index - 1 > LONGEST_GAP) {
            return None;
        }
        let ascii = self.chars[start..end].iter().all(char::is_ascii);
        if ascii && gaps().next().is_some() || self.inside_ascii(start, end) {
            return None;
        }
        // Two characters with a blank between them are rather the end of one word and the head of the next.
        let parted = origins.len() == 2 && gaps().any(|w| only_blanks(source, &w[0], &w[1]));
        if parted && self.touches(start, start.checked_sub(1)) && self.touches(end - 1, Some(end)) {
            return None;
        }
        Some(Stretch::between(source, a, z))
    }

    /// From the end of the last line before `start` to the end of the first line behind `end`.
    pub fn line_around(&self, start: usize, end: usize) -> (usize, usize) {
        let before = self.breaks.partition_point(|b| *b as usize <= start);
        let from = before.checked_sub(1).and_then(|b| self.breaks.get(b));
        let behind = self.breaks.partition_point(|b| (*b as usize) < end);
        let to = self.breaks.get(behind).map(|b| *b as usize);
        (
            from.map_or(0, |b| *b as usize),
            to.unwrap_or(self.chars.len()),
        )
    }

    /// A word that begins or ends in Latin letters must not be a part of a longer one: 理cai, but not 理caimy.
    fn inside_ascii(&self, start: usize, end: usize) -> bool {
        let letter = |at: usize| self.chars.get(at).is_some_and(char::is_ascii_alphanumeric);
        let before = start
            .checked_sub(1)
            .filter(|b| self.touches(start, Some(*b)));
        letter(start) && before.is_some_and(letter)
            || letter(end - 1) && self.touches(end - 1, Some(end)) && letter(end)
    }

    /// Whether two folded characters stand side by side in the source and both are part of words.
    fn touches(&self, one: usize, other: Option<usize>) -> bool {
        let Some((a, b)) = other.and_then(|o| Some((self.origins.get(one)?, self.origins.get(o)?)))
        else {
            return false;
        };
        let c = other.and_then(|o| self.chars.get(o));
        a.index.abs_diff(b.index) <= 1 && c.is_some_and(|c| c.is_alphanumeric())
    }
}

impl Origin {
    /// Where its character ends in the source.
    fn end(&self, source: &str) -> usize {
        let start = self.byte as usize;
        let c = source.get(start..).and_then(|rest| rest.chars().next());
        start + c.map_or(0, char::len_utf8)
    }
}

fn only_blanks(source: &str, a: &Origin, b: &Origin) -> bool {
    let gap = source
        .get(a.end(source)..b.byte as usize)
        .unwrap_or_default();
    gap.chars()
        .all(|c| c.is_whitespace() && c != '\n' && c != '\r')
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Characters that are put between the characters of a word to hide it. Punctuation that ends a clause is not among
/// them: a word never reaches over it.
fn is_inserted(c: char) -> bool {
    if c.is_whitespace() || c.is_control() {
        return true;
    }
    match c {
        '“' | '”' | '‘' | '’' => false,
        '*' | '-' | '_' | '.' | '~' | '|' | '/' | '\\' | '+' | '=' | '#' | '^' | '`' | '\''
        | '"' | '&' | '@' | '$' | '<' | '>' | '[' | ']' | '{' | '}' => true,
        '\u{a1}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}' | '\u{bf}' | '\u{300}'..='\u{36f}' => {
            true
        }
        '\u{2000}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}' | '\u{2190}'..='\u{2bff}' => true,
        '\u{3004}'
        | '\u{3012}'..='\u{3013}'
        | '\u{3020}'
        | '\u{302a}'..='\u{3030}'
        | '\u{30fb}' => true,
        '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{ffff}' => true,
        '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Made once: it reads every character of the plane.
    fn table() -> &'static FoldTable {
        static TABLE: std::sync::LazyLock<FoldTable> =
            std::sync::LazyLock::new(|| FoldTable::new(vec![('夲', '本')], vec![('💰', '钱')]));
        &TABLE
    }

    fn found(source: &str, word: &str) -> Option<(usize, usize)> {
        let (table, mut folded) = (table(), Folded::default());
        table.fold(source, &mut folded);
        let word: Vec<char> = table.word(word).chars().collect();
        let start = folded.chars.windows(word.len()).position(|w| w == word)?;
        let stretch = folded.source_of(source, start, start + word.len());
        stretch.map(|s| s.chars)
    }

    #[test]
    fn hidden_words_come_out_with_their_place_in_the_source() {
        assert_eq!(found("做理財", "理财"), Some((1, 3)));
        assert_eq!(found("保*本", "保本"), Some((0, 3)));
        assert_eq!(found("理 - 财", "理财"), Some((0, 5)));
        assert_eq!(found("保\u{200b}本", "保本"), Some((0, 3)));
        assert_eq!(found("保💰本", "保本"), Some((0, 3)));
        assert_eq!(found("Ｐ２Ｐ平台", "P2P"), Some((0, 3)));
        assert_eq!(found("Ⓟ②Ⓟ", "p2p"), Some((0, 3)));
        assert_eq!(found("理\n财", "理财"), Some((0, 3)));
    }

    #[test]
    fn what_parts_two_words_is_no_hiding() {
        assert_eq!(found("不保，本公司", "保本"), None);
        assert_eq!(found("投资担保 本公司", "保本"), None);
        assert_eq!(found("保 本 高 息", "保本"), Some((0, 3)));
        assert_eq!(found("保****本", "保本"), None);
        assert_eq!(found("XP2P", "P2P"), None);
        assert_eq!(found("p 2 p", "P2P"), None);
        assert_eq!(found("做P2P的", "P2P"), Some((1, 4)));
    }

    proptest! {
        #[test]
        fn folding_never_fails_and_every_place_leads_back(source in "\\PC{0,40}|[保*本 \\n ，a㈱🈲財]{0,20}") {
            let (table, mut folded) = (table(), Folded::default());
            table.fold(&source, &mut folded);
            for at in 0..folded.chars.len() {
                if let Some(s) = folded.source_of(&source, at, at + 1) {
                    prop_assert!(source.get(s.bytes.0..s.bytes.1).is_some());
                    prop_assert!(s.chars.0 < s.chars.1 && s.chars.1 <= source.chars().count());
                }
            }
        }
    }
}
