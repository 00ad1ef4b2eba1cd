//! The check-digit sums of the national standards. It must not know what a code means.

/// Alphabet of GB 32100-2015: digits and capital letters without I, O, S, V, Z; a character's value is its position.
pub(super) const USCC_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

const USCC_WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_CHECKS: &[u8; 11] = b"10X98765432";

/// GB 32100-2015: the 18th character for the first 17; `None` when a character is outside the alphabet.
pub(super) fn uscc(body: &str) -> Option<char> {
    let mut sum = 0;
    for (byte, weight) in body.bytes().zip(USCC_WEIGHTS) {
        let value = USCC_ALPHABET.iter().position(|&a| a == byte)?;
        sum += u32::try_from(value).ok()? * weight;
    }
    at(USCC_ALPHABET, (31 - sum % 31) % 31)
}

/// GB 11714-1997: the 9th character for the first 8 of an organisation code.
pub(super) fn organisation(body: &str) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in body.chars().zip(ORGANISATION_WEIGHTS) {
        sum += c.to_digit(36)? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

/// GB 11643-1999 (ISO 7064 MOD 11-2): the 18th character for the first 17 digits.
pub(super) fn citizen(body: &str) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in body.chars().zip(CITIZEN_WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    at(CITIZEN_CHECKS, sum % 11)
}

/// GS 15/2006 (ISO 7064 MOD 11,10): the 15th digit for the first 14 of a registration number.
pub(super) fn registration(body: &str) -> Option<char> {
    let mut product = 10;
    for c in body.chars() {
        let sum = (product % 11 + c.to_digit(10)?) % 10;
        product = 2 * if sum == 0 { 10 } else { sum };
    }
    char::from_digit((11 - product % 11) % 10, 10)
}

fn at(alphabet: &[u8], index: u32) -> Option<char> {
    alphabet
        .get(usize::try_from(index).ok()?)
        .map(|&b| char::from(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_come_out() {
        assert_eq!(uscc("91350100M000100Y4"), Some('3'));
        assert_eq!(organisation("M000100Y"), Some('4'));
        assert_eq!(citizen("11010519491231002"), Some('X'));
        assert_eq!(registration("11010800000001"), Some('6'));
    }

    #[test]
    fn a_character_outside_the_alphabet_has_no_sum() {
        assert_eq!(uscc("9135010OM000100Y4"), None);
        assert_eq!(citizen("1101051949123100X"), None);
    }
}
