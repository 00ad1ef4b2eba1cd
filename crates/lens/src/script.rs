//! Traditional and variant characters as simplified ones (繁简). It must not know words.

/// The standard character of a variant (繁体 to 简体), or the character itself.
pub(crate) fn simplified(c: char) -> char {
    if !('\u{3400}'..='\u{9fff}').contains(&c) {
        return c;
    }
    let mut buffer = [0; 4];
    let out = fast2s::convert(c.encode_utf8(&mut buffer));
    let mut chars = out.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Hands every character of a text to `each`, with its number and the byte it begins at, but for glosses: pages that were turned
/// into another script carry the sound behind a character (集(jí)資). Most characters are ASCII or take three bytes, and are
/// read without asking more.
#[inline]
pub(crate) fn each_char(text: &str, mut each: impl FnMut(u32, usize, char)) {
    let bytes = text.as_bytes();
    let (mut index, mut at) = (0, 0);
    while let Some(rest @ [byte, ..]) = bytes.get(at..) {
        if let Some((characters, len)) = gloss(text, at) {
            index += characters;
            at += len;
            continue;
        }
        let (c, len) = match *rest {
            [b @ ..0x80, ..] => (Some(char::from(b)), 1),
            [b @ 0xe0..=0xef, y, z, ..] => {
                let code = (u32::from(b & 0xf) << 12) | (u32::from(y & 0x3f) << 6);
                (char::from_u32(code | u32::from(z & 0x3f)), 3)
            }
            _ => {
                let len = if *byte < 0xe0 { 2 } else { 4 };
                (text.get(at..).and_then(|t| t.chars().next()), len)
            }
        };
        if let Some(c) = c {
            each(index, at, c);
        }
        index += 1;
        at += len;
    }
}

/// The characters and bytes of a gloss that begins at a byte: a syllable with the mark of its tone, in brackets, behind a Chinese
/// character.
#[inline]
fn gloss(text: &str, at: usize) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    // The character in front takes three bytes; 0xef begins the wide bracket.
    let opens = matches!(bytes.get(at), Some(b'(' | 0xef));
    if !opens || !matches!(at.checked_sub(3).map(|b| bytes[b]), Some(0xe3..=0xe9)) {
        return None;
    }
    let mut toned = false;
    let rest = text.get(at..)?;
    for (count, (byte, c)) in (0..=LONGEST_SYLLABLE + 1).zip(rest.char_indices()) {
        match c {
            '(' | '（' if count == 0 => {}
            ')' | '）' if toned => return Some((count + 1, byte + c.len_utf8())),
            'a'..='z' if count > 0 => {}
            c if count > 0 && TONED.contains(c) => toned = true,
            _ => return None,
        }
    }
    None
}

/// Whether nothing but a gloss stands between a Chinese character and the one that begins at the byte `next`.
pub(crate) fn is_gloss(text: &str, character: usize, next: usize) -> bool {
    let at = character + 3;
    gloss(text, at).is_some_and(|(_, len)| at + len == next)
}

/// Letters of a syllable, at most.
const LONGEST_SYLLABLE: u32 = 6;
const TONED: &str = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿ";

/// Cuts stretches out of one text. Those that come in order cost one walk over the text together, however many they are.
pub(crate) struct Cutter<'t> {
    text: &'t str,
    /// The character that the last stretch began with, and its byte.
    last: (usize, usize),
}

impl<'t> Cutter<'t> {
    /// For the stretches of this text.
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, last: (0, 0) }
    }

    /// As [`stretch`].
    #[inline]
    pub(crate) fn cut(&mut self, start: usize, end: usize) -> &'t str {
        let (character, byte) = match self.last {
            last if last.0 <= start => last,
            _ => (0, 0),
        };
        let from = ahead(self.text, byte, start - character);
        self.last = (start, from);
        let to = ahead(self.text, from, end.saturating_sub(start));
        self.text.get(from..to).unwrap_or_default()
    }
}

/// The characters `[start, end)` of a text, counted from 0; fewer where it ends before.
pub(crate) fn stretch(text: &str, start: usize, end: usize) -> &str {
    Cutter::of(text).cut(start, end)
}

/// The byte so many characters ahead of the one that begins at `at`.
#[inline]
fn ahead(text: &str, mut at: usize, characters: usize) -> usize {
    let bytes = text.as_bytes();
    for _ in 0..characters {
        at += match bytes.get(at) {
            None => return bytes.len(),
            Some(..0x80) => 1,
            Some(0x80..0xe0) => 2,
            Some(0xe0..0xf0) => 3,
            Some(0xf0..) => 4,
        };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Cutter, each_char, stretch};
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        let mut read = String::new();
        each_char(text, |index, byte, c| {
            assert_eq!(text.char_indices().nth(index as usize), Some((byte, c)));
            read.push(c);
        });
        read
    }

    #[test]
    fn the_sound_behind_a_character_is_passed_over() {
        assert_eq!(read("非法集(jí)資(zī)，老人（rén）"), "非法集資，老人");
        for text in [
            "月息(2分)",
            "平台(app)",
            "a(jí)",
            "资(jí",
            "资(jiangzhuā)",
            "公司（集团）",
        ] {
            assert_eq!(read(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_character_comes_with_its_place(text in "\\PC{0,40}|[a中é𠮷\\n]{0,20}") {
            let mut found = Vec::new();
            each_char(&text, |index, byte, c| found.push((index, (byte, c))));
            let expected: Vec<(u32, (usize, char))> = (0..).zip(text.char_indices()).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn a_stretch_is_cut_at_characters(text in "[a中é𠮷\\n]{0,20}", start in 0_usize..22, len in 0_usize..22) {
            let expected: String = text.chars().skip(start).take(len).collect();
            prop_assert_eq!(stretch(&text, start, start + len), expected);
        }

        #[test]
        fn stretches_in_any_order_are_cut_alike(text in "[a中é𠮷\\n]{0,20}", places in proptest::collection::vec((0_usize..22, 0_usize..9), 0..6)) {
            let mut cutter = Cutter::of(&text);
            for (start, len) in places {
                prop_assert_eq!(cutter.cut(start, start + len), stretch(&text, start, start + len));
            }
        }
    }
}
