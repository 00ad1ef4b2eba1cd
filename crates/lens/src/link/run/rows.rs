//! Rows as columns of distinct values. Stretches of rows are prepared by all threads, then joined in their order. It must
//! not know what values mean.

use std::hash::BuildHasher;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{
    kind::ColumnKind,
    prepare::prepared,
    texts::Texts,
    values::{Known, Values},
};

/// Rows of a stretch that [`RowsBuilder::push`] fills.
const ROWS: usize = 1 << 13;
/// Stretches that are prepared together, while those before them are joined.
const WAVE: usize = 16;

/// One column: its distinct values, and which of them each row holds.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub title: String,
    pub kind: ColumnKind,
    pub values: Values,
    /// For each row the number of its value.
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

/// Rows as they were read. Several may be filled at a time.
#[derive(Debug, Clone, Default)]
pub struct Stretch {
    ids: Texts,
    /// The cells of each column.
    cells: Vec<Texts>,
}

/// Takes rows one by one, or in stretches.
#[derive(Debug)]
pub struct RowsBuilder {
    rows: Rows,
    /// For each column the values that it has.
    known: Vec<Known>,
    open: Stretch,
    full: Vec<Stretch>,
    waiting: Vec<Ready>,
}

/// A stretch whose values are prepared, apart from those of other stretches.
#[derive(Debug)]
struct Ready {
    ids: Texts,
    columns: Vec<(Values, Vec<u32>)>,
}

impl Stretch {
    /// For so many columns.
    pub fn new(columns: usize) -> Self {
        Self {
            ids: Texts::default(),
            cells: vec![Texts::default(); columns],
        }
    }

    /// Adds a row: its id and a value for every column; a value that is not there is empty.
    pub fn push<'a>(&mut self, id: &str, values: impl IntoIterator<Item = &'a str>) {
        self.ids.push(id);
        let mut values = values.into_iter();
        for cells in &mut self.cells {
            cells.push(values.next().unwrap_or(""));
        }
    }
}

impl RowsBuilder {
    /// For columns with a title and a kind.
    pub fn new(columns: impl IntoIterator<Item = (String, ColumnKind)>) -> Self {
        let columns: Vec<Column> = columns
            .into_iter()
            .map(|(title, kind)| Column {
                title,
                kind,
                values: Values::new(kind),
                at: Vec::new(),
            })
            .collect();
        Self {
            known: columns.iter().map(|_| Known::default()).collect(),
            open: Stretch::new(columns.len()),
            full: Vec::new(),
            waiting: Vec::new(),
            rows: Rows {
                columns,
                ..Rows::default()
            },
        }
    }

    /// A stretch for rows of this table.
    pub fn stretch(&self) -> Stretch {
        Stretch::new(self.known.len())
    }

    /// Adds a row: its id and a value for every column; a value that is not there is empty.
    pub fn push<'a>(&mut self, id: &str, values: impl IntoIterator<Item = &'a str>) {
        self.open.push(id, values);
        if self.open.ids.len() == ROWS {
            self.close();
            if self.full.len() == WAVE {
                self.prepare();
            }
        }
    }

    /// Adds the rows of stretches, in this order.
    pub fn add(&mut self, stretches: impl IntoIterator<Item = Stretch>) {
        self.close();
        self.full.extend(stretches);
        self.prepare();
    }

    /// The rows from here on are a second list: rows are linked with the other list, not within their own.
    pub fn second_list(&mut self) {
        self.settle();
        self.rows.second = Some(small(self.rows.len()));
    }

    /// The table.
    pub fn finish(mut self) -> Rows {
        self.settle();
        self.rows
    }

    /// Everything that was added is joined.
    fn settle(&mut self) {
        self.close();
        self.prepare();
        let waiting = std::mem::take(&mut self.waiting);
        self.rows.take_in(&mut self.known, waiting);
    }

    fn close(&mut self) {
        let fresh = self.stretch();
        self.full.push(std::mem::replace(&mut self.open, fresh));
    }

    /// Prepares what is full, while what is ready is joined.
    fn prepare(&mut self) {
        let full = std::mem::take(&mut self.full);
        let kinds: Vec<ColumnKind> = self.rows.columns.iter().map(|c| c.kind).collect();
        let mut full = full.into_iter().filter(|s| s.ids.len() > 0).peekable();
        while full.peek().is_some() {
            let wave: Vec<Stretch> = full.by_ref().take(WAVE).collect();
            let waiting = std::mem::take(&mut self.waiting);
            let (rows, known) = (&mut self.rows, &mut self.known);
            let ready = || wave.into_par_iter().map(|s| s.ready(&kinds)).collect();
            (self.waiting, ()) = rayon::join(ready, || rows.take_in(known, waiting));
        }
    }
}

impl Stretch {
    fn ready(self, kinds: &[ColumnKind]) -> Ready {
        let each = kinds.iter().zip(&self.cells);
        Ready {
            columns: each.map(|(kind, cells)| column(*kind, cells)).collect(),
            ids: self.ids,
        }
    }
}

/// The values of a stretch's column, each text prepared once.
fn column(kind: ColumnKind, cells: &Texts) -> (Values, Vec<u32>) {
    let mut seen: FxHashMap<&str, u32> = FxHashMap::default();
    let mut texts = Vec::new();
    let at: Vec<u32> = cells
        .iter()
        .map(|text| {
            *seen.entry(text).or_insert_with(|| {
                texts.push(text);
                small(texts.len() - 1)
            })
        })
        .collect();
    (prepared(kind, texts), at)
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

    /// Rows whose id an earlier row of the same list bears: how many, and the first such id in the order of the rows.
    pub fn repeated_ids(&self) -> Option<(usize, &str)> {
        let second = self.second.unwrap_or(u32::MAX);
        let mut keys: Vec<(u64, u32)> = (0..small(self.len()))
            .into_par_iter()
            .map(|row| (FxBuildHasher.hash_one((self.id(row), row >= second)), row))
            .collect();
        keys.par_sort_unstable();
        let same = |pair: &&[(u64, u32)]| {
            pair[0].0 == pair[1].0 && self.id(pair[0].1) == self.id(pair[1].1)
        };
        let repeated: Vec<u32> = keys.windows(2).filter(same).map(|pair| pair[1].1).collect();
        let first = repeated.iter().min()?;
        Some((repeated.len(), self.id(*first)))
    }

    /// Id of a row.
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(row)
    }

    /// Joins what is ready, a thread for each column.
    fn take_in(&mut self, known: &mut [Known], ready: Vec<Ready>) {
        ready.iter().for_each(|part| self.ids.extend(&part.ids));
        let columns = self.columns.par_iter_mut().zip(known).enumerate();
        columns.for_each(|(at, (column, known))| {
            for part in &ready {
                let (values, of_row) = &part.columns[at];
                let numbers = column.values.take_in(values, known);
                let of_row = of_row.iter().map(|value| numbers[*value as usize]);
                column.at.extend(of_row);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_repeat_within_a_list_are_counted() {
        let mut builder = RowsBuilder::new([("名称".to_owned(), ColumnKind::Company)]);
        for id in ["1", "2", "1", "3", "1"] {
            builder.push(id, ["青禾"]);
        }
        builder.second_list();
        for id in ["1", "2"] {
            builder.push(id, ["青禾"]);
        }
        assert_eq!(builder.finish().repeated_ids(), Some((2, "1")));
        let mut builder = RowsBuilder::new([("名称".to_owned(), ColumnKind::Company)]);
        builder.push("1", ["青禾"]);
        builder.second_list();
        builder.push("1", ["青禾"]);
        assert_eq!(builder.finish().repeated_ids(), None);
    }

    fn row(i: usize) -> (String, [String; 2]) {
        let name = format!("青禾{}号", i * 7 % 9_001);
        (
            format!("r{i}"),
            [name, format!("2020-01-{:02}", i % 28 + 1)],
        )
    }

    fn builder() -> RowsBuilder {
        let columns = [("名称", ColumnKind::Company), ("日期", ColumnKind::Date)];
        RowsBuilder::new(columns.map(|(title, kind)| (title.to_owned(), kind)))
    }

    /// Ids, and for each column the number of each row's value and the letters of that value.
    fn seen(rows: &Rows) -> (Vec<&str>, Vec<(u32, &[char])>) {
        let values = rows.columns.iter().flat_map(|c| {
            let letters = |at: &u32| (*at, c.values.get(*at).letters);
            c.at.iter().map(letters)
        });
        (rows.ids.iter().collect(), values.collect())
    }

    #[test]
    fn stretches_of_any_length_make_the_table_that_rows_make() {
        let all: Vec<(String, [String; 2])> = (0..ROWS * WAVE + 40_000).map(row).collect();
        let mut one_by_one = builder();
        let mut in_stretches = builder();
        for (id, values) in &all {
            one_by_one.push(id, values.iter().map(String::as_str));
        }
        for (number, part) in all.chunks(30_011).enumerate() {
            let mut stretches = Vec::new();
            for some in part.chunks(1_000 + 777 * number) {
                let mut stretch = in_stretches.stretch();
                some.iter()
                    .for_each(|(id, values)| stretch.push(id, values.iter().map(String::as_str)));
                stretches.push(stretch);
            }
            in_stretches.add(stretches);
        }
        let (one, other) = (one_by_one.finish(), in_stretches.finish());
        assert_eq!(one.len(), all.len());
        assert_eq!(seen(&one), seen(&other));
    }
}
