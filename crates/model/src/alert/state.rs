//! Where an alert stands. It must not know the moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{ctx::Stamp, id::ClueId};

/// Let rest until a day (暂缓), with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Who let it rest.
    pub stamp: Stamp,
    /// It comes back on this day, or before it when the subject reaches a higher band.
    pub until: Date,
    /// Why it may wait.
    pub reason: String,
}

/// Set aside (排除), with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Who set it aside.
    pub stamp: Stamp,
    /// What was looked at and found.
    pub reason: String,
}

/// Where an alert stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum AlertState {
    /// Somebody has to look.
    Open,
    /// Let rest until a day.
    Resting {
        /// By whom, until when, why.
        rest: Rest,
    },
    /// A clue was opened from it; the matter goes on there.
    ClueOpened {
        /// Who opened it.
        stamp: Stamp,
        /// The clue.
        clue: ClueId,
    },
    /// Looked at, and nothing to follow up.
    SetAside {
        /// By whom, why.
        ended: Ended,
    },
}
