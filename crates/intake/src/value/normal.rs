//! Writing a text the one way the readers expect: half-width, no odd blanks.
//! It must not know what the text means.

use unicode_normalization::UnicodeNormalization;

/// True for characters that print nothing: zero-width marks, byte-order marks, direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// The text as a person sees it: invisible marks dropped, blanks of all widths at both ends cut,
/// the Excel text apostrophe and the `="…"` wrapping taken off. Inner text is unchanged.
pub fn tidy(text: &str) -> String {
    let visible: String = if text.chars().any(is_invisible) {
        text.chars().filter(|c| !is_invisible(*c)).collect()
    } else {
        text.to_owned()
    };
    let trimmed = visible.trim();
    let unwrapped = trimmed
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .map_or(trimmed, str::trim);
    // A leading apostrophe marks text in Excel; some exports write it out as a character.
    let bare = match unwrapped.strip_prefix('\'') {
        Some(rest) if !rest.contains('\'') => rest.trim(),
        _ => unwrapped,
    };
    bare.to_owned()
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
    let tidied = tidy(text);
    if tidied.chars().all(is_already_folded) {
        return tidied;
    }
    tidied.nfkc().collect::<String>().trim().to_owned()
}

/// Folded, with every blank taken out: what amounts, dates and codes are read from.
pub fn squeeze(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
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
