//! Makes a typed code plain: blanks away, full width to half width, upper case.
//! It must not know which code it is, and never mends a wrong character.

/// The code without blanks and invisible characters, half-width, in upper case.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !is_blank(*c))
        .map(half_width)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn full_width_blanks_and_case_are_smoothed_but_nothing_else() {
        assert_eq!(
            plain(" ９１３５ 0100m000100y43\u{feff}\n"),
            "91350100M000100Y43"
        );
        assert_eq!(plain("O-1"), "O-1");
    }
}
