//! Where a batch stands. It must not know the moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ctx::Stamp;

/// The bank has paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Who recorded it.
    pub stamp: Stamp,
    /// The day on which it was paid.
    pub on: Date,
    /// The bank's paper.
    pub document: String,
}

/// Where a batch stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum BatchState {
    /// Sources, rule and allocation may change.
    Draft,
    /// Approved by somebody other than who drafted it.
    Approved {
        /// Who approved.
        approval: Stamp,
    },
    /// Paid.
    Paid {
        /// Who approved.
        approval: Stamp,
        /// The payment.
        payment: Payment,
    },
    /// Given up before it was approved; its number is not used again.
    Withdrawn {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
}

/// A batch that came back from approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchTurn {
    /// Who sent it back.
    pub stamp: Stamp,
    /// Why.
    pub reason: String,
}
