//! A mapping kept for the next file with the same header. It must not know where it is kept.

use serde::{Deserialize, Serialize};

use super::mapping::Mapping;
use crate::kind::{FieldId, Kind};
use crate::value::{DayOrder, MoneyUnit};

/// What a person settled about a header, to be used again for files with the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Id of the kind.
    pub kind: String,
    /// Hash of the titles.
    pub fingerprint: String,
    /// Per column: title, field, unit, order of day and month.
    pub columns: Vec<ProfileColumn>,
}

/// One column of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileColumn {
    /// The column, 0-based.
    pub column: usize,
    /// Its title.
    pub title: String,
    /// Its field.
    pub field: Option<FieldId>,
    /// The unit of bare sums.
    pub unit: Option<MoneyUnit>,
    /// The order of day and month.
    pub day_order: Option<DayOrder>,
}

impl Mapping {
    /// What is worth keeping of this mapping.
    pub fn profile(&self) -> Profile {
        let columns = self
            .columns
            .iter()
            .map(|c| ProfileColumn {
                column: c.column,
                title: c.title.clone(),
                field: c.field.clone(),
                unit: c.unit,
                day_order: c.day_order,
            })
            .collect();
        Profile {
            kind: self.kind.clone(),
            fingerprint: self.fingerprint.clone(),
            columns,
        }
    }

    /// Takes a kept profile over, if it was made for the same kind and the same header. A unit that
    /// this file states itself stays.
    pub fn apply(&mut self, kind: &Kind, profile: &Profile) -> bool {
        if profile.kind != self.kind || profile.fingerprint != self.fingerprint {
            return false;
        }
        let had_fields = self.columns.iter().any(|c| c.field.is_some());
        for kept in &profile.columns {
            let known = kept
                .field
                .as_ref()
                .is_none_or(|id| kind.field(id.as_str()).is_some());
            let Some(column) = self
                .columns
                .iter_mut()
                .find(|c| c.column == kept.column)
                .filter(|_| known)
            else {
                continue;
            };
            if column.withheld && kept.field.is_none() {
                continue;
            }
            if column.field != kept.field {
                column.field = kept.field.clone();
                column.serial &= kept.field.is_none();
            }
            column.confidence = 1000;
            column.reason = "沿用上次保存的对应".to_owned();
            column.unit = column.unit.or(kept.unit);
            column.day_order = column.day_order.or(kept.day_order);
        }
        // A sheet left out for another reason, being hidden or a form, stays left out.
        self.included |= !had_fields && self.columns.iter().any(|c| c.field.is_some());
        self.enforce_withheld(kind);
        self.review(kind, false);
        true
    }
}
