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
