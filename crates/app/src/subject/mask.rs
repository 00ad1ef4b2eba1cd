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

#[cfg(test)]
mod tests {
    use super::masked_account;

    #[test]
    fn an_account_keeps_only_its_ends() {
        assert_eq!(masked_account("6222020409001234567"), "6222****4567");
        assert_eq!(masked_account("6222****1234"), "6222****1234");
        assert_eq!(masked_account("12345678"), "****78");
        assert_eq!(masked_account("7"), "****7");
    }
}
