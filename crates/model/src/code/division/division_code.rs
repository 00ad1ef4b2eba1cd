//! The code of a division as its significant digits, so that a parent's code is a prefix of its children's.
//! It must not know names (except that the first two digits are a province).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::province::province_name;
use crate::code::clean::plain;

/// Digits up to and including each level: 省 2, 市 4, 县 6, 乡镇 9, 村 12, 网格 15 (GB/T 2260, GB/T 10114, GB/T 31000).
const LENGTHS: [usize; 6] = [2, 4, 6, 9, 12, 15];

/// A division code without its zero tail: `14`, `1405`, `140521`, `140521100`, `140521100201`, `140521100201003`.
///
/// Ordered as text, so a division stands directly before everything below it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DivisionCode {
    /// ASCII digits, then zero bytes: compares like the text.
    digits: [u8; 15],
    len: u8,
}

/// How deep a division lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivisionLevel {
    /// 省、自治区、直辖市、特别行政区.
    Province,
    /// 地级市、地区、自治州、盟.
    City,
    /// 县、市辖区、县级市、旗.
    County,
    /// 乡、镇、街道.
    Township,
    /// 村、社区.
    Village,
    /// 网格.
    Grid,
}

/// Why a text is no division code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    /// Something else than digits, or a wrong number of them.
    #[error("“{0}”不是行政区划代码：应为2、4、6、9、12位数字，网格为12位村级代码加1—3位网格号")]
    Form(String),
    /// The first two digits are no province.
    #[error("“{0}”的前两位不是省级行政区划代码")]
    Province(String),
}

impl DivisionLevel {
    /// 省级, 市级 …
    pub fn label(self) -> &'static str {
        match self {
            Self::Province => "省级",
            Self::City => "市级",
            Self::County => "县级",
            Self::Township => "乡镇级",
            Self::Village => "村级",
            Self::Grid => "网格",
        }
    }

    /// Number of digits of a code at this level.
    pub fn digits(self) -> usize {
        LENGTHS[self as usize]
    }
}

impl DivisionCode {
    /// The significant digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.len)]).unwrap_or_default()
    }

    /// How deep it lies.
    pub fn level(&self) -> DivisionLevel {
        match self.len {
            0..=2 => DivisionLevel::Province,
            3..=4 => DivisionLevel::City,
            5..=6 => DivisionLevel::County,
            7..=9 => DivisionLevel::Township,
            10..=12 => DivisionLevel::Village,
            _ => DivisionLevel::Grid,
        }
    }

    /// The nearest division above; `None` for a province. A level that does not exist is passed over:
    /// the parent of 441900003 (a town of 东莞, which has no counties) is 4419.
    pub fn parent(&self) -> Option<Self> {
        let above = LENGTHS.iter().rev().find(|&&l| l < usize::from(self.len))?;
        Some(Self::from_significant(&self.as_str()[..*above]))
    }

    /// This division and all above it, the province last.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), Self::parent)
    }

    /// The division above it at a level, or itself; `None` when it lies higher.
    pub fn at_level(&self, level: DivisionLevel) -> Option<Self> {
        self.ancestors().find(|d| d.level() == level)
    }

    /// Whether `other` is this division or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.as_str().starts_with(self.as_str())
    }

    /// With the zero tail of official tables: 6 digits down to the county, 12 below, 15 for a grid.
    pub fn padded(&self) -> String {
        let width = match self.len {
            0..=6 => 6,
            7..=12 => 12,
            _ => 15,
        };
        format!("{:0<width$}", self.as_str())
    }

    /// `[start, end)` for a scan of all codes in this division, as text. Both consist of digits only,
    /// so every collation orders them alike.
    pub fn range(&self) -> (String, String) {
        let kept = self.as_str().trim_end_matches('9');
        let mut end: Vec<char> = kept.chars().collect();
        if let Some(last) = end.last_mut() {
            *last = char::from_u32(u32::from(*last) + 1).unwrap_or(*last);
        }
        (self.as_str().to_owned(), end.into_iter().collect())
    }

    /// Cuts the zero tail level by level.
    fn from_significant(text: &str) -> Self {
        let mut len = text.len();
        for pair in LENGTHS.windows(2).rev() {
            if len == pair[1] && text[pair[0]..len].bytes().all(|b| b == b'0') {
                len = pair[0];
            }
        }
        let mut digits = [0; 15];
        digits[..len].copy_from_slice(&text.as_bytes()[..len]);
        Self {
            digits,
            len: u8::try_from(len).unwrap_or_default(),
        }
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionError;

    /// Reads `14`, `1405`, `140500`, `140521`, `140521100`, `140521000000`, `140521100201` and, for a grid,
    /// the 12 digits of the village with one to three digits more. Zero tails are cut.
    fn from_str(text: &str) -> Result<Self, DivisionError> {
        let mut code = plain(text);
        let form = || DivisionError::Form(text.trim().to_owned());
        if !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        if (13..15).contains(&code.len()) {
            let (village, grid) = code.split_at(12);
            code = format!("{village}{grid:0>3}");
        }
        if !LENGTHS.contains(&code.len()) {
            return Err(form());
        }
        if province_name(&code[..2]).is_none() {
            return Err(DivisionError::Province(text.trim().to_owned()));
        }
        Ok(Self::from_significant(&code))
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DivisionCode({})", self.as_str())
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = DivisionError;

    fn try_from(text: String) -> Result<Self, DivisionError> {
        text.parse()
    }
}

impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    #[test]
    fn every_way_of_writing_gives_the_significant_digits() {
        let cases = [
            ("14", "14", DivisionLevel::Province),
            ("140000", "14", DivisionLevel::Province),
            ("１４０５００", "1405", DivisionLevel::City),
            ("140521", "140521", DivisionLevel::County),
            ("140521000000", "140521", DivisionLevel::County),
            ("140521100", "140521100", DivisionLevel::Township),
            ("140521000", "140521", DivisionLevel::County),
            ("140521100000", "140521100", DivisionLevel::Township),
            ("140521100201", "140521100201", DivisionLevel::Village),
            ("1405211002013", "140521100201003", DivisionLevel::Grid),
            ("140521100201013", "140521100201013", DivisionLevel::Grid),
            ("140521100201000", "140521100201", DivisionLevel::Village),
            ("441900003000", "441900003", DivisionLevel::Township),
        ];
        for (written, expected, level) in cases {
            assert_eq!(
                (code(written).to_string().as_str(), code(written).level()),
                (expected, level),
                "{written}"
            );
        }
        for wrong in [
            "",
            "1",
            "140",
            "14052",
            "1405211",
            "14052110020",
            "1405211002010001",
            "山西",
            "140A21",
            "99",
            "000000",
        ] {
            assert!(wrong.parse::<DivisionCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn parents_pass_over_levels_that_do_not_exist() {
        let up: Vec<_> = code("140521100201003")
            .ancestors()
            .map(|d| d.to_string())
            .collect();
        assert_eq!(
            up,
            [
                "140521100201003",
                "140521100201",
                "140521100",
                "140521",
                "1405",
                "14"
            ]
        );
        assert_eq!(code("441900003").parent(), Some(code("4419")));
        assert_eq!(
            code("140521100").at_level(DivisionLevel::City),
            Some(code("1405"))
        );
        assert_eq!(code("14").at_level(DivisionLevel::County), None);
    }

    #[test]
    fn a_division_contains_itself_and_what_is_below() {
        assert!(code("1405").contains(&code("140521100")));
        assert!(code("1405").contains(&code("140500")));
        assert!(!code("1405").contains(&code("14")));
        assert!(!code("140521").contains(&code("140522100")));
    }

    #[test]
    fn padding_and_ranges_serve_tables_and_scans() {
        assert_eq!(code("1405").padded(), "140500");
        assert_eq!(code("140521100").padded(), "140521100000");
        assert_eq!(code("140521").range(), ("140521".into(), "140522".into()));
        assert_eq!(code("1409").range(), ("1409".into(), "141".into()));
        assert_eq!(code("141099").range(), ("141099".into(), "1411".into()));
    }

    proptest! {
        #[test]
        fn contains_and_range_say_the_same(a in "14[0-9]{4}", b in "1[45][0-9]{7}") {
            let (a, b) = (code(&a), code(&b));
            let (start, end) = a.range();
            let scanned = start.as_str() <= b.as_str() && b.as_str() < end.as_str();
            prop_assert_eq!(a.contains(&b), scanned);
        }

        #[test]
        fn order_is_the_order_of_the_text(a in "1[1-5][0-9]{4}", b in "1[1-5][0-9]{7}") {
            let (a, b) = (code(&a), code(&b));
            prop_assert_eq!(a.cmp(&b), a.as_str().cmp(b.as_str()));
        }

        #[test]
        fn any_text_is_answered_and_codes_come_back(text in "\\PC{0,16}|[0-9]{0,16}") {
            if let Ok(read) = text.parse::<DivisionCode>() {
                prop_assert_eq!(read.padded().parse::<DivisionCode>().unwrap(), read);
                prop_assert_eq!(read.to_string().parse::<DivisionCode>().unwrap(), read);
            }
        }
    }
}
