//! A printed table, row by row, with what each row truly is. It must not know layouts or files.

use fangfei_model::money::Fen;
use jiff::civil::DateTime;

use super::line::Leg;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number cell of a workbook.
    Number(Fen),
    /// A date cell of a workbook; with a time of day when `true`.
    Stamp(DateTime, bool),
}

/// How the other side is named in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// Not at all.
    Nothing,
    /// Only in the memo.
    Memo,
    /// By name.
    Name,
    /// By name and a number with hidden digits.
    Masked,
    /// By name and full number.
    Number,
}

/// What a row truly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowTruth {
    /// A line of an account.
    Entry {
        /// Place of the account.
        account: usize,
        /// Place of the movement.
        movement: usize,
        /// Which half.
        leg: Leg,
        /// How the other side is named.
        shown: Shown,
    },
    /// Something else: title, heading, opening, total, blank, remark, not_booked.
    Other(&'static str),
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// What it is.
    pub truth: RowTruth,
}

impl Row {
    /// A row of words that is no entry.
    pub fn other(kind: &'static str, words: &[String]) -> Self {
        Self {
            cells: words.iter().map(|word| Cell::Text(word.clone())).collect(),
            truth: RowTruth::Other(kind),
        }
    }
}

/// A sheet; csv files have one without a name.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows; the first is row 1.
    pub rows: Vec<Row>,
}
