//! Where a likeness stands. It must not know the moves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ctx::Stamp;

/// Who decided, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Who and when.
    pub stamp: Stamp,
    /// What was compared and found.
    pub reason: String,
}

/// Where a likeness stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum LikenessState {
    /// Somebody has to look.
    Open,
    /// One subject (合并), or one case (串案).
    Same {
        /// By whom, why.
        judgement: Judgement,
        /// Of two subjects: the file that goes on.
        kept: Option<Uuid>,
    },
    /// Two subjects, or two cases.
    Different {
        /// By whom, why.
        judgement: Judgement,
    },
    /// Nobody decided, and the records have changed since so that they are alike no longer.
    Lapsed {
        /// When that was seen.
        at: Timestamp,
    },
}
