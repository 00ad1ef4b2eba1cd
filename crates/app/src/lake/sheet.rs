//! A sheet of an office file as rows for the lake. It must not know the lake.

use std::collections::BTreeMap;

use fangfei_intake::{
    kind::Kind,
    table::{CellError, Mapping, Options, RowOutcome, Rows, SkipReason, Workbook, guess, read},
    value::{MoneyUnit, Value, amount},
};
use fangfei_lens::lake::{ColumnSpec, ColumnType, Plain, Rejected, TableReader, TableSpec};

/// The rows of one sheet.
pub(super) struct SheetRows<'a> {
    name: String,
    rows: Rows<'a>,
    table: &'a TableSpec,
    /// Units that the headers state, by column.
    units: BTreeMap<String, MoneyUnit>,
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
        let columns = mapping.iter().flat_map(|m| &m.columns);
        let units = columns
            .filter_map(|c| Some((c.field.as_ref()?.to_string(), c.unit?)))
            .collect();
        let name = if workbook.sheets.len() > 1 {
            mapping.first().map(|m| m.sheet.clone())
        } else {
            None
        };
        Self {
            name: name.unwrap_or_default(),
            rows: read(workbook, kind, mapping, options),
            table,
            units,
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
                    let cell = |c: &ColumnSpec| {
                        row.get(&c.name).map_or(Plain::Empty, |v| self.plain(c, v))
                    };
                    let cells = self.table.columns.iter().map(cell).collect();
                    Ok((row.source.row, cells))
                }
                RowOutcome::Rejected { errors, .. } => Err(errors
                    .into_iter()
                    .map(|e| rejected(e, &self.name))
                    .collect()),
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

/// What is wrong with a file that has no column for what every row must say, with what to do: told once for the file,
/// not for each of its rows.
pub(super) fn lacking(
    table: &TableSpec,
    mappings: &[Mapping],
    set: &BTreeMap<String, String>,
) -> Option<(String, String)> {
    let is_there = |column: &ColumnSpec| {
        let is_set = set
            .keys()
            .any(|name| column.accepted().any(|known| known == name));
        is_set || mappings.iter().any(|m| m.column_of(&column.name).is_some())
    };
    let headers = |column: &ColumnSpec| {
        let known: Vec<&str> = column.accepted().skip(1).take(4).collect();
        known.join("、")
    };
    let needed = table
        .columns
        .iter()
        .find(|c| c.required && c.default.is_none() && !is_there(c));
    if let Some(column) = needed {
        return Some((
            format!("没有“{}”这一列，每行都要有", column.title),
            format!(
                "请补上这一列（列名可以是{}），或用 --set {}=… 给出",
                headers(column),
                column.title
            ),
        ));
    }
    let subjects = table.subject.iter().filter_map(|name| table.column(name));
    if subjects.clone().any(is_there) {
        return None;
    }
    let titles: Vec<&str> = subjects.map(|c| c.title.as_str()).collect();
    Some((
        "没有一列说明是哪个主体的信息".to_owned(),
        format!("请补上{}中的至少一列", titles.join("、")),
    ))
}

impl SheetRows<'_> {
    /// A cell for the lake. Sums are words until here: a tax refund is below nothing, which no other office table
    /// allows, so that bare numbers go to the lake with their unit and only hedged words (约300万) to the reader.
    fn plain(&self, column: &ColumnSpec, value: &Value) -> Plain {
        let Value::Text(text) = value else {
            return plain(value);
        };
        if column.kind != ColumnType::Money {
            return plain(value);
        }
        let unit = self.units.get(&column.name).copied();
        let bare = text.replace([',', '，', ' '], "");
        if bare
            .trim_start_matches('-')
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.')
        {
            return match unit {
                Some(MoneyUnit::Yuan) => Plain::Text(format!("{bare}元")),
                Some(MoneyUnit::Wan) => Plain::Text(format!("{bare}万")),
                Some(MoneyUnit::Yi) => Plain::Text(format!("{bare}亿")),
                _ => Plain::Text(bare),
            };
        }
        match amount(text, unit) {
            Ok(read) => Plain::Fen(read.value.low.0),
            Err(_) => Plain::Text(text.clone()),
        }
    }
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

fn rejected(error: CellError, sheet: &str) -> Rejected {
    Rejected {
        sheet: sheet.to_owned(),
        row: error.source_row.row,
        column: error.header.unwrap_or_default(),
        value: String::new(),
        problem: error.problem,
        remedy: error.remedy,
    }
}
