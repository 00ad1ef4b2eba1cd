//! Money as integer fen (分). It must not know floating point.

use serde::{Deserialize, Serialize};

/// An amount of yuan in integer fen (1 yuan = 100 fen). May be negative: a difference, a reversal.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A text that is not an amount in yuan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是金额：请填写以元为单位的数字，最多两位小数，例如 3000000 或 3,000.50")]
pub struct MoneyError(pub String);

impl Fen {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Whole yuan; `None` on overflow.
    pub fn from_yuan(yuan: i64) -> Option<Self> {
        yuan.checked_mul(100).map(Self)
    }

    /// Whole 万元; `None` on overflow.
    pub fn from_wan(wan: i64) -> Option<Self> {
        wan.checked_mul(1_000_000).map(Self)
    }

    /// The sum, `None` on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, `None` on overflow.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Reads plain yuan as a form or csv has them: `3000`, `3,000.5`, `-12.34`.
    /// Words such as 约300万 belong to the office-file reader.
    pub fn parse_yuan(text: &str) -> Result<Self, MoneyError> {
        let error = || MoneyError(text.to_owned());
        let plain: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, ',' | '，'))
            .collect();
        let (negative, digits) = match plain.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, plain.as_str()),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || part.len() > 2 || !all_digits(whole) || !all_digits(part) {
            return Err(error());
        }
        let whole: i64 = whole.parse().map_err(|_| error())?;
        let part: i64 = format!("{part:0<2}").parse().map_err(|_| error())?;
        let fen = whole
            .checked_mul(100)
            .and_then(|w| w.checked_add(part))
            .ok_or_else(error)?;
        Ok(Self(if negative { -fen } else { fen }))
    }

    /// Yuan with two decimals and no separators, as csv wants it: `3000.50`.
    pub fn yuan(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", abs / 100, abs % 100)
    }

    /// Yuan with thousand separators for people: `3,000.50`.
    pub fn grouped(self) -> String {
        let plain = self.yuan();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, "00"));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        format!("{sign}{out}.{part}")
    }

    /// 万元 with up to two decimals, exact or rounded half away from zero: `12.35`, `300`.
    pub fn wan(self) -> String {
        let hundredths = (self.0.unsigned_abs() + 5_000) / 10_000;
        let sign = if self.0 < 0 && hundredths > 0 {
            "-"
        } else {
            ""
        };
        match (hundredths / 100, hundredths % 100) {
            (whole, 0) => format!("{sign}{whole}"),
            (whole, part) if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
            (whole, part) => format!("{sign}{whole}.{part:02}"),
        }
    }
}

impl std::fmt::Display for Fen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.yuan())
    }
}

impl std::iter::Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|f| f.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn yuan_is_read_to_the_fen() {
        assert_eq!(Fen::parse_yuan("3,000.5"), Ok(Fen(300_050)));
        assert_eq!(Fen::parse_yuan(" -0.01 "), Ok(Fen(-1)));
        for wrong in ["", "1.234", "约300万", "1e3", ".5", "99999999999999999999"] {
            assert!(Fen::parse_yuan(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn amounts_print_for_people() {
        assert_eq!(Fen(123_456_789).grouped(), "1,234,567.89");
        assert_eq!(Fen(-100_000).grouped(), "-1,000.00");
        assert_eq!(Fen(300_000_000).wan(), "300");
        assert_eq!(Fen(12_345_678).wan(), "12.35");
        assert_eq!(Fen(-4_000).wan(), "0");
    }

    proptest! {
        #[test]
        fn printing_loses_nothing(fen in -1_000_000_000_000_000i64..1_000_000_000_000_000) {
            prop_assert_eq!(Fen::parse_yuan(&Fen(fen).yuan()), Ok(Fen(fen)));
            prop_assert_eq!(Fen::parse_yuan(&Fen(fen).grouped()), Ok(Fen(fen)));
        }
    }
}
