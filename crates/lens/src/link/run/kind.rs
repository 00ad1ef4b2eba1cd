//! What a column holds. It must not know values.

use std::{fmt, str::FromStr};

/// What a column holds, which decides how its values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Names of persons or parts of them.
    Person,
    /// Days.
    Date,
    /// Addresses or parts of them.
    Address,
    /// Names of firms.
    Company,
    /// Telephone numbers.
    Phone,
    /// Numbers that name one thing: credit codes, citizen numbers, postcodes.
    Code,
    /// Anything else.
    Text,
}

/// A kind that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "不认识的列类型“{0}”；可用：person 人名、date 日期、address 地址、company 企业名称、phone 电话、code 编号、text 文字"
)]
pub struct UnknownKind(String);

/// The kinds with their words on the command line and their titles.
const KINDS: [(&str, ColumnKind, &str); 7] = [
    ("person", ColumnKind::Person, "人名"),
    ("date", ColumnKind::Date, "日期"),
    ("address", ColumnKind::Address, "地址"),
    ("company", ColumnKind::Company, "企业名称"),
    ("phone", ColumnKind::Phone, "电话"),
    ("code", ColumnKind::Code, "编号"),
    ("text", ColumnKind::Text, "文字"),
];

impl ColumnKind {
    /// How often values of two different things agree at each level (different, some likeness, close, very close,
    /// the same), as files of the kind usually show: what is assumed before a file is large enough to say.
    pub(super) fn typical_chance(self) -> [f64; 5] {
        match self {
            Self::Person => [0.937, 0.04, 0.015, 0.005, 0.003],
            Self::Date => [0.9565, 0.03, 0.01, 0.003, 0.0005],
            Self::Address => [0.8978, 0.08, 0.02, 0.002, 0.0002],
            Self::Company => [0.976_89, 0.02, 0.003, 0.0001, 0.000_01],
            Self::Phone => [0.995_98, 0.003, 0.0009, 0.0001, 0.000_02],
            Self::Code => [0.9829, 0.01, 0.005, 0.002, 0.0001],
            Self::Text => [0.88, 0.08, 0.02, 0.01, 0.01],
        }
    }
}

impl FromStr for ColumnKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let found = KINDS.iter().find(|(word, _, _)| *word == text.trim());
        found
            .map(|(_, kind, _)| *kind)
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

impl fmt::Display for ColumnKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = KINDS.iter().find(|(_, kind, _)| kind == self);
        f.write_str(found.map_or("text", |(word, _, _)| word))
    }
}
