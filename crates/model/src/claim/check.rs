//! What comparing a claim with the statements came to, figure by figure (逐项核对). It must not know
//! how statements are read.

use serde::{Deserialize, Serialize};

use super::{ClaimFigures, IdentityDoubts, LineOutcome, ProofGrade};
use crate::{ctx::Stamp, money::Fen};

/// One figure compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckLine {
    /// Which figure, in words: 投入本金.
    pub title: String,
    /// What was claimed.
    pub claimed: Fen,
    /// What the statements show; `None` where they show nothing of this person.
    pub found: Option<Fen>,
    /// How the two compare.
    pub outcome: LineOutcome,
    /// In words: what makes the difference, how many rows stand behind it.
    pub note: String,
}

/// A whole comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimCheck {
    /// Who compared, when.
    pub stamp: Stamp,
    /// The analysis compared with: the digest of its inputs.
    pub inputs: String,
    /// The accounts of the statements that were taken for this person's, masked.
    pub accounts: Vec<String>,
    /// What the statements show, if they show this person.
    pub found: Option<ClaimFigures>,
    /// Whether the statements are complete for this person.
    pub certain: bool,
    /// The grade of proof that statements and papers allow; a person decides. Older checks have none.
    #[serde(default)]
    pub grade: Option<ProofGrade>,
    /// What is not clear about whose account it is. Older checks have none.
    #[serde(default)]
    pub identity: IdentityDoubts,
    /// The figures one by one.
    pub lines: Vec<CheckLine>,
}

impl ClaimCheck {
    /// Whether any figure differs or could not be compared, or whose account it is stays unclear.
    pub fn differs(&self) -> bool {
        let figures = self.lines.iter();
        let mut differ = figures.map(|line| line.outcome != LineOutcome::Same);
        !self.identity.is_empty() || differ.any(|differs| differs)
    }
}
