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

/// Hands every character of a text to `each`, with its number and the byte it begins at. Most are ASCII or take three bytes,
/// and are read without asking more.
#[inline]
pub(crate) fn each_char(text: &str, mut each: impl FnMut(u32, usize, char)) {
    let bytes = text.as_bytes();
    let (mut index, mut at) = (0, 0);
    while let Some(rest @ [byte, ..]) = bytes.get(at..) {
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

#[cfg(test)]
mod tests {
    use super::each_char;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_character_comes_with_its_place(text in "\\PC{0,40}|[a中é𠮷\\n]{0,20}") {
            let mut found = Vec::new();
            each_char(&text, |index, byte, c| found.push((index, (byte, c))));
            let expected: Vec<(u32, (usize, char))> = (0..).zip(text.char_indices()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
