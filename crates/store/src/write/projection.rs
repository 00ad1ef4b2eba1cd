//! A record as the row that keeps it. It must not know statements.

use fangfei_model::{record::Record, scope::Place};
use sea_orm::sea_query;
use uuid::Uuid;

use crate::{
    column::{encode, id_text},
    error::{Error, Result},
    journal::body_hash,
};

/// The columns of one version of a record.
pub(crate) struct Projection {
    pub(crate) id: Uuid,
    pub(crate) place: Place,
    pub(crate) fields: Vec<sea_query::Value>,
    pub(crate) body: String,
    pub(crate) body_hash: [u8; 32],
}

impl Projection {
    /// Fails if the record's values are not those its fields announce, or if it cannot be written
    /// as JSON: both are faults of the program, found by the first test that writes the noun.
    pub(crate) fn of<R: Record>(record: &R) -> Result<Self> {
        let id = record.record_id();
        let damaged = |reason: String| Error::Damaged {
            noun: R::NOUN,
            id,
            reason,
        };
        let values = record.values();
        if values.len() != R::FIELDS.len() {
            return Err(damaged(format!(
                "投影有 {} 个值，应为 {} 个",
                values.len(),
                R::FIELDS.len()
            )));
        }
        if let Some((field, _)) = R::FIELDS.iter().zip(&values).find(|(f, v)| !v.fits(f.kind)) {
            return Err(damaged(format!("投影“{}”的值与字段类型不符", field.name)));
        }
        let fields = R::FIELDS
            .iter()
            .zip(&values)
            .map(|(field, value)| encode(field, value))
            .collect::<Result<_>>()?;
        let body = serde_json::to_string(record).map_err(|e| damaged(e.to_string()))?;
        Ok(Self {
            id,
            place: record.place(),
            fields,
            body_hash: body_hash(&body),
            body,
        })
    }

    /// The values of `table::columns`, in its order.
    pub(crate) fn into_row(self, version: i64, since: i64) -> Vec<sea_query::Value> {
        let mut row = Vec::with_capacity(self.fields.len() + 7);
        row.push(id_text(self.id).into());
        row.push(version.into());
        row.push(since.into());
        row.extend(scope_values(&self.place));
        row.extend(self.fields);
        row.push(self.body.into());
        row
    }
}

/// Division, unit and origin unit as columns.
pub(crate) fn scope_values(place: &Place) -> [sea_query::Value; 3] {
    [
        place.division.to_string().into(),
        place.unit.map(|u| id_text(u.uuid())).into(),
        place.origin_unit.map(|u| id_text(u.uuid())).into(),
    ]
}
