//! What counts as the same text when searching: width, case and punctuation do not matter. It must
//! not know tokens.

use unicode_normalization::UnicodeNormalization;

/// The text with compatibility forms resolved (ＡＢＣ → abc), lower case, every run of other
/// characters than letters and digits one blank: `沁处非办字〔2023〕1号` → `沁处非办字 2023 1号`. Each
/// character is resolved by itself, so that part of a text folds to part of what the text folds to.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        gap: false,
    };
    for character in text.chars() {
        match character {
            // Most of every text, and left as it is by the tables.
            '0'..='9' | 'a'..='z' | '\u{4E00}'..='\u{9FA5}' => folded.push(character),
            'A'..='Z' => folded.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() => folded.gap = true,
            _ => {
                let resolved = std::iter::once(character).nfkc();
                resolved
                    .flat_map(char::to_lowercase)
                    .for_each(|c| folded.take(c));
            }
        }
    }
    folded.text
}

/// A text while it is folded.
struct Folded {
    text: String,
    /// Something that is no letter stood before what comes next.
    gap: bool,
}

impl Folded {
    fn take(&mut self, character: char) {
        match character.is_alphanumeric() {
            true => self.push(character),
            false => self.gap = true,
        }
    }

    fn push(&mut self, character: char) {
        if std::mem::take(&mut self.gap) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push(character);
    }
}

/// At most so many characters of the text: what is searched of a very long one.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    text.char_indices()
        .nth(most)
        .map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What passes by the tables is what they would say.
    #[test]
    fn plain_characters_are_as_the_tables_say() {
        for character in (' '..='~').chain('\u{4E00}'..='\u{9FA5}') {
            let resolved = std::iter::once(character).nfkc();
            let word: String = resolved
                .flat_map(char::to_lowercase)
                .filter(|c| c.is_alphanumeric())
                .collect();
            assert_eq!(fold(&character.to_string()), word, "{character}");
        }
    }

    #[test]
    fn width_case_and_brackets_do_not_matter() {
        assert_eq!(
            fold("沁处非办字〔2023〕1号"),
            fold("沁处非办字（２０２３）1号")
        );
        assert_eq!(fold(" P2P网贷 "), "p2p网贷");
        assert_eq!(fold("——"), "");
    }
}
