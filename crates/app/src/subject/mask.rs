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

/// Words such as a file's name or a memo with every account number in them masked: runs of twelve
/// digits or more.
pub fn masked_accounts_in(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut run = String::new();
    for c in words.chars().map(Some).chain([None]) {
        match c {
            Some(c) if c.is_ascii_digit() => run.push(c),
            other => {
                if run.len() >= 12 {
                    out.push_str(&masked_account(&run));
                } else {
                    out.push_str(&run);
                }
                run.clear();
                out.extend(other);
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
    }

    #[test]
    fn an_account_keeps_only_its_ends() {
        assert_eq!(masked_account("6222020409001234567"), "6222****4567");
        assert_eq!(masked_account("6222****1234"), "6222****1234");
        assert_eq!(masked_account("12345678"), "****78");
        assert_eq!(masked_account("7"), "****7");
    }
}
