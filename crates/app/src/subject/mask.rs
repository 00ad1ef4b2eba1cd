//! Personal numbers as they are shown to everybody. It must not know who asks.

use fangfei_model::code::citizen_id::CitizenId;

/// 1405211990********: enough to tell two people apart, too little to use.
pub fn masked_id(id: &CitizenId) -> String {
    id.masked()
}

/// 138****5678; of short numbers only the last two digits.
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<usize> = phone
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
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

#[cfg(test)]
mod tests {
    use super::masked_phone;

    #[test]
    fn a_phone_keeps_only_its_ends() {
        assert_eq!(masked_phone("13800001234"), "138****1234");
        assert_eq!(masked_phone("0356-7020000"), "035*-***0000");
        assert_eq!(masked_phone("7020012"), "*****12");
        assert_eq!(masked_phone("无"), "无");
    }
}
