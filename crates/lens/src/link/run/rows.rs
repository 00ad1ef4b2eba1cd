//! Rows as columns of distinct values. It must not know what values mean.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::{kind::ColumnKind, texts::Texts};

/// Rows that are taken in together, a thread for each column.
const BATCH: usize = 1 << 14;

/// One column: its texts, each once but for rare exceptions, and which of them each row holds.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub title: String,
    pub kind: ColumnKind,
    /// Texts as written.
    pub texts: Texts,
    /// For each row the number of its text.
    pub at: Vec<u32>,
}

/// A table to link.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub(super) ids: Texts,
    pub(super) columns: Vec<Column>,
    /// Where the second list begins, if there are two.
    pub(super) second: Option<u32>,
}

/// Takes rows one by one.
#[derive(Debug)]
pub struct RowsBuilder {
    rows: Rows,
    fresh: Vec<Fresh>,
}

/// What is kept for a column while rows come in.
#[derive(Debug, Default)]
struct Fresh {
    /// The number of the first text with each hash.
    seen: FxHashMap<u64, u32>,
    /// Texts of rows that were not taken in yet.
    waiting: Texts,
}

impl RowsBuilder {
    /// For columns with a title and a kind.
    pub fn new(columns: impl IntoIterator<Item = (String, ColumnKind)>) -> Self {
        let columns: Vec<Column> = columns
            .into_iter()
            .map(|(title, kind)| Column {
                title,
                kind,
                texts: Texts::default(),
                at: Vec::new(),
            })
            .collect();
        let fresh = columns.iter().map(|_| Fresh::default()).collect();
        Self {
            rows: Rows {
                ids: Texts::default(),
                columns,
                second: None,
            },
            fresh,
        }
    }

    /// Adds a row: its id and a value for every column; a value that is not there is empty.
    pub fn push<'a>(&mut self, id: &str, values: impl IntoIterator<Item = &'a str>) {
        self.rows.ids.push(id);
        let mut values = values.into_iter();
        for fresh in &mut self.fresh {
            fresh.waiting.push(values.next().unwrap_or(""));
        }
        if self.rows.ids.len().is_multiple_of(BATCH) {
            self.take_in();
        }
    }

    /// The rows from here on are a second list: rows are linked with the other list, not within their own.
    pub fn second_list(&mut self) {
        self.rows.second = Some(small(self.rows.ids.len()));
    }

    /// The table.
    pub fn finish(mut self) -> Rows {
        self.take_in();
        self.rows
    }

    fn take_in(&mut self) {
        let columns = self.rows.columns.par_iter_mut();
        columns
            .zip(&mut self.fresh)
            .for_each(|(column, fresh)| fresh.take_in(column));
    }
}

impl Fresh {
    fn take_in(&mut self, column: &mut Column) {
        for number in 0..small(self.waiting.len()) {
            let text = self.waiting.get(number);
            let next = small(column.texts.len());
            let number = *self.seen.entry(hash(text)).or_insert(next);
            // A text whose hash another one has is kept again each time it comes; that costs memory, nothing else.
            let number = if number != next && column.texts.get(number) == text {
                number
            } else {
                column.texts.push(text)
            };
            column.at.push(number);
        }
        self.waiting.clear();
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
        self.len() == 0
    }

    /// Numbers of the rows with each id.
    pub fn numbers(&self) -> FxHashMap<&str, Vec<u32>> {
        let mut numbers: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for row in 0..small(self.len()) {
            numbers.entry(self.id(row)).or_default().push(row);
        }
        numbers
    }

    /// Id of a row.
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(row)
    }
}
