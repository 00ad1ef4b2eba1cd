//! What reconciliation gives. It must not know how it was reached.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::exception::{Check, Exception};
use crate::transfer::{AccountId, Transfers};

/// Windows of reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// How many days after the payer's booking the payee's may follow.
    pub twin_days: i32,
    /// How many days after a transaction a 退汇 may take it back.
    pub return_days: i32,
    /// How many days after a transaction a negative entry may take it back.
    pub reversal_days: i32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            twin_days: 3,
            return_days: 10,
            reversal_days: 45,
        }
    }
}

/// Whether the statements of an account prove by their balances that no row is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Continuity {
    /// Every balance follows from the one before.
    Proven,
    /// No balances are printed.
    Unproven,
    /// The balance breaks, or a time lies between two statements whose balances do not meet.
    Broken,
}

/// An account whose statements are at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The account.
    pub account: AccountId,
    /// Its statements.
    pub statements: Vec<u32>,
    /// The first day that the statements cover.
    pub first: Option<Date>,
    /// The last.
    pub last: Option<Date>,
    /// Whether rows may be missing.
    pub continuity: Continuity,
    /// Rows of its statements that could not be read.
    pub unreadable: u32,
}

impl Holding {
    /// Whether nothing is known to be missing between the first and the last day.
    pub fn is_whole(&self) -> bool {
        self.continuity != Continuity::Broken && self.unreadable == 0
    }
}

/// Source rows by what they became. `rows == transfers + twins + exceptions`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of all statements and lists.
    pub rows: u64,
    /// Rows that are transfers.
    pub transfers: u64,
    /// Rows joined to a transfer as its other side.
    pub twins: u64,
    /// Rows listed as exceptions.
    pub exceptions: u64,
}

/// Statements reconciled.
#[derive(Debug, Clone, Default)]
pub struct Reconciliation {
    /// The transfers in order of time, and the accounts.
    pub transfers: Transfers,
    /// Accounts with statements, by account.
    pub holdings: Vec<Holding>,
    /// Places in the list of transfers between accounts of the same holder (本人账户互转).
    pub own: Vec<u32>,
    /// Rows that are neither.
    pub exceptions: Vec<Exception>,
    /// What the checks found.
    pub checks: Vec<Check>,
    /// The counts.
    pub counts: Counts,
}
