//! Personal and account numbers as they are shown to everybody. It must not know who asks.

use fangfei_model::code::citizen_id::CitizenId;
pub use fangfei_model::personal_number::masked_phone;

/// 1405211990********: enough to tell two people apart, too little to use.
pub fn masked_id(id: &CitizenId) -> String {
    id.masked()
}

/// 6222****1234: the issuer and the last four; of short numbers only the last two digits. What a
/// statement has masked itself stays as it is.
pub fn masked_account(number: &str) -> String {
    if number.contains('*') {
        return number.to_owned();
    }
    let chars: Vec<char> = number.chars().collect();
    let (head, tail) = if chars.len() >= 12 { (4, 4) } else { (0, 2) };
    let end = chars.len().saturating_sub(tail);
    let left: String = chars.iter().take(head.min(end)).collect();
    let right: String = chars.iter().skip(end).collect();
    format!("{left}****{right}")
}

/// Words such as a file's name or a memo with every account number in them masked: twelve digits or
/// more, half or full width, in one run or in groups of four as cards print them.
pub fn masked_accounts_in(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| digit(c).is_some()) {
        out.push_str(&rest[..at]);
        let number = printed_number(&rest[at..]);
        out.push_str(&masked_groups(number));
        rest = &rest[at + number.len()..];
    }
    out + rest
}

/// A digit of either width as the plain one.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn between_groups(c: char) -> bool {
    matches!(c, ' ' | '　' | '-' | '－')
}

/// Digits from the start of the text, with single blanks or hyphens between them.
fn printed_number(text: &str) -> &str {
    let mut end = 0;
    let mut before_digit = false;
    for (at, c) in text.char_indices() {
        match (digit(c).is_some(), between_groups(c) && before_digit) {
            (true, _) => (end, before_digit) = (at + c.len_utf8(), true),
            (false, true) => before_digit = false,
            (false, false) => break,
        }
    }
    &text[..end]
}

fn masked_groups(number: &str) -> String {
    let groups: Vec<String> = number
        .split(between_groups)
        .map(|group| group.chars().filter_map(digit).collect())
        .collect();
    let total: usize = groups.iter().map(String::len).sum();
    let all_but_last = &groups[..groups.len().saturating_sub(1)];
    // 2024-05-06 and 12:30 are no accounts; 6222 0204 0900 1234 567 is one.
    let as_on_cards = groups.len() >= 3 && all_but_last.iter().all(|group| group.len() == 4);
    if as_on_cards && total >= 12 {
        return masked_account(&groups.concat());
    }
    let mut out = String::with_capacity(number.len());
    for piece in number.split_inclusive(between_groups) {
        let digits: String = piece.chars().filter_map(digit).collect();
        match digits.len() {
            0..=11 => out.push_str(piece),
            _ => {
                out.push_str(&masked_account(&digits));
                out.extend(piece.chars().last().filter(|c| between_groups(*c)));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{masked_account, masked_accounts_in};

    #[test]
    fn words_keep_short_numbers_and_lose_accounts() {
        assert_eq!(
            masked_accounts_in("20240506_6222020409001234567.xls"),
            "20240506_6222****4567.xls"
        );
        assert_eq!(masked_accounts_in("明细（9）"), "明细（9）");
        let day = "2024-05-06 12:30 第 3 期 13800001234";
        assert_eq!(masked_accounts_in(day), day);
        assert_eq!(
            masked_accounts_in("20240506 6222020409001234567转入"),
            "20240506 6222****4567转入"
        );
    }

    #[test]
    fn numbers_spaced_or_full_width_are_accounts_too() {
        assert_eq!(
            masked_accounts_in("转至6222 0204 0900 1234 567（本人）"),
            "转至6222****4567（本人）"
        );
        assert_eq!(
            masked_accounts_in("卡号６２２２０２０４０９００１２３４５６７，"),
            "卡号6222****4567，"
        );
        assert_eq!(masked_accounts_in("6222-0204-0900-1234"), "6222****1234");
    }

    #[test]
    fn an_account_keeps_only_its_ends() {
        assert_eq!(masked_account("6222020409001234567"), "6222****4567");
        assert_eq!(masked_account("6222****1234"), "6222****1234");
        assert_eq!(masked_account("12345678"), "****78");
        assert_eq!(masked_account("7"), "****7");
    }
}
