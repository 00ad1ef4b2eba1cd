//! What is read: an annual rate with the place it stands at. It must not know how it is read.

use serde::{Serialize, Serializer};

/// An annual rate in millionths: 24 % is 240 000. Written to JSON as a number (0.24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Annual(i64);

/// Whose rate it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum YieldKind {
    /// Promised to whoever puts money in (承诺收益).
    Promised,
    /// Charged to whoever borrows (贷款利率、费率).
    Charged,
    /// An official or deposit rate (LPR、存款、国债).
    Official,
}

/// A yield found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Yield {
    /// Annual rate, the low end of a range; `None` when the text names no term (收益翻番).
    pub annual: Option<Annual>,
    /// The high end of a range; the same as `annual` when there is none.
    pub annual_high: Option<Annual>,
    /// Whose rate it is.
    pub kind: YieldKind,
    /// How it was read, in words.
    pub basis: String,
    /// The text as it stands in the source.
    pub text: String,
    /// Characters `[start, end)` of the source, counted from 0.
    pub span: (usize, usize),
}

impl Annual {
    /// From millionths.
    pub fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// In millionths: 24 % is 240 000.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// As a fraction for statistics: 24 % is 0.24.
    pub fn fraction(self) -> f64 {
        // Rates stay far below 2^53, so that the conversion is exact.
        self.0 as f64 / 1e6
    }
}

impl std::fmt::Display for Annual {
    /// 24%, 170.33%.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (self.0 + 50) / 100;
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        match rest {
            0 => write!(f, "{whole}%"),
            rest if rest % 10 == 0 => write!(f, "{whole}.{}%", rest / 10),
            rest => write!(f, "{whole}.{rest:02}%"),
        }
    }
}

impl Serialize for Annual {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.fraction())
    }
}

impl YieldKind {
    /// 承诺收益, 贷款利率, 存款或官方利率.
    pub fn label(self) -> &'static str {
        match self {
            Self::Promised => "承诺收益",
            Self::Charged => "贷款利率",
            Self::Official => "存款或官方利率",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Annual;

    #[test]
    fn rates_are_written_without_needless_noughts() {
        let shown = |m| Annual::from_millionths(m).to_string();
        assert_eq!(shown(240_000), "24%");
        assert_eq!(shown(1_703_333), "170.33%");
        assert_eq!(shown(15_500), "1.55%");
        assert_eq!(shown(125_000), "12.5%");
        assert_eq!(
            serde_json::to_string(&Annual::from_millionths(240_000))
                .ok()
                .as_deref(),
            Some("0.24")
        );
    }
}
