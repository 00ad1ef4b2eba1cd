//! A sheet of an office file as rows for the lake. It must not know the lake.

use fangfei_intake::{
    kind::Kind,
    table::{CellError, Mapping, Options, RowOutcome, Rows, SkipReason, Workbook, guess, read},
    value::Value,
};
use fangfei_lens::lake::{Plain, Rejected, TableReader, TableSpec};

/// The rows of one sheet.
pub(super) struct SheetRows<'a> {
    name: String,
    rows: Rows<'a>,
    table: &'a TableSpec,
    repeated: u64,
}

impl<'a> SheetRows<'a> {
    pub fn new(
        workbook: &'a Workbook,
        kind: &'a Kind,
        mapping: &'a [Mapping],
        options: &'a Options,
        table: &'a TableSpec,
    ) -> Self {
        let name = if workbook.sheets.len() > 1 {
            mapping.first().map(|m| m.sheet.clone())
        } else {
            None
        };
        Self {
            name: name.unwrap_or_default(),
            rows: read(workbook, kind, mapping, options),
            table,
            repeated: 0,
        }
    }
}

impl TableReader for SheetRows<'_> {
    fn sheet(&self) -> &str {
        &self.name
    }

    fn repeated(&self) -> u64 {
        self.repeated
    }

    fn next_row(&mut self) -> Option<Result<(u32, Vec<Plain>), Vec<Rejected>>> {
        loop {
            return Some(match self.rows.next()? {
                RowOutcome::Accepted(row) => {
                    let cell = |name: &str| row.get(name).map_or(Plain::Empty, plain);
                    let cells = self.table.columns.iter().map(|c| cell(&c.name)).collect();
                    Ok((row.source.row, cells))
                }
                RowOutcome::Rejected { errors, .. } => {
                    Err(errors.into_iter().map(rejected).collect())
                }
                RowOutcome::Skipped { reason, .. } => {
                    self.repeated += u64::from(matches!(reason, SkipReason::Duplicate { .. }));
                    continue;
                }
            });
        }
    }
}

/// How a sheet's columns are understood: a header the table knows means that column, whatever else it looks like; a
/// header it does not know means nothing unless the reader is sure.
pub(super) fn mapping(
    workbook: &Workbook,
    sheet: usize,
    kind: &Kind,
    table: &TableSpec,
) -> Option<Mapping> {
    let mut mapping = guess(workbook.sheets.get(sheet)?, kind);
    let columns: Vec<(usize, String, Option<String>, u32)> = mapping
        .columns
        .iter()
        .map(|c| {
            (
                c.column,
                c.title.clone(),
                c.field.as_ref().map(ToString::to_string),
                c.confidence,
            )
        })
        .collect();
    for (column, title, guessed, confidence) in columns {
        let known = table
            .column_for(&title)
            .and_then(|at| table.columns.get(at))
            .map(|c| c.name.clone());
        let meant = known.or_else(|| guessed.clone().filter(|_| confidence >= 800));
        if meant != guessed {
            // The column and the field were both read from these very lists, so that neither can be unknown.
            let _ = mapping.override_column(kind, column, meant.as_deref().map(Into::into));
        }
    }
    let knows_any = mapping.columns.iter().any(|c| c.field.is_some());
    mapping.included = knows_any && mapping.header_rows.is_some();
    mapping.included.then_some(mapping)
}

fn plain(value: &Value) -> Plain {
    match value {
        Value::Text(text) | Value::Code(text) => Plain::Text(text.clone()),
        Value::Amount(amount) => Plain::Fen(amount.low.0),
        Value::Count(count) => Plain::Int(count.low),
        Value::Date(when) => Plain::Day(when.date),
        Value::Flag(flag) => Plain::Flag(*flag),
        Value::Firm(code) => Plain::Text(code.as_str().to_owned()),
        Value::Choice { printed, .. } => Plain::Text(printed.clone()),
        // No column of the lake is read as telephone or citizen numbers.
        Value::Phones(_) | Value::Citizen(_) => Plain::Empty,
    }
}

fn rejected(error: CellError) -> Rejected {
    Rejected {
        sheet: error.source_row.sheet.to_string(),
        row: error.source_row.row,
        column: error.header.unwrap_or_default(),
        value: String::new(),
        problem: error.problem,
        remedy: error.remedy,
    }
}
