//! What the lake holds, table by table. It must not read facts.

use serde::Serialize;

use super::{date::shown_date, error::LakeError, manifest::Manifest, schema::shipped};

/// A table in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableSummary {
    /// Name in SQL.
    pub table: String,
    /// Chinese title.
    pub title: String,
    /// Class of information.
    pub class: String,
    /// Facts.
    pub rows: u64,
    /// First and last day on which facts became known, ISO.
    pub known: Option<(String, String)>,
    /// Files loaded.
    pub sources: usize,
    /// Bytes in the lake.
    pub bytes: u64,
    /// Names of the columns.
    pub columns: Vec<String>,
}

/// Every table, loaded or not.
///
/// # Errors
/// [`LakeError::Definition`].
pub fn summary(manifest: &Manifest) -> Result<Vec<TableSummary>, LakeError> {
    let summary = |table: &super::schema::TableSpec| {
        let files = manifest.files(&table.table);
        let first = files.iter().map(|f| f.known.0).min();
        let last = files.iter().map(|f| f.known.1).max();
        TableSummary {
            table: table.table.clone(),
            title: table.title.clone(),
            class: table.class.clone(),
            rows: manifest.rows(&table.table),
            known: first.zip(last).map(|(a, b)| (shown_date(a), shown_date(b))),
            sources: manifest
                .sources
                .iter()
                .filter(|s| s.table == table.table)
                .count(),
            bytes: files.iter().map(|f| f.bytes).sum(),
            columns: table.columns.iter().map(|c| c.name.clone()).collect(),
        }
    };
    Ok(shipped()?.values().map(|table| summary(table)).collect())
}
