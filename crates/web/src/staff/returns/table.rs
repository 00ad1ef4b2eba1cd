//! A return's tables as they are shown: each figure a link to its records. It must not know the moves.

use fangfei_app::{
    ledger::Shown,
    periodic_return::{FigureHead, figure_heads},
};
use fangfei_model::{
    id::{ReturnId, UnitId},
    money::Fen,
    noun::Noun,
    periodic_return::{Line, PeriodicReturn},
    return_template::{RowsRule, Table},
};

use super::step;
use crate::{
    staff::ledgers::cell_class,
    staff::record::record_href,
    ui::{Query, format},
};

/// One table.
pub struct TableView {
    /// Its title.
    pub title: String,
    /// The upper row of headings; empty when there is none.
    pub groups: Vec<(String, usize)>,
    /// The headings.
    pub heads: Vec<(String, bool)>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// Whether the rows are units with figures, the last being the sum.
    pub figures: bool,
}

/// One row.
pub struct RowView {
    /// The first cell: a unit's name, or the running number.
    pub name: String,
    /// Whether it is the sum.
    pub total: bool,
    /// The cells.
    pub cells: Vec<CellView>,
}

/// One cell.
pub struct CellView {
    /// What is printed.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// How it is laid out.
    pub class: &'static str,
}

/// All tables of a return.
pub fn tables(record: &PeriodicReturn) -> Vec<TableView> {
    let mut views = Vec::new();
    for table in &record.form.tables {
        if !table.figures.is_empty() {
            views.push(figures(record, table));
        }
        if let Some(rule) = &table.rows {
            views.push(list(record, table, rule));
        }
    }
    views
}

/// A figure as it is printed: money in 万元.
pub fn figure_text(value: i64, money: bool) -> String {
    if money {
        Fen(value).wan()
    } else {
        format::grouped(&value.to_string())
    }
}

/// The address of the records behind a figure.
pub fn rows_href(id: ReturnId, figure: &str, unit: Option<UnitId>, which: &str) -> String {
    let unit = unit.map(|unit| unit.to_string()).unwrap_or_default();
    Query::new(
        step(id, "rows"),
        [("figure", figure), ("unit", &unit), ("which", which)],
    )
    .href()
}

fn figures(record: &PeriodicReturn, table: &Table) -> TableView {
    let heads = figure_heads(table);
    let cell = |head: &FigureHead, value: i64, unit: Option<UnitId>| CellView {
        text: figure_text(value, head.money),
        href: if value == 0 {
            String::new()
        } else {
            rows_href(record.id, &head.id, unit, "")
        },
        class: "num",
    };
    let line = |line: &Line| RowView {
        name: line.unit_name.clone(),
        total: false,
        cells: heads
            .iter()
            .map(|h| {
                cell(
                    h,
                    line.figures.get(&h.id).map_or(0, |f| f.value),
                    Some(line.unit),
                )
            })
            .collect(),
    };
    let mut rows: Vec<RowView> = record.computed.lines.iter().map(line).collect();
    let total = heads
        .iter()
        .map(|h| cell(h, record.computed.total(&h.id), None))
        .collect();
    rows.push(RowView {
        name: "合计".to_owned(),
        total: true,
        cells: total,
    });
    TableView {
        title: table.title.clone(),
        groups: grouped(heads.iter().map(|h| h.group.as_deref())),
        heads: std::iter::once(("单位".to_owned(), false))
            .chain(heads.iter().map(|h| (h.title.clone(), true)))
            .collect(),
        rows,
        figures: true,
    }
}

fn list(record: &PeriodicReturn, table: &Table, rule: &RowsRule) -> TableView {
    let columns: Vec<Shown> = rule
        .columns
        .iter()
        .filter_map(|c| Shown::new(rule.noun, c).ok())
        .collect();
    let listed = record
        .computed
        .lists
        .get(&table.id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let row = |(listed, number): (&fangfei_model::periodic_return::ListedRow, usize)| RowView {
        name: number.to_string(),
        total: false,
        cells: columns
            .iter()
            .zip(&listed.cells)
            .enumerate()
            .map(|(i, (column, text))| CellView {
                text: text.clone(),
                href: if i == 0 {
                    record_page(rule.noun, listed.record.0)
                } else {
                    String::new()
                },
                class: cell_class(column.is_number(), text),
            })
            .collect(),
    };
    TableView {
        title: table.title.clone(),
        groups: grouped(columns.iter().map(|c| c.group.as_deref())),
        heads: std::iter::once(("序号".to_owned(), true))
            .chain(columns.iter().map(|c| (c.heading(), c.is_number())))
            .collect(),
        rows: listed.iter().zip(1..).map(row).collect(),
        figures: false,
    }
}

fn record_page(noun: Noun, id: uuid::Uuid) -> String {
    record_href(noun, id).unwrap_or_default()
}

/// Neighbours with the same heading above share it; the first column has none.
fn grouped<'g>(groups: impl Iterator<Item = Option<&'g str>>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = vec![(String::new(), 1)];
    for group in groups {
        let group = group.unwrap_or_default();
        match all.last_mut() {
            Some((last, columns)) if last == group => *columns += 1,
            _ => all.push((group.to_owned(), 1)),
        }
    }
    if all.len() == 1 { Vec::new() } else { all }
}
