//! Small whole numbers in digits or Chinese numerals.
//! It must not know dates or headings.

/// The value of one digit, Arabic or Chinese (〇, ○, 零 and the letter O of scanned text count as zero).
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '○' | '零' | 'O' | 'o' | '〇' => Some(0),
        _ => counting(c),
    }
}

/// The value of 一 to 九.
fn counting(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// A number from 1 to 99 at the start of a text, with its length in bytes: `12`, `十二`, `二十三`, `7`.
pub(super) fn small(text: &str) -> Option<(u32, usize)> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        return (length <= 2).then(|| Some((text[..length].parse().ok()?, length)))?;
    }
    let mut rest = text.chars();
    let (mut tens, mut units, mut length, mut seen_ten) = (None, None, 0, false);
    while let Some(c) = rest.clone().next() {
        match (c, counting(c)) {
            ('十', _) if !seen_ten => {
                (tens, units, seen_ten) = (Some(units.unwrap_or(1)), None, true)
            }
            (_, Some(value)) if units.is_none() => units = Some(value),
            _ => break,
        }
        length += c.len_utf8();
        rest.next();
    }
    (length > 0).then(|| (tens.unwrap_or(0) * 10 + units.unwrap_or(0), length))
}

/// 1 to 99 in Chinese numerals: 十二.
pub(super) fn chinese(number: u32) -> Vec<char> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let (tens, units) = ((number / 10 % 10) as usize, (number % 10) as usize);
    let mut numeral = Vec::new();
    if tens > 1 {
        numeral.push(DIGITS[tens]);
    }
    if tens > 0 {
        numeral.push('十');
    }
    if units > 0 {
        numeral.push(DIGITS[units]);
    }
    numeral
}

/// A four-digit year at the start of a text, with its length in bytes.
pub(super) fn year(text: &str) -> Option<(i16, usize)> {
    let (mut value, mut length) = (0_u32, 0);
    for c in text.chars().take(4) {
        value = value * 10 + digit(c)?;
        length += c.len_utf8();
    }
    let known = text.chars().nth(4).is_none_or(|c| digit(c).is_none());
    let year = i16::try_from(value).ok()?;
    (known && (1949..=2099).contains(&year)).then_some((year, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_scripts() {
        let cases = [
            ("12月", 12, 2),
            ("十", 10, 3),
            ("十二、", 12, 6),
            ("二十三", 23, 9),
            ("七项", 7, 3),
        ];
        for (text, value, length) in cases {
            assert_eq!(small(text), Some((value, length)), "{text}");
        }
        assert_eq!(small("123"), None);
        assert_eq!(small("月"), None);
    }

    #[test]
    fn years_are_read_in_both_scripts() {
        assert_eq!(year("2023年"), Some((2023, 4)));
        assert_eq!(year("二〇二三年"), Some((2023, 12)));
        assert_eq!(year("二O一七年"), Some((2017, 10)));
        assert_eq!(year("20231年"), None);
    }
}
