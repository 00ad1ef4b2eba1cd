//! Industries (国民经济行业分类, GB/T 4754-2017): codes, sections and the industries to be watched.
//! The names below section level are loaded by the user; it must not know files.

use std::{fmt, str::FromStr, sync::LazyLock};

use serde::{Deserialize, Serialize};

use super::clean::plain;

/// A section (门类) with the divisions (大类) it spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndustrySection {
    /// A–T.
    pub letter: char,
    /// Chinese name.
    pub name: &'static str,
    /// First division, two digits.
    pub first: u8,
    /// Last division, two digits.
    pub last: u8,
}

/// The 20 sections of GB/T 4754-2017.
pub const SECTIONS: [IndustrySection; 20] = [
    section('A', "农、林、牧、渔业", 1, 5),
    section('B', "采矿业", 6, 12),
    section('C', "制造业", 13, 43),
    section('D', "电力、热力、燃气及水生产和供应业", 44, 46),
    section('E', "建筑业", 47, 50),
    section('F', "批发和零售业", 51, 52),
    section('G', "交通运输、仓储和邮政业", 53, 60),
    section('H', "住宿和餐饮业", 61, 62),
    section('I', "信息传输、软件和信息技术服务业", 63, 65),
    section('J', "金融业", 66, 69),
    section('K', "房地产业", 70, 70),
    section('L', "租赁和商务服务业", 71, 72),
    section('M', "科学研究和技术服务业", 73, 75),
    section('N', "水利、环境和公共设施管理业", 76, 79),
    section('O', "居民服务、修理和其他服务业", 80, 82),
    section('P', "教育", 83, 83),
    section('Q', "卫生和社会工作", 84, 85),
    section('R', "文化、体育和娱乐业", 86, 90),
    section('S', "公共管理、社会保障和社会组织", 91, 96),
    section('T', "国际组织", 97, 97),
];

const fn section(letter: char, name: &'static str, first: u8, last: u8) -> IndustrySection {
    IndustrySection {
        letter,
        name,
        first,
        last,
    }
}

/// The section of a division (01–97).
pub fn section_of(division: u8) -> Option<&'static IndustrySection> {
    SECTIONS
        .iter()
        .find(|s| (s.first..=s.last).contains(&division))
}

/// A code of GB/T 4754-2017: section, division (2 digits), group (3) or class (4), printed with its letter: `L7212`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IndustryCode(String);

/// How fine a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndustryLevel {
    /// 门类, a letter.
    Section,
    /// 大类, two digits.
    Division,
    /// 中类, three digits.
    Group,
    /// 小类, four digits.
    Class,
}

/// Why a text is no industry code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndustryError {
    /// Neither a letter nor two to four digits.
    #[error(
        "“{0}”不是行业代码：应为门类字母（A—T），或2—4位数字，例如L7212、7212、72（GB/T 4754—2017）"
    )]
    Form(String),
    /// The first two digits are no division.
    #[error("“{0}”的大类不存在：大类为01—97（GB/T 4754—2017）")]
    Division(String),
    /// Letter and digits contradict each other.
    #[error("“{code}”的门类与大类不符：大类{division:02}属于{expected}门类")]
    Section {
        /// What was written.
        code: String,
        /// The division.
        division: u8,
        /// The letter it belongs to.
        expected: char,
    },
}

impl IndustryCode {
    /// Letter and digits: `L7212`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits without the letter, empty for a section.
    pub fn digits(&self) -> &str {
        self.0.get(1..).unwrap_or_default()
    }

    /// The section it belongs to.
    pub fn section(&self) -> Option<&'static IndustrySection> {
        SECTIONS.iter().find(|s| self.0.starts_with(s.letter))
    }

    /// How fine it is.
    pub fn level(&self) -> IndustryLevel {
        match self.0.len() {
            ..=1 => IndustryLevel::Section,
            2..=3 => IndustryLevel::Division,
            4 => IndustryLevel::Group,
            _ => IndustryLevel::Class,
        }
    }

    /// The code above it; `None` for a section.
    pub fn parent(&self) -> Option<Self> {
        let keep = match self.level() {
            IndustryLevel::Section => return None,
            IndustryLevel::Division => 1,
            IndustryLevel::Group => 3,
            IndustryLevel::Class => 4,
        };
        self.0.get(..keep).map(|code| Self(code.to_owned()))
    }

    /// Whether `other` is this industry or part of it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The watch entries (关注行业) that this industry falls under, the finest first.
    pub fn watched(&self) -> Vec<&'static IndustryWatch> {
        let mut found: Vec<_> = IndustryWatch::builtin()
            .iter()
            .filter(|w| w.code.contains(self))
            .collect();
        found.sort_by_key(|w| std::cmp::Reverse(w.code.level()));
        found
    }
}

impl FromStr for IndustryCode {
    type Err = IndustryError;

    /// Reads `L`, `72`, `L72`, `721`, `7212`, `L7212`; also `7212.0`, as spreadsheets leave it, and `7210`, as
    /// registers write a group without classes.
    fn from_str(text: &str) -> Result<Self, IndustryError> {
        let form = || IndustryError::Form(text.trim().to_owned());
        let code = plain(text);
        let code = code.strip_suffix(".0").unwrap_or(&code);
        let (letter, digits) = match code.chars().next() {
            Some(c) if c.is_ascii_alphabetic() => (Some(c), &code[1..]),
            _ => (None, code),
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 0 | 2..=4) {
            return Err(form());
        }
        let Some(division) = digits.get(..2) else {
            let known = letter.filter(|l| SECTIONS.iter().any(|s| s.letter == *l));
            return known.map(|l| Self(l.to_string())).ok_or_else(form);
        };
        let division: u8 = division.parse().map_err(|_| form())?;
        let section =
            section_of(division).ok_or_else(|| IndustryError::Division(text.trim().to_owned()))?;
        if letter.is_some_and(|l| l != section.letter) {
            let code = text.trim().to_owned();
            return Err(IndustryError::Section {
                code,
                division,
                expected: section.letter,
            });
        }
        Ok(Self(format!("{}{digits}", section.letter)))
    }
}

/// An industry to be looked at more closely (关注行业). A reason to look, never a finding.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndustryWatch {
    /// The industry and all below it.
    pub code: IndustryCode,
    /// Its name.
    pub name: String,
    /// Why it is watched.
    pub reason: String,
    /// Whether doing it needs a licence or filing by financial regulators.
    pub licensed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WatchFile {
    watch: Vec<IndustryWatch>,
}

static WATCHED: LazyLock<Vec<IndustryWatch>> = LazyLock::new(|| {
    IndustryWatch::read(include_str!("../../data/industry_watch.toml")).unwrap_or_default()
});

impl IndustryWatch {
    /// The list that comes with the program.
    pub fn builtin() -> &'static [Self] {
        &WATCHED
    }

    /// Reads a list of an office's own, in the form of `data/industry_watch.toml`.
    pub fn read(toml: &str) -> Result<Vec<Self>, toml::de::Error> {
        Ok(toml::from_str::<WatchFile>(toml)?.watch)
    }
}

impl fmt::Display for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for IndustryCode {
    type Error = IndustryError;

    fn try_from(text: String) -> Result<Self, IndustryError> {
        text.parse()
    }
}

impl From<IndustryCode> for String {
    fn from(code: IndustryCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> IndustryCode {
        text.parse().unwrap()
    }

    #[test]
    fn sections_cover_all_divisions_once() {
        let covered: Vec<u8> = SECTIONS.iter().flat_map(|s| s.first..=s.last).collect();
        assert_eq!(covered, (1..=97).collect::<Vec<_>>());
        assert_eq!(section_of(72).unwrap().letter, 'L');
        assert_eq!(section_of(98), None);
    }

    #[test]
    fn codes_are_read_as_registers_write_them() {
        for (written, expected) in [
            ("L", "L"),
            ("l72", "L72"),
            ("7212.0", "L7212"),
            ("７２１", "L721"),
            ("01", "A01"),
            ("J6637", "J6637"),
        ] {
            assert_eq!(code(written).to_string(), expected);
        }
        let message = |text: &str| text.parse::<IndustryCode>().unwrap_err().to_string();
        assert!(message("J7212").contains("大类72属于L门类"));
        assert!(message("9900").contains("大类不存在"));
        assert!(message("Z").contains("不是行业代码"));
        assert!(message("7").contains("不是行业代码"));
    }

    #[test]
    fn parts_and_parents() {
        let up: Vec<_> = std::iter::successors(Some(code("L7212")), IndustryCode::parent)
            .map(|c| c.to_string())
            .collect();
        assert_eq!(up, ["L7212", "L721", "L72", "L"]);
        assert!(code("L72").contains(&code("7212")));
        assert!(!code("L7212").contains(&code("L72")));
        assert_eq!(code("L7212").section().unwrap().name, "租赁和商务服务业");
    }

    #[test]
    fn risk_industries_are_watched_by_their_finest_entry() {
        assert!(IndustryWatch::builtin().len() > 20);
        assert_eq!(code("7212").watched()[0].name, "投资与资产管理");
        assert!(code("6637").watched()[0].licensed);
        assert!(code("1311").watched().is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_codes_come_back(text in "\\PC{0,6}|[A-Z]?[0-9]{0,5}") {
            if let Ok(read) = text.parse::<IndustryCode>() {
                prop_assert_eq!(code(read.as_str()), read);
            }
        }
    }
}
