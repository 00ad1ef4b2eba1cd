//! A person's judgement on a finding (采信、排除). It belongs to the finding's key, which a new
//! analysis of the same facts gives again, so that it outlives a new run. It must not know patterns.

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::ctx::Stamp;

/// What a person made of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The finding's key.
    pub finding: String,
    /// The finding's pattern in words, for readers of the journal.
    pub pattern: String,
    /// 采信 or 排除.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Who, when.
    pub stamp: Stamp,
}
