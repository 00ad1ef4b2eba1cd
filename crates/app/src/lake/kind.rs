//! A table of the lake as a kind of office table, so that its files are read with the care of every import.
//! It must not know files.

use fangfei_intake::{
    kind::{Field, FieldId, FieldType, Kind},
    value::MoneyUnit,
};
use fangfei_lens::lake::{ColumnSpec, ColumnType, TableSpec};

/// The kind by which headers and the units of sums are told.
pub(super) fn kind_of(table: &TableSpec) -> Kind {
    kind(table, true)
}

/// The kind that reads a table's files. Sums, codes, choices and rates stay words here: the lake reads them itself.
pub(super) fn reading_kind_of(table: &TableSpec) -> Kind {
    kind(table, false)
}

fn kind(table: &TableSpec, sums: bool) -> Kind {
    Kind {
        id: table.table.clone(),
        title: table.title.clone(),
        require_one: Vec::new(),
        unique: Vec::new(),
        sheet_name: None,
        fields: table.columns.iter().map(|c| field(c, sums)).collect(),
    }
}

fn field(column: &ColumnSpec, sums: bool) -> Field {
    Field {
        id: FieldId::from(column.name.as_str()),
        title: column.title.clone(),
        field_type: field_type(column.kind, sums),
        required: false,
        synonyms: column.accepted().map(str::to_owned).collect(),
        unit: column.unit.as_deref().and_then(MoneyUnit::parse),
        near: Vec::new(),
        weak: Vec::new(),
        phone_field: None,
        after: None,
        citizen_field: None,
        lenient: false,
        withheld: false,
        prose: false,
        choices: Vec::new(),
    }
}

fn field_type(kind: ColumnType, sums: bool) -> FieldType {
    match kind {
        ColumnType::Money if sums => FieldType::Amount,
        ColumnType::Count => FieldType::Count,
        ColumnType::Date => FieldType::Date,
        _ => FieldType::Text,
    }
}
