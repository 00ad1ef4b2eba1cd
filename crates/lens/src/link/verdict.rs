//! What a comparison says: how likely two records are the same, and why. It must not know kinds of values.

use serde::Serialize;

/// How likely two values mean the same thing, with the reasons for a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Between 0 and 1; 0.5 is where a person could not say.
    pub probability: f64,
    /// Reasons in Chinese, the strongest first.
    pub reasons: Vec<String>,
}

impl Verdict {
    /// A verdict of one reason.
    pub fn of(probability: f64, reason: &str) -> Self {
        Self {
            probability,
            reasons: vec![reason.to_owned()],
        }
    }

    /// The reasons in one cell.
    pub fn reasons_text(&self) -> String {
        self.reasons.join("；")
    }
}

/// Reasons on both sides, before the conclusion is known.
#[derive(Debug, Default)]
pub(super) struct Reasons {
    same: Vec<String>,
    differ: Vec<String>,
}

impl Reasons {
    /// Something that speaks for the same.
    pub fn same(&mut self, reason: &str) {
        self.same.push(reason.to_owned());
    }

    /// Something that speaks against.
    pub fn differ(&mut self, reason: &str) {
        self.differ.push(reason.to_owned());
    }

    /// The verdict: what speaks for the conclusion stands first.
    pub fn verdict(self, probability: f64) -> Verdict {
        let (mut reasons, others) = if probability >= 0.5 {
            (self.same, self.differ)
        } else {
            (self.differ, self.same)
        };
        reasons.extend(others);
        Verdict {
            probability,
            reasons,
        }
    }
}
