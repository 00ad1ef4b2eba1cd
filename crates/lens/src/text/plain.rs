//! A text in plain writing (归一文本): half width, simplified, lower case, without blanks and invisible characters, and the
//! way back to the source, and what may begin with each character. Punctuation stays, unlike in the folding of the screen. It must not know words.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::starts::{self, STREWN, Starts};
use crate::script::{each_char, simplified};

/// Left out: blanks and invisible characters.
const SKIP: u32 = 0;
/// Bits of a word that hold a character; what may begin with it stands above.
const CODE: u32 = 21;

/// What every character of the basic plane becomes, and what may begin with that.
static PLANE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    (0..0x1_0000)
        .map(|code| char::from_u32(code).map_or(SKIP, word))
        .collect()
});

fn word(c: char) -> u32 {
    plain(c).map_or(SKIP, |c| (u32::from(starts::of(c)) << CODE) | u32::from(c))
}

/// A text in plain writing. Its buffers are used again for the next one.
#[derive(Debug, Default, Clone)]
pub struct Plain {
    chars: Vec<char>,
    index: Vec<u32>,
    starts: Vec<Starts>,
    /// What may begin anywhere in it.
    any: Starts,
}

/// Takes a text in, character by character. There is room for all of them.
pub(super) struct Taking<'p> {
    plane: &'p [u32],
    chars: &'p mut [char],
    index: &'p mut [u32],
    starts: &'p mut [Starts],
    kept: usize,
    any: Starts,
}

impl Taking<'_> {
    /// Takes the character with this number in.
    #[inline]
    pub fn take(&mut self, at: u32, c: char) {
        let word = match self.plane.get(c as usize) {
            Some(word) => *word,
            None => word(c),
        };
        if word != SKIP {
            let starts = (word >> CODE) as Starts;
            self.chars[self.kept] = char::from_u32(word & ((1 << CODE) - 1)).unwrap_or(c);
            self.index[self.kept] = at;
            self.starts[self.kept] = starts;
            self.any |= starts;
            self.kept += 1;
        }
    }
}

impl Plain {
    /// The plain form of a text.
    pub fn of(text: &str) -> Self {
        let mut plain = Self::default();
        plain.read(text);
        plain
    }

    /// Takes the next text in.
    pub fn read(&mut self, text: &str) {
        self.read_in_walk(text, |taking| {
            each_char(text, |at, _, c| taking.take(at, c));
        });
    }

    /// The same in a walk over the text in which others read too; it hands every character over, but for glosses.
    #[inline]
    pub(super) fn read_in_walk(&mut self, text: &str, walk: impl FnOnce(&mut Taking<'_>)) {
        self.make_room(text.len());
        let mut taking = Taking {
            plane: &PLANE,
            chars: &mut self.chars,
            index: &mut self.index,
            starts: &mut self.starts,
            kept: 0,
            any: 0,
        };
        walk(&mut taking);
        let kept = taking.kept;
        self.any = taking.any;
        self.keep(kept);
        if self.any & STREWN != 0 {
            self.gather();
        }
    }

    /// Makes room for so many characters.
    fn make_room(&mut self, characters: usize) {
        self.chars.resize(characters, ' ');
        self.index.resize(characters, 0);
        self.starts.resize(characters, 0);
    }

    /// Keeps so many characters of those there is room for.
    fn keep(&mut self, characters: usize) {
        self.chars.truncate(characters);
        self.index.truncate(characters);
        self.starts.truncate(characters);
    }

    /// Leaves out a mark that stands behind each of four or more characters, two of them Chinese (年-化-1-8%).
    fn gather(&mut self) {
        let strewn = |at: usize| self.starts.get(at).is_some_and(|s| s & STREWN != 0);
        let mut left_out: Vec<usize> = Vec::new();
        let mut at = 1;
        while at < self.chars.len() {
            let mark = self.chars[at];
            if !strewn(at) || strewn(at - 1) {
                at += 1;
                continue;
            }
            let mut end = at;
            while self.chars.get(end) == Some(&mark)
                && self.chars.get(end + 1).is_some_and(|c| c.is_alphanumeric())
            {
                end += 2;
            }
            let marks = (end - at) / 2;
            let ideographs = (at - 1..end)
                .filter(|p| self.chars.get(*p).is_some_and(|c| !c.is_ascii()))
                .count();
            if marks >= 3 && ideographs >= 2 {
                left_out.extend((at..end).step_by(2));
            }
            at = end.max(at + 1);
        }
        if left_out.is_empty() {
            return;
        }
        let mut out = left_out.into_iter().peekable();
        let mut kept = 0;
        for at in 0..self.chars.len() {
            if out.peek() == Some(&at) {
                out.next();
                continue;
            }
            self.chars[kept] = self.chars[at];
            self.index[kept] = self.index[at];
            self.starts[kept] = self.starts[at];
            kept += 1;
        }
        self.keep(kept);
    }

    /// For every character left what may begin with it.
    pub(super) fn starts(&self) -> &[Starts] {
        &self.starts
    }

    /// Whether anything of this kind may begin anywhere.
    pub(super) fn may_hold(&self, kind: Starts) -> bool {
        self.any & kind != 0
    }

    /// The characters left.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The characters `[start, end)` of the source that plain characters `[start, end)` come from.
    #[inline]
    pub fn source(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.index.get(start).copied().unwrap_or_default();
        let last = end.checked_sub(1).and_then(|e| self.index.get(e));
        (first as usize, last.map_or(first, |l| l + 1) as usize)
    }

    /// Whether something was left out right before a character.
    #[inline]
    pub fn parted(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.index.get(b));
        match (before, self.index.get(at)) {
            (Some(before), Some(here)) => here - before > 1,
            _ => false,
        }
    }
}

fn plain(c: char) -> Option<char> {
    if c == '\n' {
        return Some('\n');
    }
    if c.is_whitespace() || c.is_control() || is_invisible(c) {
        return None;
    }
    let mut spelled = std::iter::once(c).nfkc();
    let c = match (spelled.next(), spelled.next()) {
        (Some(one), None) => one,
        _ => c,
    };
    let c = match c {
        '﹪' | '٪' => '%',
        '—' | '–' | '―' | '−' | '‐' | '‑' | '﹣' => '-',
        '～' | '〜' | '∼' | '˜' => '~',
        '，' | '﹐' => ',',
        '：' => ':',
        c => simplified(c),
    };
    Some(c.to_ascii_lowercase())
}

/// Characters that are not seen, and the frame of emoji digits (1️⃣).
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{180e}' | '\u{300}'..='\u{36f}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::Plain;
    use proptest::prelude::*;

    fn plain(text: &str) -> String {
        Plain::of(text).chars().iter().collect()
    }

    #[test]
    fn one_writing_for_many() {
        assert_eq!(plain("年 化１２．５％"), "年化12.5%");
        assert_eq!(plain("月\u{200b}息②分，Ｐ２Ｐ"), "月息2分,p2p");
        assert_eq!(plain("1\u{fe0f}\u{20e3}3\u{fe0f}\u{20e3}"), "13");
        assert_eq!(plain("穩賺不賠"), "稳赚不赔");
        assert_eq!(Plain::of("年 化").source(1, 2), (2, 3));
        assert!(Plain::of("年 化").parted(1));
    }

    proptest! {
        #[test]
        fn it_is_the_same_the_second_time_and_leads_back(text in "\\PC{0,40}|[保 本\\n，1️⃣㈱財]{0,20}") {
            let once = Plain::of(&text);
            let written: String = once.chars().iter().collect();
            prop_assert_eq!(&plain(&written), &written);
            let count = text.chars().count();
            for at in 0..once.chars().len() {
                let (start, end) = once.source(at, at + 1);
                prop_assert!(start + 1 == end && end <= count);
            }
        }
    }
}
