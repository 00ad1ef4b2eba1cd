//! The checks of the statements: per file, per account, what the checks found, rows listed with their reason. It must not know transfers.

use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How reading a file went.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileOutcome {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Statements found in it.
    pub statements: u64,
    /// Why it could not be read, if it could not.
    pub problem: Option<String>,
}

/// One statement: an account in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatementOutcome {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// The holder's name.
    pub holder: Option<String>,
    /// The number; shown masked.
    pub number: Option<String>,
    /// The bank.
    pub bank: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// First and last day of its entries.
    pub period: Option<(Date, Date)>,
    /// Entries.
    pub entries: u64,
    /// Sum of what came in.
    pub total_in: Fen,
    /// Sum of what went out.
    pub total_out: Fen,
    /// Breaks of its running balance.
    pub breaks: u64,
}

/// What a check of a statement found: a balance that does not go on, totals that differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CheckLine {
    /// File, sheet and row in words; blank where it concerns several statements.
    pub place: String,
    /// What was checked, in words.
    pub kind: String,
    /// What was expected, where it is a figure.
    pub expected: Option<Fen>,
    /// What is printed.
    pub printed: Option<Fen>,
    /// In words.
    pub reason: String,
}

/// A row that is no transfer, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListedRow {
    /// File, sheet and row in words.
    pub place: String,
    /// What it is.
    pub kind: String,
    /// In words.
    pub reason: String,
    /// Whether somebody should look at it: it may be a transfer.
    pub doubtful: bool,
}

/// The checks of all statements.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Overview {
    /// The files.
    pub files: Vec<FileOutcome>,
    /// The statements.
    pub statements: Vec<StatementOutcome>,
    /// What the checks found.
    pub checks: Vec<CheckLine>,
    /// Rows that are no transfer.
    pub listed: Vec<ListedRow>,
}
