//! Where a claim stands. It must not know the moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ClaimFigures, Ownership, ProofGrade, SettlementKind};
use crate::ctx::Stamp;

/// What was confirmed, by somebody other than who registered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Who confirmed.
    pub stamp: Stamp,
    /// The figures that count from now on.
    pub figures: ClaimFigures,
    /// How well they are proved.
    pub grade: ProofGrade,
    /// Why; needed where the figures are not the claimed ones.
    pub opinion: String,
    /// Whose account it is, where that had to be settled. Older confirmations have none.
    #[serde(default)]
    pub ownership: Option<Ownership>,
}

/// The participant does not agree with what was confirmed (异议).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Who took it down.
    pub stamp: Stamp,
    /// The day on which it was raised.
    pub raised: Date,
    /// What is objected to, and on what proof.
    pub text: String,
    /// The confirmation objected to.
    pub against: Confirmation,
}

/// How the claim ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Who.
    pub stamp: Stamp,
    /// In which way.
    pub kind: SettlementKind,
    /// In words, with the paper.
    pub note: String,
}

/// Where a claim stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ClaimState {
    /// Taken down; nothing compared.
    Registered,
    /// Compared with the statements.
    Checked,
    /// Confirmed: it takes part in refunds.
    Confirmed {
        /// What counts.
        confirmation: Confirmation,
    },
    /// Confirmed and objected to: what was confirmed is counted, its share kept in deposit until the
    /// answer.
    Objected {
        /// The objection.
        objection: Objection,
    },
    /// Ended.
    Settled {
        /// What counted at the end, if it was ever confirmed.
        confirmation: Option<Confirmation>,
        /// How it ended.
        settlement: Settlement,
    },
}
