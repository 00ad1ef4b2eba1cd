//! Where a text stands. It must not know words.

use serde::{Deserialize, Serialize};

/// Which kind of text is screened; classes and context differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name of a firm or trader (名称).
    Name,
    /// The business scope (经营范围).
    Scope,
    /// An advert, message, tip or other short text (短文).
    Text,
}

impl Field {
    /// All fields, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Name, Self::Scope, Self::Text];

    /// 名称, 经营范围, 文本.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "名称",
            Self::Scope => "经营范围",
            Self::Text => "文本",
        }
    }
}
