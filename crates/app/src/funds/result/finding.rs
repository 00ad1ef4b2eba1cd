//! Findings as they are kept and shown. It must not know how they were found.

use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A pattern met by an account or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// What judgements hang on: the same for the same pattern, accounts and beginning in any run.
    pub key: String,
    /// The pattern's id.
    pub pattern: String,
    /// The pattern in words.
    pub title: String,
    /// The accounts it is about: places in the ledger.
    pub accounts: Vec<u32>,
    /// The rows in evidence: places in the ledger.
    pub rows: Vec<u32>,
    /// How many rows it rests on, listed or not.
    pub row_count: u64,
    /// Their sum.
    pub amount: Fen,
    /// The first and the last day.
    pub period: Option<(Date, Date)>,
    /// The day on which a watch would have seen it.
    pub noticed: Option<Date>,
    /// Why, in words with figures.
    pub reason: String,
    /// The parameters used.
    pub parameters: String,
}

/// All findings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Findings {
    /// By pattern, then account, then time.
    pub list: Vec<FindingView>,
    /// Said with every list of them.
    pub caution: String,
}
