//! The first values of a column, shown beside its meaning: personal numbers masked, and nothing of who
//! reported. It must not know pages.

use fangfei_intake::{
    kind::{FieldType, Kind},
    table::{ColumnMapping, Sheet},
};
use fangfei_model::personal_number::{masked_citizen_number, masked_phone, masked_words};

/// Values shown of each column.
const SAMPLES: usize = 3;
/// Rows looked at.
const ROWS: usize = 200;
/// The longest value shown, in characters.
const LONGEST: usize = 24;

/// The first different values below the header.
pub(super) fn samples(
    sheet: &Sheet,
    header_last: u32,
    kind: &Kind,
    column: &ColumnMapping,
) -> Vec<String> {
    if column.withheld {
        return Vec::new();
    }
    let field_type = column
        .field
        .as_ref()
        .and_then(|id| kind.field(id.as_str()))
        .map(|field| field.field_type);
    let rows = sheet
        .rows
        .iter()
        .filter(|row| row.number > header_last)
        .take(ROWS);
    let mut kept: Vec<String> = Vec::new();
    for row in rows {
        // Masked before it is cut: half a number is a number too.
        let value: String = shown(field_type, &row.cell(column.column).shown())
            .chars()
            .take(LONGEST)
            .collect();
        if !value.is_empty() && !kept.contains(&value) {
            kept.push(value);
        }
        if kept.len() == SAMPLES {
            break;
        }
    }
    kept
}

fn shown(field_type: Option<FieldType>, value: &str) -> String {
    match field_type {
        Some(FieldType::Phone) => masked_phone(value),
        Some(FieldType::CitizenId) => masked_citizen_number(value),
        _ => masked_words(value).into_owned(),
    }
}
