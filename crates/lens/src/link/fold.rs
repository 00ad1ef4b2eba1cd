//! One way of writing for many: full and half width, traditional and simplified, upper and lower case. Every folded
//! character remembers the character of the source it comes from. It must not know names or addresses.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A folded text beside the places its characters come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// Folded characters.
    pub chars: Vec<char>,
    /// For each folded character, the number of the source character it comes from.
    pub origins: Vec<usize>,
}

/// What every character of the basic plane becomes; 0 where one character becomes several or none.
static PLANE: LazyLock<Vec<char>> = LazyLock::new(|| {
    (0..0x1_0000)
        .map(|code| char::from_u32(code).map_or('\0', single))
        .collect()
});

fn single(c: char) -> char {
    let spelled: Vec<char> = spell(c).collect();
    match spelled.as_slice() {
        [one] => *one,
        _ => '\0',
    }
}

fn spell(c: char) -> impl Iterator<Item = char> {
    std::iter::once(c)
        .nfkc()
        .flat_map(simplified)
        .flat_map(char::to_lowercase)
        .map(plain_mark)
        .filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
}

fn simplified(c: char) -> Vec<char> {
    if c.is_ascii() {
        return vec![c];
    }
    match c {
        // The converter leaves these as they are, because they have a life of their own elsewhere.
        '昇' => vec!['升'],
        '堃' => vec!['坤'],
        '喆' => vec!['哲'],
        '乾' | '徵' | '淼' | '犇' => vec![c],
        _ => fast2s::convert(c.encode_utf8(&mut [0; 4]))
            .chars()
            .collect(),
    }
}

/// Brackets and dashes of every kind become one of each.
fn plain_mark(c: char) -> char {
    match c {
        '【' | '〔' | '［' | '[' | '{' | '〈' | '《' | '﹝' | '『' | '「' => '(',
        '】' | '〕' | '］' | ']' | '}' | '〉' | '》' | '﹞' | '』' | '」' => ')',
        '—' | '–' | '－' | '―' | '~' | '～' | '‐' | '‑' | '−' => '-',
        '•' | '・' | '‧' | '∙' | '●' => '·',
        '、' | '，' | '；' => ',',
        '。' => '.',
        other => other,
    }
}

/// Bytes of most letters.
const LETTER: usize = 3;

/// Folds a text and keeps the way back.
pub fn fold(text: &str) -> Folded {
    let mut out = Folded::with_room(text.len().div_ceil(LETTER));
    for (index, c) in text.chars().enumerate() {
        match PLANE.get(c as usize).copied() {
            Some('\0') | None => spell(c).for_each(|f| out.push(f, index)),
            Some(folded) => out.push(folded, index),
        }
    }
    out
}

/// Folded characters that carry meaning: letters, digits, ideographs.
pub fn letters(text: &str) -> Vec<char> {
    let mut chars = fold(text).chars;
    chars.retain(|c| is_letter(*c));
    chars
}

/// Whether a character is a letter, digit or ideograph. Common ideographs are told without the large table.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fa5}') || c.is_alphanumeric()
}

/// Whether a character is a Chinese ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}' | '〇')
}

impl Folded {
    /// Empty, with room for so many characters.
    pub fn with_room(count: usize) -> Self {
        Self {
            chars: Vec::with_capacity(count),
            origins: Vec::with_capacity(count),
        }
    }

    fn push(&mut self, c: char, index: usize) {
        self.chars.push(c);
        self.origins.push(index);
    }

    /// The source characters `[start, end)` that a stretch of folded characters comes from.
    pub fn source(&self, start: usize, end: usize) -> (usize, usize) {
        match (
            self.origins.get(start),
            end.checked_sub(1).and_then(|e| self.origins.get(e)),
        ) {
            (Some(first), Some(last)) if start < end => (*first, last + 1),
            (Some(first), _) => (*first, *first),
            _ => {
                let end = self.origins.last().map_or(0, |last| last + 1);
                (end, end)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_and_traditional_characters_fold_together() {
        let text: String = fold("廣東（ＡＢ１２）證券").chars.into_iter().collect();
        assert_eq!(text, "广东(ab12)证券");
    }

    #[test]
    fn a_character_that_becomes_two_keeps_its_origin() {
        let folded = fold("㈱甲");
        assert_eq!(folded.origins.first(), Some(&0));
        assert_eq!(folded.origins.last(), Some(&1));
    }
}
