//! Personal numbers as everybody sees them: citizen numbers, phones and bank cards with their middle
//! hidden, alone or in running words (个人信息保护法 Art 51). The one rule for pages, messages and files.
//! It must not know who asks.

use std::borrow::Cow;

use crate::code::{citizen_id::CitizenId, division::province_name, uscc::Uscc};

/// 138****5678; of short numbers only the last two digits.
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<usize> = phone
        .char_indices()
        .filter(|(_, c)| digit(*c).is_some())
        .map(|(at, _)| at)
        .collect();
    let (head, tail) = if digits.len() >= 11 { (3, 4) } else { (0, 2) };
    let hidden = digits
        .get(head..digits.len().saturating_sub(tail))
        .unwrap_or(&[]);
    phone
        .char_indices()
        .map(|(at, c)| if hidden.contains(&at) { '*' } else { c })
        .collect()
}

/// A citizen number as somebody wrote it, right or wrong: the first four and the last four characters.
pub fn masked_citizen_number(number: &str) -> String {
    let counted: Vec<usize> = number
        .char_indices()
        .filter(|(_, c)| digit(*c).is_some() || is_x(*c))
        .map(|(at, _)| at)
        .collect();
    let keep = if counted.len() >= 12 { 4 } else { 0 };
    let hidden = counted
        .get(keep..counted.len().saturating_sub(keep))
        .unwrap_or(&[]);
    number
        .char_indices()
        .map(|(at, c)| if hidden.contains(&at) { '*' } else { c })
        .collect()
}

/// Words with every citizen number, mobile and bank card in them masked. Credit codes, amounts,
/// dates and the numbers of offices' landlines stay.
pub fn masked_words(words: &str) -> Cow<'_, str> {
    // Nothing shorter than a mobile is hidden, so most cells are told by a count.
    if words.chars().filter(|c| digit(*c).is_some()).count() < 11 {
        return Cow::Borrowed(words);
    }
    let mut chars: Vec<char> = words.chars().collect();
    let groups = groups(&chars);
    let mut changed = false;
    let mut at = 0;
    while at < groups.len() {
        let Some((used, found)) = number_at(&chars, &groups[at..]) else {
            at += 1;
            continue;
        };
        changed |= hide(&mut chars, &groups[at..at + used], found);
        at += used;
    }
    if changed {
        Cow::Owned(chars.into_iter().collect())
    } else {
        Cow::Borrowed(words)
    }
}

/// How much of a number's two ends stays.
#[derive(Clone, Copy)]
enum Ends {
    /// 138****5678.
    Phone,
    /// 1405**********0011.
    Four,
    /// Several mobiles without anything between them.
    Phones,
}

/// Consecutive digits, with an X at the end where one stands, as places in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Group {
    from: usize,
    to: usize,
}

fn groups(chars: &[char]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if digit(chars[at]).is_none() {
            at += 1;
            continue;
        }
        let from = at;
        while at < chars.len() && digit(chars[at]).is_some() {
            at += 1;
        }
        let mut to = at;
        if chars.get(at).copied().is_some_and(is_x) {
            to += 1;
        }
        let is_inside_word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
        let before = from.checked_sub(1).and_then(|b| chars.get(b));
        let begins = !is_inside_word(before) || is_told_by_letters(&chars[..from]);
        if begins && !is_inside_word(chars.get(to)) {
            groups.push(Group { from, to });
        }
        at = to;
    }
    groups
}

/// Whether the letters right before a number say how to reach somebody (wx13812345678), and are no part of a code.
fn is_told_by_letters(before: &[char]) -> bool {
    const REACHES: [&str; 9] = [
        "wx", "vx", "v", "weixin", "wechat", "tel", "phone", "mobile", "qq",
    ];
    let letters = before
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_alphabetic())
        .count();
    let (ahead, word) = before.split_at(before.len() - letters);
    let word: String = word.iter().map(char::to_ascii_lowercase).collect();
    REACHES.contains(&word.as_str()) && !ahead.last().is_some_and(char::is_ascii_alphanumeric)
}

/// The personal number that begins with the first group: how many groups it takes, and its kind.
/// Numbers are written with blanks or hyphens inside: 138 0000 0000, 140521 19900307 0011.
fn number_at(chars: &[char], groups: &[Group]) -> Option<(usize, Ends)> {
    const MOST_PARTS: usize = 5;
    let mut joined = String::new();
    for (at, group) in groups.iter().take(MOST_PARTS).enumerate() {
        if at > 0 && !follows(chars, groups[at - 1], *group) {
            return None;
        }
        joined.extend(chars[group.from..group.to].iter().filter_map(plain));
        let ends = if at == 0 {
            alone(&joined)
        } else {
            parted(&joined)
        };
        if let Some(ends) = ends {
            return Some((at + 1, ends));
        }
        if joined.len() > 19 {
            return None;
        }
    }
    None
}

/// One separator between two groups.
fn follows(chars: &[char], before: Group, after: Group) -> bool {
    after.from == before.to + 1
        && matches!(
            chars[before.to],
            ' ' | '-' | '－' | '—' | '–' | '\u{a0}' | '\u{3000}' | '_'
        )
}

fn alone(number: &str) -> Option<Ends> {
    if let Some(ends) = parted(number) {
        return Some(ends);
    }
    let with_code = |code: &str| number.strip_prefix(code).is_some_and(is_mobile);
    if with_code("86") || with_code("0086") || with_code("0") {
        return Some(Ends::Phone);
    }
    let mobiles = number.len() > 11 && number.len().is_multiple_of(11) && number.is_ascii();
    let all = |part: &[u8]| std::str::from_utf8(part).is_ok_and(is_mobile);
    (mobiles && number.as_bytes().chunks(11).all(all)).then_some(Ends::Phones)
}

fn parted(number: &str) -> Option<Ends> {
    if is_mobile(number) {
        return Some(Ends::Phone);
    }
    (is_citizen_number(number) || is_bank_card(number)).then_some(Ends::Four)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.bytes().all(|b| b.is_ascii_digit())
        && digits.starts_with('1')
        && digits.as_bytes().get(1).is_some_and(|b| *b >= b'3')
}

/// A right number, and one with a digit too few, too many or wrong: place and birth date are enough.
fn is_citizen_number(number: &str) -> bool {
    if number.parse::<CitizenId>().is_ok() {
        return true;
    }
    let has_place = number.get(..2).is_some_and(|p| province_name(p).is_some());
    if !has_place || number.parse::<Uscc>().is_ok() {
        return false;
    }
    match number.len() {
        15 => is_day(number.get(8..12)),
        17..=19 => matches!(number.get(6..8), Some("19" | "20")) && is_day(number.get(10..14)),
        _ => false,
    }
}

fn is_day(month_and_day: Option<&str>) -> bool {
    let two = |part: Option<&str>| part.and_then(|p| p.parse::<u8>().ok()).unwrap_or(0);
    let month = two(month_and_day.and_then(|d| d.get(..2)));
    let day = two(month_and_day.and_then(|d| d.get(2..)));
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Sixteen to nineteen digits of a card scheme with a right check digit (Luhn).
fn is_bank_card(number: &str) -> bool {
    let scheme = ["62", "4", "51", "52", "53", "54", "55", "35", "60", "68"];
    let sum = number.bytes().rev().enumerate().map(|(at, b)| {
        let n = u32::from(b.wrapping_sub(b'0'));
        if at % 2 == 1 {
            n * 2 / 10 + n * 2 % 10
        } else {
            n
        }
    });
    (16..=19).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && scheme.iter().any(|start| number.starts_with(start))
        && number.parse::<Uscc>().is_err()
        && sum.sum::<u32>().is_multiple_of(10)
}

fn hide(chars: &mut [char], groups: &[Group], ends: Ends) -> bool {
    let places: Vec<usize> = groups.iter().flat_map(|g| g.from..g.to).collect();
    let hidden: Vec<usize> = match ends {
        Ends::Phones => places
            .iter()
            .enumerate()
            .filter(|(at, _)| (3..7).contains(&(at % 11)))
            .map(|(_, place)| *place)
            .collect(),
        Ends::Phone => {
            let start = places.len().saturating_sub(11) + 3;
            places.get(start..start + 4).unwrap_or(&[]).to_vec()
        }
        Ends::Four => places
            .get(4..places.len().saturating_sub(4))
            .unwrap_or(&[])
            .to_vec(),
    };
    for place in &hidden {
        chars[*place] = '*';
    }
    !hidden.is_empty()
}

fn plain(c: &char) -> Option<char> {
    match digit(*c) {
        Some(n) => Some(n),
        None => is_x(*c).then_some('X'),
    }
}

/// The digit, half- or full-width.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

fn is_x(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_phone_keeps_only_its_ends() {
        assert_eq!(masked_phone("13800001234"), "138****1234");
        assert_eq!(masked_phone("0356-7020000"), "035*-***0000");
        assert_eq!(masked_phone("7020012"), "*****12");
        assert_eq!(masked_phone("无"), "无");
    }

    #[test]
    fn personal_numbers_in_words_are_hidden_however_they_are_written() {
        for (words, shown) in [
            ("电话13800001234，下午在", "电话138****1234，下午在"),
            (
                "加wx13800001234或V13800001234",
                "加wx138****1234或V138****1234",
            ),
            ("１３８００００１２３４", "１３８****１２３４"),
            ("138 0000 1234/139-0000-5678", "138 **** 1234/139-****-5678"),
            ("+8613800001234", "+86138****1234"),
            ("1380000123413900005678", "138****1234139****5678"),
            (
                "身份证11010119900307002X丢失",
                "身份证1101**********002X丢失",
            ),
            ("110101 19900307 0011", "1101** ******** 0011"),
            ("11010119900307001", "1101*********7001"),
            ("110101900307001", "1101*******7001"),
            ("卡号6222020000000000000", "卡号6222***********0000"),
        ] {
            let seen = masked_words(words);
            assert_eq!(seen, shown);
            assert_eq!(masked_words(&seen), shown, "masking again changes nothing");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for words in [
            "91110000600000000A",
            "投入1200000000.00元，2023-04-15至2024-04-15",
            "0356-7020000",
            "工单20240415000123456",
            "约300万；〔2023〕12号",
            "MA13800001234X",
            "注册号140521000012345",
        ] {
            assert_eq!(masked_words(words), words);
        }
    }

    proptest! {
        /// Whatever stands around a mobile, its middle is never shown.
        #[test]
        fn no_mobile_is_shown(before in "[^0-9A-Za-z０-９ \\-－—–_]{0,6}", number in "1[3-9][0-9]{9}", after in "[^0-9A-Za-z０-９Ｘｘ]{0,6}") {
            let words = format!("{before}{number}{after}");
            prop_assert!(!masked_words(&words).contains(&number));
        }

        /// No words make it fail, and it hides digits only.
        #[test]
        fn only_digits_are_hidden(words in "\\PC{0,60}") {
            let seen = masked_words(&words);
            prop_assert_eq!(seen.chars().count(), words.chars().count());
            let kept = seen.chars().zip(words.chars()).all(|(a, b)| a == b || (a == '*' && (digit(b).is_some() || is_x(b))));
            prop_assert!(kept);
        }
    }
}
