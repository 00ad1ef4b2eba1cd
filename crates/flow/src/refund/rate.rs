//! A share as an exact fraction (比例). It must not know what it is a share of.

use std::{fmt, str::FromStr};

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

/// `part` of `whole`, exact. Written as a fraction, a percentage or a decimal: `2/5`, `40%`, `0.4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate {
    /// Numerator, not below zero.
    pub part: i64,
    /// Denominator, above zero.
    pub whole: i64,
}

/// A text that is no share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是比例：请写成 40%、0.4 或 2/5")]
pub struct RateError(String);

impl Rate {
    /// A share; `None` when the whole is not positive or the part is below zero.
    pub fn new(part: i64, whole: i64) -> Option<Self> {
        (part >= 0 && whole > 0).then_some(Self { part, whole })
    }

    /// The share of two amounts; `None` of nothing.
    pub fn of(part: Fen, whole: Fen) -> Option<Self> {
        Self::new(part.0, whole.0)
    }

    /// This share of an amount, rounded down to the fen.
    pub fn floor_of(self, amount: Fen) -> Fen {
        let fen = i128::from(amount.0) * i128::from(self.part) / i128::from(self.whole);
        Fen(i64::try_from(fen).unwrap_or(i64::MAX))
    }

    /// Whether it is at most the whole.
    pub fn is_at_most_one(self) -> bool {
        self.part <= self.whole
    }

    /// As a decimal fraction with this many places, cut off and not rounded: a rate that is shown
    /// never promises more than is paid.
    pub fn decimal(self, places: u32) -> String {
        let (part, whole) = (i128::from(self.part), i128::from(self.whole));
        let mut text = (part / whole).to_string();
        let mut rest = part % whole;
        for place in 0..places {
            if place == 0 {
                text.push('.');
            }
            rest *= 10;
            text.push_str(&(rest / whole).to_string());
            rest %= whole;
        }
        text
    }

    /// As a percentage with two places, cut off: `43.75%`.
    pub fn percent(self) -> String {
        let hundredfold = i128::from(self.part) * 10_000 / i128::from(self.whole);
        format!("{}.{:02}%", hundredfold / 100, hundredfold % 100)
    }

    /// `0.4` or, scaled, the number before a percent sign.
    fn from_decimal(text: &str, scale: i64) -> Option<Self> {
        let (units, places) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if units.is_empty() || !digits(units) || !digits(places) || places.len() > 12 {
            return None;
        }
        let power = 10_i64.checked_pow(u32::try_from(places.len()).ok()?)?;
        let part: i64 = format!("{units}{places}").parse().ok()?;
        Self::new(part, power.checked_mul(scale)?)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let plain = text.trim();
        let read = if let Some((part, whole)) = plain.split_once('/') {
            match (part.trim().parse(), whole.trim().parse()) {
                (Ok(part), Ok(whole)) => Self::new(part, whole),
                _ => None,
            }
        } else if let Some(percent) = plain.strip_suffix(['%', '％']) {
            Self::from_decimal(percent.trim(), 100)
        } else {
            Self::from_decimal(plain, 1)
        };
        read.ok_or_else(|| RateError(text.to_owned()))
    }
}

impl TryFrom<String> for Rate {
    type Error = RateError;

    fn try_from(text: String) -> Result<Self, RateError> {
        text.parse()
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_ways_to_write_a_share() {
        for text in ["2/5", "40%", "40 ％", "0.4", "0.40"] {
            let rate: Rate = text.parse().unwrap();
            assert_eq!(rate.floor_of(Fen(1_000)), Fen(400), "{text}");
        }
        for wrong in ["", "-1%", "1/0", "a", "四成", ".", "1e3"] {
            assert!(wrong.parse::<Rate>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_shown_rate_is_cut_off() {
        let two_thirds = Rate { part: 2, whole: 3 };
        assert_eq!(two_thirds.decimal(6), "0.666666");
        assert_eq!(two_thirds.percent(), "66.66%");
        let largest = Rate {
            part: i64::MAX,
            whole: i64::MAX,
        };
        assert_eq!(largest.decimal(3), "1.000");
    }
}
