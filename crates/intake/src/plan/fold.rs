//! One spelling per character: full- and half-width forms, brackets, dashes, old radicals of scanned text.
//! It must not know lines or words.

use unicode_normalization::UnicodeNormalization;

/// Space of any width, including the invisible kinds that scanning leaves behind.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters without any width or meaning in an office text.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_control() && c != '\t')
}

/// The folded form of a character: usually one, for enclosed numbers such as ㈠ or ⒈ several.
///
/// Digits, letters and brackets become half-width, clause marks full-width, every dash `—`;
/// circled numbers ① stay, since they are a heading level of their own.
pub(super) fn fold(c: char, out: &mut Vec<char>) {
    match c {
        ',' | '﹐' => out.push('，'),
        ';' | '﹔' => out.push('；'),
        ':' | '﹕' | '∶' | '︰' => out.push('：'),
        '!' => out.push('！'),
        '?' => out.push('？'),
        '．' => out.push('.'),
        '｡' => out.push('。'),
        '､' => out.push('、'),
        '﹝' | '〖' => out.push('〔'),
        '﹞' | '〗' => out.push('〕'),
        '-' | '－' | '–' | '―' | '─' | '━' | '‐' | '‑' | '‒' | '−' | '﹣' | '~' | '～' | '〜'
        | '∼' | '﹘' => out.push('—'),
        '「' | '『' | '"' | '＂' => out.push('“'),
        '」' | '』' => out.push('”'),
        '①'..='⑳' => out.push(c),
        '！' | '，' | '：' | '；' | '？' => out.push(c),
        '\u{2E80}'..='\u{2FDF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF5E}'
        | '\u{3220}'..='\u{3229}'
        | '\u{2474}'..='\u{249B}'
        | '\u{FE59}'..='\u{FE5A}' => out.extend(std::iter::once(c).nfkc()),
        _ => out.push(c),
    }
}

/// Whether the printed form should show the folded character: radicals of scanned text that only look like the word.
pub(super) fn is_look_alike(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_meet_in_one_form() {
        let folded = |text: &str| {
            let mut out = Vec::new();
            text.chars().for_each(|c| fold(c, &mut out));
            out.into_iter().collect::<String>()
        };
        assert_eq!(
            folded("（一）２０２３－１,㈡⒊⑷①⼯作～："),
            "(一)2023—1，(二)3.(4)①工作—："
        );
    }
}
