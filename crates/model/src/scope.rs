//! Row scope: which records a reader may see, by division tree and unit. It must not know SQL;
//! `store` turns it into a predicate in one place.

use serde::{Deserialize, Serialize};

use crate::{code::division::DivisionCode, id::UnitId};

/// What a reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scope {
    /// Everything: the program itself.
    All,
    /// Every record of a division and of all below it (省 → 市 → 县 → 乡镇 → 村、网格).
    Division {
        /// The top of what is seen.
        division: DivisionCode,
    },
    /// Only records of a division in which this unit has a part: it found them or it owns them.
    /// Member departments (成员单位) read this way. Nouns common to all units of the division
    /// (`Visibility::Common`) are seen whole.
    Unit {
        /// The division.
        division: DivisionCode,
        /// The unit.
        unit: UnitId,
    },
    /// Nothing: an account whose unit is gone.
    Nothing,
}

/// Where a record belongs, kept beside every record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The division it lies in.
    pub division: DivisionCode,
    /// The unit that owns it now.
    pub unit: Option<UnitId>,
    /// The unit that brought it in.
    pub origin_unit: Option<UnitId>,
}

/// How far a noun is seen by units without a division-wide view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Seen by the units that have a part in the record.
    ByUnit,
    /// Seen by every unit of the division: the register of subjects, units, campaigns.
    Common,
    /// Seen by every unit of the division and of all divisions below it: campaigns, in which townships
    /// take part.
    Downward,
    /// Seen by everybody signed in, above and below: codes, licensed bodies.
    Everywhere,
}

impl Scope {
    /// Whether a record at `place` is seen. The SQL predicate in `store` says the same; a property
    /// test holds the two together.
    pub fn sees(&self, place: &Place, visibility: Visibility) -> bool {
        if matches!(visibility, Visibility::Everywhere) {
            return !matches!(self, Self::Nothing);
        }
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Division { division } | Self::Unit { division, .. }
                if visibility == Visibility::Downward =>
            {
                division.contains(&place.division) || place.division.contains(division)
            }
            Self::Division { division } => division.contains(&place.division),
            Self::Unit { division, unit } => {
                division.contains(&place.division)
                    && (visibility == Visibility::Common
                        || place.unit == Some(*unit)
                        || place.origin_unit == Some(*unit))
            }
        }
    }

    /// The division at the top of what is seen; `None` for everything or nothing.
    pub fn division(&self) -> Option<&DivisionCode> {
        match self {
            Self::Division { division } | Self::Unit { division, .. } => Some(division),
            Self::All | Self::Nothing => None,
        }
    }
}
