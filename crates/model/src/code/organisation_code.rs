//! The organisation code (组织机构代码, GB 11714-1997), alone in old papers and inside every unified code.
//! It must not know the unified code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{check_digit, clean::plain};

/// An organisation code (组织机构代码) of 9 characters whose check digit holds, without the hyphen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationCode(String);

/// Why a text is no organisation code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationCodeError {
    /// Not 9 characters of an organisation code.
    #[error("组织机构代码应为9位数字或大写字母，这里是“{found}”")]
    Form {
        /// What was written.
        found: String,
    },
    /// The last character of the organisation code does not follow from the others.
    #[error("组织机构代码“{code}”校验位不符：应为“{expected}”，这里是“{found}”")]
    CheckDigit {
        /// The nine characters.
        code: String,
        /// What the sum gives.
        expected: char,
        /// What was written.
        found: char,
    },
}

impl OrganisationCode {
    /// The nine characters without the hyphen.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrganisationCode {
    type Err = OrganisationCodeError;

    /// Reads `M000100Y4` and `M000100Y-4`.
    fn from_str(text: &str) -> Result<Self, OrganisationCodeError> {
        let code = plain(text).replace(['-', '－', '—'], "");
        let form = || OrganisationCodeError::Form {
            found: text.trim().to_owned(),
        };
        if code.len() != 9 || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(form());
        }
        let (body, last) = code.split_at(8);
        let found = last.chars().next().ok_or_else(form)?;
        let expected = check_digit::organisation(body).ok_or_else(form)?;
        if expected == found {
            Ok(Self(code))
        } else {
            Err(OrganisationCodeError::CheckDigit {
                code,
                expected,
                found,
            })
        }
    }
}

impl fmt::Display for OrganisationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OrganisationCode {
    type Error = OrganisationCodeError;

    fn try_from(text: String) -> Result<Self, OrganisationCodeError> {
        text.parse()
    }
}

impl From<OrganisationCode> for String {
    fn from(code: OrganisationCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn organisation_codes_are_read_with_a_hyphen() {
        assert_eq!(
            "M000100Y-4"
                .parse::<OrganisationCode>()
                .unwrap()
                .to_string(),
            "M000100Y4"
        );
        assert!("M000100Y5".parse::<OrganisationCode>().is_err());
        assert!("测试".parse::<OrganisationCode>().is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,12}") {
            let _ = text.parse::<OrganisationCode>();
        }
    }
}
