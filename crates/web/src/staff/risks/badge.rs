//! States of risk items as badges. It must not know pages.

use fangfei_model::risk_item::RiskStatus;

use crate::ui::{Badge, Tone};

/// The state as a badge.
pub fn state_badge(status: RiskStatus) -> Badge {
    let tone = match status {
        RiskStatus::Listed | RiskStatus::InDisposal => Tone::Info,
        RiskStatus::CloseApplied | RiskStatus::Verified => Tone::Watch,
        RiskStatus::Closed => Tone::Done,
    };
    Badge::state(status.title(), tone)
}
