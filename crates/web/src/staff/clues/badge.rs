//! Levels and states of clues as badges. It must not know pages.

use fangfei_model::{clue::ClueStatus, level};

use crate::ui::{Badge, Level, Tone};

/// The level as a badge.
pub fn level_badge(grade: level::Level) -> Badge {
    Badge::level(match grade {
        level::Level::Low => Level::Low,
        level::Level::Medium => Level::Medium,
        level::Level::High => Level::High,
        level::Level::Major => Level::Major,
    })
}

/// The state as a badge.
pub fn state_badge(status: ClueStatus) -> Badge {
    let tone = match status {
        ClueStatus::Received => Tone::Watch,
        ClueStatus::Accepted | ClueStatus::Checked | ClueStatus::Graded => Tone::Info,
        ClueStatus::Listed => Tone::Done,
        ClueStatus::Refused | ClueStatus::SetAside | ClueStatus::HandedOver => Tone::Neutral,
    };
    Badge::state(status.title(), tone)
}
