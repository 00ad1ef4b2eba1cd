//! Tables as their reader hands them over: cells in the order of the table's columns. It must not know file formats.

use super::cell::Plain;
use super::error::LakeError;
use super::fact::Rejected;

/// A row: its number as the file shows it, and its cells in the order of the table's columns.
pub type PlainRow = (u32, Vec<Plain>);

/// A sheet of a file, row by row.
pub trait TableReader {
    /// The sheet's name, empty for files without sheets.
    fn sheet(&self) -> &str;

    /// The next row: its number as the file shows it, and its cells in the order of the table's columns; or why the
    /// reader already refuses it. `None` at the end.
    fn next_row(&mut self) -> Option<Result<PlainRow, Vec<Rejected>>>;

    /// Why the file could not be read to its end, once there is no next row. Nothing of it is loaded then.
    fn broken(&mut self) -> Option<LakeError> {
        None
    }

    /// Rows so far that repeat an earlier row of the file and were not handed over.
    fn repeated(&self) -> u64 {
        0
    }
}

/// Rows in memory.
#[derive(Debug, Clone, Default)]
pub struct PlainTable {
    /// The sheet's name.
    pub sheet: String,
    /// Rows, last first: they are taken from the end.
    rows: Vec<PlainRow>,
}

impl PlainTable {
    /// Rows in the order of the file.
    pub fn new(sheet: impl Into<String>, mut rows: Vec<PlainRow>) -> Self {
        rows.reverse();
        Self {
            sheet: sheet.into(),
            rows,
        }
    }
}

impl TableReader for PlainTable {
    fn sheet(&self) -> &str {
        &self.sheet
    }

    fn next_row(&mut self) -> Option<Result<PlainRow, Vec<Rejected>>> {
        self.rows.pop().map(Ok)
    }
}
