//! A workbook of sheets with their rows, as read. It must not know headers or meaning.

use super::cell::Cell;

/// Whether a sheet is shown in the spreadsheet program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Shown.
    Visible,
    /// Hidden by the user or by a macro.
    Hidden,
}

/// A merged area, 0-based, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Merge {
    /// True when the cell lies in the area.
    pub fn holds(&self, row: u32, column: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }

    /// Number of columns.
    pub fn width(&self) -> u32 {
        self.right - self.left + 1
    }
}

/// A row with at least one filled cell.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// The row number as the user sees it, from 1. In text files, the line on which the record starts.
    pub number: u32,
    /// Cells from column A; blank cells at the end are not kept.
    pub cells: Box<[Cell]>,
    /// Hidden by the user or by a filter.
    pub hidden: bool,
}

impl SheetRow {
    /// The cell of a column, 0-based.
    pub fn cell(&self, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.cells.get(column).unwrap_or(EMPTY)
    }

    /// Columns and cells that hold something.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
    }
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on the tab; for text files the file name without its ending.
    pub name: String,
    /// Whether the sheet is shown.
    pub visibility: Visibility,
    /// Filled rows, top to bottom.
    pub rows: Vec<SheetRow>,
    /// Merged areas, sorted by top row.
    pub merges: Vec<Merge>,
    /// Hidden columns, 0-based.
    pub hidden_columns: Vec<u32>,
}

impl Sheet {
    /// Number of the last filled row: how many rows an import accounts for.
    pub fn row_count(&self) -> u32 {
        self.rows.last().map_or(0, |row| row.number)
    }

    /// Number of columns that hold something.
    pub fn width(&self) -> usize {
        self.rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
    }

    /// The filled row with this number, by index into [`Sheet::rows`].
    pub fn position(&self, number: u32) -> Option<usize> {
        self.rows
            .binary_search_by_key(&number, |row| row.number)
            .ok()
    }

    /// The merged area that holds the cell; `row` and `column` 0-based.
    pub fn merge_at(&self, row: u32, column: u32) -> Option<&Merge> {
        let end = self.merges.partition_point(|merge| merge.top <= row);
        self.merges[..end]
            .iter()
            .rev()
            .find(|merge| merge.holds(row, column))
    }

    /// The content of the cell, or of the first cell of the merged area it belongs to.
    pub fn merged_cell(&self, row: u32, column: u32) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        let (row, column) = self
            .merge_at(row, column)
            .map_or((row, column), |m| (m.top, m.left));
        let found = self.position(row + 1).and_then(|at| self.rows.get(at));
        found.map_or(EMPTY, |found| found.cell(column as usize))
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// The file's name.
    pub file_name: String,
    /// Sheets in the order of the tabs.
    pub sheets: Vec<Sheet>,
    /// What a person should know about the reading: macros ignored, hidden sheets, the encoding.
    pub notes: Vec<String>,
}

impl Workbook {
    /// The sheet of this name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// The letters of a column as a spreadsheet shows them: 0 → A, 27 → AB.
pub fn column_letters(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Collects cells that come in any order of columns, row by row.
#[derive(Default)]
pub(super) struct RowCollector {
    rows: std::collections::BTreeMap<u32, Vec<Cell>>,
    /// The row that cells are coming for; most files give a row whole before the next.
    current: (u32, Vec<Cell>),
    filled: usize,
}

impl RowCollector {
    /// Puts a cell; empty ones are dropped. Returns how many filled cells there are so far.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) -> usize {
        if cell.is_empty() {
            return self.filled;
        }
        if self.current.0 != row {
            self.turn_to(row);
        }
        let cells = &mut self.current.1;
        let column = column as usize;
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        self.filled += 1;
        self.filled
    }

    fn turn_to(&mut self, row: u32) {
        let next = (row, self.rows.remove(&row).unwrap_or_default());
        // As wide as the row before: most rows of a table are.
        let width = self.current.1.len();
        let (before, cells) = std::mem::replace(&mut self.current, next);
        if !cells.is_empty() {
            self.rows.insert(before, cells);
        }
        self.current.1.reserve(width);
    }

    /// The rows, top to bottom.
    pub fn finish(mut self, hidden: &std::collections::BTreeSet<u32>) -> Vec<SheetRow> {
        self.turn_to(u32::MAX);
        self.rows
            .into_iter()
            .map(|(row, cells)| SheetRow {
                number: row + 1,
                cells: cells.into_boxed_slice(),
                hidden: hidden.contains(&row),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_as_a_spreadsheet_shows_them() {
        for (column, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (27, "AB"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
