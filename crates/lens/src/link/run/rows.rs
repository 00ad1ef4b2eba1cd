//! Rows as columns of distinct values. It must not know what values mean.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::kind::ColumnKind;

/// One column: its texts, each once but for rare exceptions, and which of them each row holds.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub title: String,
    pub kind: ColumnKind,
    /// Texts as written.
    pub texts: Vec<Box<str>>,
    /// For each row the number of its text.
    pub at: Vec<u32>,
}

/// A table to link.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub(super) ids: Vec<Box<str>>,
    pub(super) columns: Vec<Column>,
    /// Where the second list begins, if there are two.
    pub(super) second: Option<u32>,
}

/// Takes rows one by one.
#[derive(Debug)]
pub struct RowsBuilder {
    rows: Rows,
    /// For each column the number of the first text with each hash.
    seen: Vec<FxHashMap<u64, u32>>,
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
                second: None,
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
            let next = small(column.texts.len());
            let number = *seen.entry(hash(text)).or_insert(next);
            // A text whose hash another one has is kept again each time it comes; that costs memory, nothing else.
            let known = column.texts.get(number as usize);
            let number = if known.is_some_and(|known| **known == *text) {
                number
            } else {
                column.texts.push(text.into());
                next
            };
            column.at.push(number);
        }
    }

    /// The rows from here on are a second list: rows are linked with the other list, not within their own.
    pub fn second_list(&mut self) {
        self.rows.second = Some(small(self.rows.ids.len()));
    }

    /// The table.
    pub fn finish(self) -> Rows {
        self.rows
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
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

    /// Numbers of the rows with each id.
    pub fn numbers(&self) -> FxHashMap<&str, Vec<u32>> {
        let mut numbers: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (row, id) in self.ids.iter().enumerate() {
            numbers.entry(id).or_default().push(small(row));
        }
        numbers
    }

    /// Id of a row.
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(row as usize).map_or("", |id| id)
    }
}
