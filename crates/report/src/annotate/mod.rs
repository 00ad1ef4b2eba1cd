//! The user's own file back with an added column of results (导入结果), so that every refused row
//! shows its reason where the user knows it. It must not change anything else.

mod cells;
mod columns;
mod csv_column;
mod error;
mod package;
mod sheet_patch;
mod sheet_survey;
mod values;

use std::collections::BTreeMap;

pub use error::AnnotateError;
pub use values::{Value, Values, values};

/// Heading of the added column.
pub const RESULT_HEADING: &str = "导入结果";

/// Which file is annotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML, also with macros.
    Xlsx,
    /// Comma, semicolon or tab separated text in UTF-8, GB18030 or UTF-16.
    Csv,
}

/// Where the results go. Rows are counted from 1 as the spreadsheet shows them; in a csv every
/// record counts, blank lines too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The sheet's name; `None` takes the first one. Not used for csv.
    pub sheet: Option<String>,
    /// The last row of the header, where the column's heading stands.
    pub header_row: u32,
    /// The column (from 0) of an earlier result to be replaced, when the user sends a corrected
    /// file back with the column still in it; `None` adds one after the last used column.
    pub column: Option<u32>,
}

/// Row number → what to say about it.
pub type Notes = BTreeMap<u32, String>;

/// The file with the notes in its result column. Everything else stays as it was: for xlsx every
/// other part byte for byte, for csv encoding, BOM, separators and line ends.
pub fn annotate(
    file: &[u8],
    format: Format,
    place: &Place,
    notes: &Notes,
) -> Result<Vec<u8>, AnnotateError> {
    match format {
        Format::Xlsx => package::annotate(file, place, notes),
        Format::Csv => Ok(csv_column::annotate(file, place, notes)),
    }
}
