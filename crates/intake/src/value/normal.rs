//! Writing a text the one way the readers expect: half-width, no odd blanks.
//! It must not know what the text means.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// True for characters that print nothing: zero-width marks, byte-order marks, direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// The text as a person sees it: invisible marks dropped, blanks of all widths at both ends cut,
/// the Excel text apostrophe and the `="…"` wrapping taken off. Inner text is unchanged.
pub fn tidy(text: &str) -> String {
    tidied(text).into_owned()
}

/// As [`tidy`]; most cells are tidy already and are not copied.
pub(crate) fn tidied(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_invisible) {
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        Cow::Owned(unwrapped(&visible).to_owned())
    } else {
        Cow::Borrowed(unwrapped(text))
    }
}

fn unwrapped(visible: &str) -> &str {
    let trimmed = visible.trim();
    let unwrapped = trimmed
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .map_or(trimmed, str::trim);
    // A leading apostrophe marks text in Excel; some exports write it out as a character.
    match unwrapped.strip_prefix('\'') {
        Some(rest) if !rest.contains('\'') => rest.trim(),
        _ => unwrapped,
    }
}

/// Characters that NFKC leaves as they are and that most cells are made of. Looking for others is far
/// cheaper than normalising every cell of a large file.
fn is_already_folded(c: char) -> bool {
    c.is_ascii()
        || matches!(
            c,
            '\u{4E00}'..='\u{9FFF}' | '、' | '。' | '“' | '”' | '—' | '〔' | '〕' | '《' | '》'
        )
}

/// Half-width letters, digits and punctuation (NFKC), tidied.
pub fn fold(text: &str) -> String {
    folded(text).into_owned()
}

/// As [`fold`], copied only where something changes.
fn folded(text: &str) -> Cow<'_, str> {
    let tidied = tidied(text);
    if tidied.chars().all(is_already_folded) {
        return tidied;
    }
    Cow::Owned(tidied.nfkc().collect::<String>().trim().to_owned())
}

/// Folded, with every blank taken out: what amounts, dates and codes are read from.
pub fn squeeze(text: &str) -> String {
    squeezed(text).into_owned()
}

/// As [`squeeze`], copied only where something changes: every cell of a large file passes here more
/// than once.
pub(crate) fn squeezed(text: &str) -> Cow<'_, str> {
    let folded = folded(text);
    if folded.contains(char::is_whitespace) {
        return Cow::Owned(folded.chars().filter(|c| !c.is_whitespace()).collect());
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_habits_are_taken_off() {
        for (given, wanted) in [
            ("\u{3000}甲公司\u{3000} ", "甲公司"),
            ("=\"001\"", "001"),
            ("'0356", "0356"),
            ("\u{FEFF}企业名称", "企业名称"),
            ("甲\u{200B}乙", "甲乙"),
        ] {
            assert_eq!(tidy(given), wanted);
        }
        assert_eq!(squeeze("３０ ０万"), "300万");
    }
}
