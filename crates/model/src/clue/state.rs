//! Where a clue stands; each state carries what led to it. It must not know the moves between states.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CheckConclusion, ClueStatus};
use crate::{
    ctx::Stamp,
    id::{AssessmentId, RiskItemId, UnitId},
    level::Level,
    money::Fen,
};

/// The first check of a clue (初核).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstCheck {
    /// The day on which it was looked at.
    pub on: Date,
    /// Where and how.
    pub manner: String,
    /// What was found.
    pub findings: String,
    /// People taking part as found out; corrects the clue's own figure.
    pub people: Option<u32>,
    /// Money as found out; corrects the clue's own figure.
    pub amount: Option<Fen>,
    /// What follows.
    pub conclusion: CheckConclusion,
    /// To whom it is handed over, when that is the conclusion.
    pub handed_to: Option<String>,
    /// Who recorded it.
    pub stamp: Stamp,
}

/// An earlier assignment of an accepted clue (改派、延期).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassignment {
    /// Who changed it.
    pub stamp: Stamp,
    /// Why.
    pub reason: String,
    /// The unit that had it before.
    pub unit: UnitId,
    /// The day by which the first check was due before.
    pub check_due: Date,
}

/// Acceptance of a clue (受理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Who accepted it.
    pub stamp: Stamp,
    /// The unit that checks it.
    pub unit: UnitId,
    /// The day by which the first check is due.
    pub check_due: Date,
    /// Earlier units and due days, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reassigned: Vec<Reassignment>,
}

/// Where a clue stands; each state carries what led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ClueState {
    /// Registered, nobody has looked at it.
    Received,
    /// Not taken up.
    Refused {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
    /// Taken up, to be checked.
    Accepted {
        /// The acceptance.
        acceptance: Acceptance,
    },
    /// Checked; an assessment is to follow.
    Checked {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
    },
    /// Checked; nothing found.
    SetAside {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
    },
    /// Checked; another department's matter.
    HandedOver {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
    },
    /// Assessed and graded.
    Graded {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
        /// The assessment.
        assessment: AssessmentId,
        /// Its level.
        level: Level,
    },
    /// On the list of risk items.
    Listed {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
        /// The assessment.
        assessment: AssessmentId,
        /// Its level.
        level: Level,
        /// The risk item.
        risk_item: RiskItemId,
    },
}

impl ClueState {
    /// The state's name.
    pub fn status(&self) -> ClueStatus {
        match self {
            Self::Received => ClueStatus::Received,
            Self::Refused { .. } => ClueStatus::Refused,
            Self::Accepted { .. } => ClueStatus::Accepted,
            Self::Checked { .. } => ClueStatus::Checked,
            Self::SetAside { .. } => ClueStatus::SetAside,
            Self::HandedOver { .. } => ClueStatus::HandedOver,
            Self::Graded { .. } => ClueStatus::Graded,
            Self::Listed { .. } => ClueStatus::Listed,
        }
    }

    /// The acceptance, once there is one.
    pub fn acceptance(&self) -> Option<&Acceptance> {
        match self {
            Self::Received | Self::Refused { .. } => None,
            Self::Accepted { acceptance }
            | Self::Checked { acceptance, .. }
            | Self::SetAside { acceptance, .. }
            | Self::HandedOver { acceptance, .. }
            | Self::Graded { acceptance, .. }
            | Self::Listed { acceptance, .. } => Some(acceptance),
        }
    }

    /// The first check, once there is one.
    pub fn check(&self) -> Option<&FirstCheck> {
        match self {
            Self::Received | Self::Refused { .. } | Self::Accepted { .. } => None,
            Self::Checked { check, .. }
            | Self::SetAside { check, .. }
            | Self::HandedOver { check, .. }
            | Self::Graded { check, .. }
            | Self::Listed { check, .. } => Some(check),
        }
    }

    /// The level, once graded.
    pub fn level(&self) -> Option<Level> {
        match self {
            Self::Graded { level, .. } | Self::Listed { level, .. } => Some(*level),
            _ => None,
        }
    }
}
