//! What screening finds. It must not know how.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How closely a class is to be looked at. A hint for the order of work, no grade of the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing (留意).
    Low,
    /// Worth a look (关注).
    Medium,
    /// To be looked at first (重点关注).
    High,
}

/// A word of a class found in a text: a reason to look, never a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Class of the word: A, A2, … J.
    pub class: Arc<str>,
    /// The class in words.
    pub title: Arc<str>,
    /// The word as listed.
    pub word: Arc<str>,
    /// The text as it stands in the source.
    pub printed: String,
    /// Characters `[start, end)` of the source, counted from 0.
    pub span: (usize, usize),
    /// Law or document the class rests on.
    pub ground: Arc<str>,
    /// How closely to look.
    pub severity: Severity,
    /// Date and hash of the words that were used.
    pub rule_version: Arc<str>,
    /// Why the hit does not count (a prohibition, an exclusion, a warning, a licensed body); `None` when it counts.
    pub suppressed: Option<String>,
    /// A note on licences to be checked; the hit counts all the same.
    pub licence: Option<String>,
}

impl Hit {
    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.suppressed.is_none()
    }
}

impl Severity {
    /// 留意, 关注, 重点关注.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "留意",
            Self::Medium => "关注",
            Self::High => "重点关注",
        }
    }
}
