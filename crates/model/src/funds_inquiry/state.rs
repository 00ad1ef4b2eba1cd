//! Where an inquiry stands and how it came there. It must not know the moves.

use serde::{Deserialize, Serialize};

use crate::ctx::Stamp;

/// Where an inquiry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum InquiryState {
    /// Statements come in and are analysed.
    Open,
    /// Ended: everything stays readable, nothing changes.
    Closed {
        /// Who ended it.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
}

/// An inquiry that was ended and opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryTurn {
    /// Who ended it.
    pub closed: Stamp,
    /// Why it was ended.
    pub closed_reason: String,
    /// Who opened it again.
    pub stamp: Stamp,
    /// Why.
    pub reason: String,
}

/// Why a statement file no longer counts: a wrong file, a better copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Who.
    pub stamp: Stamp,
    /// Why.
    pub reason: String,
}
