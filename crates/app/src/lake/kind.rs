//! A table of the lake as a kind of office table, so that its files are read with the care of every import.
//! It must not know files.

use fangfei_intake::{
    kind::{Field, FieldId, FieldType, Kind},
    value::MoneyUnit,
};
use fangfei_lens::lake::{ColumnSpec, ColumnType, TableSpec};

/// The kind that reads a table's files. Codes, choices and rates stay words here: the lake reads them itself.
pub(super) fn kind_of(table: &TableSpec) -> Kind {
    Kind {
        id: table.table.clone(),
        title: table.title.clone(),
        require_one: Vec::new(),
        unique: Vec::new(),
        sheet_name: None,
        fields: table.columns.iter().map(field).collect(),
    }
}

fn field(column: &ColumnSpec) -> Field {
    Field {
        id: FieldId::from(column.name.as_str()),
        title: column.title.clone(),
        field_type: field_type(column.kind),
        required: false,
        synonyms: column.accepted().map(str::to_owned).collect(),
        unit: column.unit.as_deref().and_then(MoneyUnit::parse),
        near: Vec::new(),
        after: None,
        citizen_field: None,
        lenient: false,
        withheld: false,
        prose: false,
        choices: Vec::new(),
    }
}

fn field_type(kind: ColumnType) -> FieldType {
    match kind {
        ColumnType::Money => FieldType::Amount,
        ColumnType::Count => FieldType::Count,
        ColumnType::Date => FieldType::Date,
        _ => FieldType::Text,
    }
}
