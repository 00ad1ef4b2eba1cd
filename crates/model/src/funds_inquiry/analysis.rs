//! Which analysis of the statements was asked for and what the last one came to. Its result lies in
//! blobs; the record holds their hashes and the counts. It must not know how an analysis works.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ctx::Stamp, money::Fen};

/// An analysis that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalysisRequest {
    /// Who asked for it.
    pub stamp: Stamp,
    /// Digest of the files that it reads.
    pub inputs: String,
}

/// A finished analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalysisRun {
    /// Who asked for it.
    pub asked: Stamp,
    /// When it was finished.
    pub finished: Timestamp,
    /// Digest of the files that it read, in their order.
    pub inputs: String,
    /// Version of the engine.
    pub engine: String,
    /// Digest of the parameters of the patterns.
    pub parameters: String,
    /// The parts of the result by name, each by the SHA-256 of its blob.
    pub parts: BTreeMap<String, String>,
    /// What it counted.
    pub counts: AnalysisCounts,
}

/// What an analysis counted. Each row of the statements is a transfer, a joined twin or listed:
/// `rows` = `transfer_rows` + `twin_rows` + `listed_rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AnalysisCounts {
    /// Files read.
    pub files: u64,
    /// Statements in them: one account and currency each.
    pub statements: u64,
    /// Rows of the statements.
    pub rows: u64,
    /// Rows that became a transfer.
    pub transfer_rows: u64,
    /// Rows that are the other side of a transfer already counted, or a repetition.
    pub twin_rows: u64,
    /// Rows listed as something else, with the reason.
    pub listed_rows: u64,
    /// Breaks of a running balance.
    pub breaks: u64,
    /// Findings of the patterns.
    pub findings: u64,
    /// People with an account of payments in and out.
    pub participants: u64,
    /// Principal that the participants paid in, in fen.
    pub paid_in: Fen,
    /// Principal that they got back.
    pub returned: Fen,
    /// Interest, dividends and commissions that they received.
    pub received: Fen,
}
