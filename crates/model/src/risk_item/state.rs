//! Where a risk item stands, what was entered and what happened to it. It must not know the moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Assignment;
use crate::{
    ctx::Stamp,
    id::{AssessmentId, EvidenceId},
    level::Level,
    money::Fen,
    refusal::Refusal,
};

/// One entry of progress (处置进展).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The day it tells of.
    pub on: Date,
    /// What was done.
    pub text: String,
    /// Money returned to participants since the last entry.
    pub refunded: Option<Fen>,
    /// Participants paid back since the last entry.
    pub refunded_people: Option<u32>,
    /// Who entered it.
    pub stamp: Stamp,
}

impl Progress {
    /// Something was done, on a day that has come, and money returned is not negative.
    pub(super) fn checked(self, attempt: &'static str) -> Result<Self, Refusal> {
        let wrong = if self.text.trim().is_empty() {
            Some(("没有填写进展内容".to_owned(), "请写明做了什么"))
        } else if self.on > self.stamp.day() {
            Some((format!("日期{}在将来", self.on), "请填写实际日期"))
        } else if self.refunded.is_some_and(|fen| fen < Fen::ZERO) {
            let next = "请填写本次新增清退的金额";
            Some(("清退金额是负数".to_owned(), next))
        } else {
            None
        };
        match wrong {
            Some((why, next)) => Err(Refusal::new(attempt, why, next)),
            None => Ok(self),
        }
    }

    /// Whether another entry says the same, whoever entered it.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        let words = |p: &Self| {
            (
                p.on,
                p.text.trim().to_owned(),
                p.refunded,
                p.refunded_people,
            )
        };
        words(self) == words(other)
    }
}

/// An application to close (销号申请).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseApplication {
    /// Who applied.
    pub stamp: Stamp,
    /// What was achieved.
    pub statement: String,
    /// The proofs.
    pub evidence: Vec<EvidenceId>,
}

/// A verification (核验意见).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Who verified.
    pub stamp: Stamp,
    /// What was seen.
    pub opinion: String,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum RiskState {
    /// Listed; nothing entered yet.
    Listed,
    /// Progress has been entered, or it came back.
    InDisposal,
    /// Close-out applied for.
    CloseApplied {
        /// The application.
        application: CloseApplication,
    },
    /// Verified by someone else.
    Verified {
        /// The application.
        application: CloseApplication,
        /// The verification.
        verification: Verification,
    },
    /// Closed.
    Closed {
        /// The application.
        application: CloseApplication,
        /// The verification.
        verification: Verification,
        /// Who approved.
        approval: Stamp,
    },
}

/// What happened to an item besides progress: kept for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Turn {
    /// The application or the verification was sent back.
    SentBack {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
        /// The application that came back.
        application: CloseApplication,
    },
    /// Closed and opened again.
    Reopened {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
        /// The close-out that was undone.
        closed: Stamp,
        /// Its application.
        application: CloseApplication,
        /// Its verification.
        verification: Verification,
    },
    /// The level changed by a new assessment.
    Regraded {
        /// Who concluded.
        stamp: Stamp,
        /// The assessment.
        assessment: AssessmentId,
        /// Before.
        from: Level,
        /// After.
        to: Level,
    },
    /// An entry of progress was put right.
    Corrected {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
        /// What stood there before.
        from: Progress,
    },
    /// Owner, leader, plan or due date changed.
    Replanned {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
        /// What it was.
        from: Assignment,
    },
}

impl RiskState {
    /// The application, the verification and the approval, as far as the close-out has come.
    pub fn closing(
        &self,
    ) -> (
        Option<&CloseApplication>,
        Option<&Verification>,
        Option<&Stamp>,
    ) {
        match self {
            Self::Listed | Self::InDisposal => (None, None, None),
            Self::CloseApplied { application } => (Some(application), None, None),
            Self::Verified {
                application,
                verification,
            } => (Some(application), Some(verification), None),
            Self::Closed {
                application,
                verification,
                approval,
            } => (Some(application), Some(verification), Some(approval)),
        }
    }
}

impl Turn {
    /// Who made the turn.
    pub fn stamp(&self) -> &Stamp {
        match self {
            Self::SentBack { stamp, .. }
            | Self::Reopened { stamp, .. }
            | Self::Regraded { stamp, .. }
            | Self::Corrected { stamp, .. }
            | Self::Replanned { stamp, .. } => stamp,
        }
    }

    /// Whether an application with the same words and proofs came back in this turn.
    pub(super) fn returned(&self, again: &CloseApplication) -> bool {
        matches!(self, Self::SentBack { application, .. }
            if application.statement == again.statement && application.evidence == again.evidence)
    }
}
