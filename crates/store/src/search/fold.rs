//! What counts as the same text when searching: width, case and punctuation do not matter. It must
//! not know tokens.

use unicode_normalization::UnicodeNormalization;

/// The text with compatibility forms resolved (ＡＢＣ → abc), lower case, every run of other
/// characters than letters and digits one blank: `沁处非办字〔2023〕1号` → `沁处非办字 2023 1号`. Each
/// character is resolved by itself, so that part of a text folds to part of what the text folds to.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let resolved = text.chars().flat_map(|c| std::iter::once(c).nfkc());
    for character in resolved.flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(character);
        } else {
            gap = true;
        }
    }
    folded
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
