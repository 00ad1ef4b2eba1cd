//! Two records that may be one, and what people decided about two. It must not know how they are compared.

use fangfei_model::{
    code::division::DivisionCode,
    likeness::{Likeness, Party},
};
use uuid::Uuid;

/// Two records that may be one.
pub(super) struct Pair {
    pub(super) parties: [(Party, DivisionCode); 2],
    pub(super) percent: u8,
    pub(super) reasons: Vec<String>,
}

impl Pair {
    pub(super) fn new(
        parties: [(Party, DivisionCode); 2],
        probability: f64,
        reasons: Vec<String>,
    ) -> Self {
        let percent = (probability * 100.0).round().clamp(1.0, 99.0) as u8;
        Self {
            parties,
            percent,
            reasons,
        }
    }

    pub(super) fn key(&self) -> (Uuid, Uuid) {
        let [(a, _), (b, _)] = &self.parties;
        Likeness::pair(a.id, b.id)
    }
}

/// A decision in force about two records.
pub(super) struct Decided {
    pub(super) left: Uuid,
    pub(super) right: Uuid,
    pub(super) same: bool,
}
