//! Rows to outcomes, sheet after sheet, with duplicates told and counts kept. It must not keep rows.

use std::collections::{BTreeMap, HashMap};

use super::mapping::Mapping;
use super::outcome::{Counts, Row, RowOutcome, RowRef, RowWarning, SkipReason};
use super::row_reader::Table;
use super::sheet::Workbook;
use super::withheld::Withheld;
use crate::kind::{FieldId, Kind};
use crate::value::{MoneyUnit, Value};

/// What the caller knows beside the mapping.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The year of dates written without one.
    pub year: Option<i16>,
    /// The unit of bare sums where neither cell, header nor table states one.
    pub unit: Option<MoneyUnit>,
    /// Fields every row takes where its own cell is empty, for example the township of the sender.
    pub defaults: BTreeMap<FieldId, Value>,
}

/// Reads the rows of every sheet that has a mapping, in the order of the sheets. Every row from 1 to
/// the last filled one gives exactly one outcome.
pub fn read<'a>(
    workbook: &'a Workbook,
    kind: &'a Kind,
    mappings: &'a [Mapping],
    options: &'a Options,
) -> Rows<'a> {
    let tables = workbook
        .sheets
        .iter()
        .filter_map(|sheet| {
            Some(Table::new(
                sheet,
                kind,
                mappings.iter().find(|m| m.sheet == sheet.name)?,
                options,
            ))
        })
        .collect();
    Rows {
        tables,
        at: 0,
        kind,
        seen: HashMap::new(),
        unique: HashMap::new(),
        counts: Counts::default(),
    }
}

/// The outcomes, as an iterator that knows how many are to come.
pub struct Rows<'a> {
    tables: Vec<Table<'a>>,
    at: usize,
    kind: &'a Kind,
    seen: HashMap<[u8; 16], RowRef>,
    unique: HashMap<(FieldId, String), RowRef>,
    counts: Counts,
}

impl Rows<'_> {
    /// Rows in all, for progress.
    pub fn total(&self) -> u64 {
        self.tables.iter().map(|table| table.row_count()).sum()
    }

    /// What became of the rows so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Tells duplicates within the file, and rows that name the same record with other content.
    fn compare(&mut self, mut row: Row) -> RowOutcome {
        let digest = row.digest_within_file();
        row.withheld = Withheld::default();
        if let Some(first) = self.seen.get(&digest) {
            return RowOutcome::Skipped {
                source: row.source,
                reason: SkipReason::Duplicate {
                    first: first.clone(),
                },
            };
        }
        self.seen.insert(digest, row.source.clone());
        for id in &self.kind.unique {
            let Some(value) = row.fields.get(id) else {
                continue;
            };
            let key = (id.clone(), value.canonical());
            if let Some(first) = self.unique.get(&key) {
                let title = self
                    .kind
                    .field(id.as_str())
                    .map_or("", |f| f.title.as_str());
                row.warnings.push(RowWarning {
                    header: Some(title.to_owned()),
                    message: format!("与{first}的“{title}”相同，其他内容不同"),
                });
            } else {
                self.unique.insert(key, row.source.clone());
            }
        }
        RowOutcome::Accepted(row)
    }
}

impl Iterator for Rows<'_> {
    type Item = RowOutcome;

    fn next(&mut self) -> Option<RowOutcome> {
        let outcome = loop {
            let table = self.tables.get_mut(self.at)?;
            match table.next() {
                Some(outcome) => break outcome,
                None => self.at += 1,
            }
        };
        let outcome = match outcome {
            RowOutcome::Accepted(row) => self.compare(row),
            other => other,
        };
        self.counts.add(&outcome);
        Some(outcome)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.total() - self.counts.total()).unwrap_or(0);
        (left, Some(left))
    }
}
