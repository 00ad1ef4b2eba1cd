//! Rows as columns of distinct values. It must not know what values mean.

use rustc_hash::FxHashMap;

use super::kind::ColumnKind;

/// One column: its distinct texts and which of them each row holds.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub title: String,
    pub kind: ColumnKind,
    /// Distinct texts as written.
    pub texts: Vec<Box<str>>,
    /// For each row the number of its text.
    pub at: Vec<u32>,
}

/// A table to link.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub(super) ids: Vec<Box<str>>,
    pub(super) columns: Vec<Column>,
}

/// Takes rows one by one.
#[derive(Debug)]
pub struct RowsBuilder {
    rows: Rows,
    seen: Vec<FxHashMap<Box<str>, u32>>,
}

impl RowsBuilder {
    /// For columns with a title and a kind.
    pub fn new(columns: impl IntoIterator<Item = (String, ColumnKind)>) -> Self {
        let columns: Vec<Column> = columns
            .into_iter()
            .map(|(title, kind)| Column {
                title,
                kind,
                texts: Vec::new(),
                at: Vec::new(),
            })
            .collect();
        let seen = columns.iter().map(|_| FxHashMap::default()).collect();
        Self {
            rows: Rows {
                ids: Vec::new(),
                columns,
            },
            seen,
        }
    }

    /// Adds a row: its id and a value for every column; a value that is not there is empty.
    pub fn push<'a>(&mut self, id: &str, values: impl IntoIterator<Item = &'a str>) {
        self.rows.ids.push(id.into());
        let mut values = values.into_iter();
        for (column, seen) in self.rows.columns.iter_mut().zip(&mut self.seen) {
            let text = values.next().unwrap_or("");
            let number = match seen.get(text) {
                Some(number) => *number,
                None => {
                    let next = small(column.texts.len());
                    column.texts.push(text.into());
                    seen.insert(text.into(), next);
                    next
                }
            };
            column.at.push(number);
        }
    }

    /// The table.
    pub fn finish(self) -> Rows {
        self.rows
    }
}

/// Row and value numbers are 32 bits wide: a table of more than four thousand million rows is out of reach anyway.
pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Rows {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Id of a row.
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(row as usize).map_or("", |id| id)
    }
}
