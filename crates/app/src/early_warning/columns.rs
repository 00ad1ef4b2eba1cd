//! The heading row of a table of platform figures. It must not know what cells hold.

use fangfei_intake::table::{Sheet, SheetRow, Workbook};

use super::heading::Meaning;

/// A heading row that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Index into the sheet's rows.
    pub at: usize,
    /// Column, 0-based, meaning, heading as printed; each meaning once.
    pub known: Vec<(usize, Meaning, String)>,
    /// Headings that mean nothing here, and second columns of one meaning.
    pub unknown: Vec<String>,
}

/// How far down a heading row may stand.
const TITLE_ROWS: usize = 20;

impl Columns {
    /// The sheet and heading row that know most columns.
    pub fn best(workbook: &Workbook) -> Option<(&Sheet, Self)> {
        let mut best: Option<(&Sheet, Self)> = None;
        for sheet in &workbook.sheets {
            for (at, row) in sheet.rows.iter().take(TITLE_ROWS).enumerate() {
                let columns = Self::of(at, row);
                if best
                    .as_ref()
                    .is_none_or(|(_, other)| other.known.len() < columns.known.len())
                {
                    best = Some((sheet, columns));
                }
            }
        }
        best
    }

    /// The column of a meaning.
    pub fn column(&self, meaning: Meaning) -> Option<usize> {
        self.known
            .iter()
            .find(|(_, known, _)| *known == meaning)
            .map(|(at, ..)| *at)
    }

    fn of(at: usize, row: &SheetRow) -> Self {
        let mut columns = Self {
            at,
            known: Vec::new(),
            unknown: Vec::new(),
        };
        for (column, cell) in row.filled() {
            let heading = cell.shown().into_owned();
            match Meaning::of(&heading) {
                Some(meaning) if columns.column(meaning).is_none() => {
                    columns.known.push((column, meaning, heading));
                }
                _ => columns.unknown.push(heading),
            }
        }
        columns
    }
}
