//! What every outgoing text goes through: characters no office file can hold, estimates of width.
//! It must not know any file format.

/// Whether XML 1.0 can hold the character; the others are not legal in any office file.
pub(crate) fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The text with characters no XML file can hold replaced by U+FFFD, so that the loss can be seen.
pub(crate) fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    if text.chars().all(is_xml_char) {
        return text.into();
    }
    text.chars()
        .map(|c| if is_xml_char(c) { c } else { '\u{fffd}' })
        .collect::<String>()
        .into()
}

/// Cuts after `max` UTF-16 units (Excel's measure) and says so at the end.
pub(crate) fn cut_utf16(text: &str, max: usize) -> std::borrow::Cow<'_, str> {
    const MARK: &str = "……（超长，余下部分见系统）";
    if text.len() <= max || text.encode_utf16().count() <= max {
        return text.into();
    }
    let room = max.saturating_sub(MARK.encode_utf16().count());
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    kept.chain(MARK.chars()).collect::<String>().into()
}

/// Width in hundredths of an em for ordinary system fonts: full-width characters are one em.
/// An estimate; layouts leave a margin for it.
pub(crate) fn width(text: &str) -> u32 {
    text.chars().map(char_width).sum()
}

/// Width of one character in hundredths of an em.
pub(crate) fn char_width(c: char) -> u32 {
    match c {
        'i' | 'l' | 'j' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 32,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 88,
        'A'..='Z' => 68,
        '\u{20}'..='\u{7e}' => 56,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{a0}'..='\u{10ff}' => 60,
        _ => 100,
    }
}

/// The text cut to `max` hundredths of an em, with “…” when something is missing.
pub(crate) fn fit(text: &str, max: u32) -> std::borrow::Cow<'_, str> {
    if width(text) <= max {
        return text.into();
    }
    let mut used = 100;
    let kept = text.chars().take_while(|c| {
        used += char_width(*c);
        used <= max
    });
    kept.chain(['…']).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible_marks() {
        assert_eq!(clean("甲\u{0}乙\u{b}\n丙"), "甲\u{fffd}乙\u{fffd}\n丙");
    }

    #[test]
    fn long_text_is_cut_at_utf16_units_and_says_so() {
        let cut = cut_utf16(&"😀".repeat(100), 50).into_owned();
        assert!(cut.encode_utf16().count() <= 50);
        assert!(cut.ends_with("余下部分见系统）"));
        assert_eq!(cut_utf16("短", 50), "短");
    }

    #[test]
    fn fitted_text_keeps_within_its_width() {
        assert_eq!(fit("金峰乡", 300), "金峰乡");
        assert_eq!(fit("金峰乡综合治理办公室", 400), "金峰乡…");
    }
}
