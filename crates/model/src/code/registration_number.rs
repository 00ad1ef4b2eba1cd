//! The registration number of business registers before 2015 (工商注册号, 15 digits, GS 15/2006), still found in
//! old ledgers. It must not know the unified code: the two are never mixed in one column unnoticed.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{check_digit, clean::plain, division::DivisionCode};

/// A registration number of 15 digits whose check digit holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegistrationNumber(String);

/// Why a text is no registration number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationNumberError {
    /// Not 15 digits.
    #[error("注册号应为15位数字，这里是“{0}”；2015年后登记的主体请填写18位统一社会信用代码")]
    Form(String),
    /// The 15th digit does not follow from the others.
    #[error("注册号校验位不符：按前14位应为“{expected}”，这里是“{found}”，请核对是否抄错")]
    CheckDigit {
        /// What the sum gives.
        expected: char,
        /// What was written.
        found: char,
    },
}

impl RegistrationNumber {
    /// The 15 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The division of the registering office, when it is one.
    pub fn division(&self) -> Option<DivisionCode> {
        self.0.get(..6)?.parse().ok()
    }
}

impl FromStr for RegistrationNumber {
    type Err = RegistrationNumberError;

    fn from_str(text: &str) -> Result<Self, RegistrationNumberError> {
        let number = plain(text);
        let form = || RegistrationNumberError::Form(text.trim().to_owned());
        if number.len() != 15 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        let (body, last) = number.split_at(14);
        let found = last.chars().next().ok_or_else(form)?;
        let expected = check_digit::registration(body).ok_or_else(form)?;
        if expected == found {
            Ok(Self(number))
        } else {
            Err(RegistrationNumberError::CheckDigit { expected, found })
        }
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for RegistrationNumber {
    type Error = RegistrationNumberError;

    fn try_from(text: String) -> Result<Self, RegistrationNumberError> {
        text.parse()
    }
}

impl From<RegistrationNumber> for String {
    fn from(number: RegistrationNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_decides() {
        let number: RegistrationNumber = "110108 000000016".parse().unwrap();
        assert_eq!(number.division().unwrap().to_string(), "110108");
        assert_eq!(
            "110108000000017".parse::<RegistrationNumber>(),
            Err(RegistrationNumberError::CheckDigit {
                expected: '6',
                found: '7'
            })
        );
        assert!("91350100M000100Y43".parse::<RegistrationNumber>().is_err());
    }
}
