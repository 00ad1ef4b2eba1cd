//! What the lake consists of at a moment: sources, files of facts, what was superseded when.
//! It must not know how files are made.
//!
//! Every load writes the next manifest under the next number, which must not exist yet: two loads at once cannot
//! both succeed, and a load that dies leaves the lake as it was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{error::LakeError, storage::Lake};

const FORMAT: u32 = 1;
const FOLDER: &str = "manifest";
/// Manifests kept for readers that began before a load.
const KEPT: usize = 20;

/// A sheet of a file that was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its number: the upper half of every `ref`.
    pub number: u32,
    /// The file's name as given.
    pub file: String,
    /// The sheet, empty for files without sheets.
    pub sheet: String,
    /// Hash of the file's bytes.
    pub sha256: String,
    /// The table.
    pub table: String,
    /// The day given for facts without a date of their own, ISO.
    pub known_on: String,
    /// Values given for columns that the file does not have.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// Facts taken.
    pub taken: u64,
    /// Rows that were in the lake already.
    pub known: u64,
    /// Rows refused.
    pub rejected: u64,
}

/// A file of facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// Its path in the lake.
    pub path: String,
    /// Facts.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// Earliest and latest day of knowledge, days since 1970-01-01.
    pub known: (i32, i32),
    /// Facts whose subject was not told by the first subject column: they are looked up among the enterprises.
    pub loose: u64,
}

/// The lake at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Of this file.
    pub format: u32,
    /// Counts the loads.
    pub generation: u64,
    /// Files loaded, by number.
    pub sources: Vec<Source>,
    /// Files of facts by table.
    pub tables: BTreeMap<String, Vec<TableFile>>,
    /// Files that say which fact was superseded on which day, by table.
    #[serde(default)]
    pub superseded: BTreeMap<String, Vec<String>>,
    /// The file that says which enterprise a name or office number means.
    #[serde(default)]
    pub alias: Option<String>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            format: FORMAT,
            generation: 0,
            sources: Vec::new(),
            tables: BTreeMap::new(),
            superseded: BTreeMap::new(),
            alias: None,
        }
    }
}

impl Manifest {
    /// The newest manifest of a lake; an empty one where nothing was loaded.
    ///
    /// # Errors
    /// [`LakeError::Manifest`] for one this program cannot read, [`LakeError::Storage`].
    pub async fn read(lake: &Lake) -> Result<Self, LakeError> {
        let Some(newest) = numbers(lake).await?.pop() else {
            return Ok(Self::default());
        };
        let place = path_of(newest);
        let bytes = lake.get(&place).await?;
        let wrong = |problem: String| LakeError::Manifest {
            place: place.clone(),
            problem,
        };
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|e| wrong(e.to_string()))?;
        if manifest.format > FORMAT {
            return Err(wrong(format!(
                "格式为 {}，本程序只认识 {FORMAT}",
                manifest.format
            )));
        }
        Ok(manifest)
    }

    /// Makes this the newest manifest.
    ///
    /// # Errors
    /// [`LakeError::Conflict`] when another load came first.
    pub(crate) async fn write(&self, lake: &Lake) -> Result<(), LakeError> {
        let json = serde_json::to_vec_pretty(self).map_err(|e| LakeError::storage(FOLDER, e))?;
        lake.create(&path_of(self.generation), json).await?;
        let numbers = numbers(lake).await?;
        for old in numbers.iter().rev().skip(KEPT) {
            lake.remove(&path_of(*old)).await?;
        }
        Ok(())
    }

    /// Facts of a table.
    pub fn rows(&self, table: &str) -> u64 {
        self.files(table).iter().map(|f| f.rows).sum()
    }

    /// Files of a table.
    pub fn files(&self, table: &str) -> &[TableFile] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    /// Source and row behind a `ref`.
    pub fn source(&self, reference: u64) -> Option<(&Source, u32)> {
        let number = u32::try_from(reference >> 32).ok()?;
        let row = u32::try_from(reference & u64::from(u32::MAX)).ok()?;
        let at = self
            .sources
            .binary_search_by_key(&number, |s| s.number)
            .ok()?;
        Some((self.sources.get(at)?, row))
    }

    /// The number of the next source.
    pub(crate) fn next_source(&self) -> u32 {
        self.sources.last().map_or(1, |s| s.number + 1)
    }
}

/// `ref` of a row of a source.
pub(crate) fn reference(source: u32, row: u32) -> u64 {
    (u64::from(source) << 32) | u64::from(row)
}

fn path_of(generation: u64) -> String {
    format!("{FOLDER}/{generation:010}.json")
}

async fn numbers(lake: &Lake) -> Result<Vec<u64>, LakeError> {
    let names = lake.names(FOLDER).await?;
    let mut numbers: Vec<u64> = names
        .iter()
        .filter_map(|n| n.strip_suffix(".json")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn of_two_loads_at_once_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let lake = Lake::open(folder.path()).expect("a lake");
        let manifest = Manifest {
            generation: 1,
            ..Manifest::default()
        };
        manifest.write(&lake).await.expect("the first");
        assert!(matches!(
            manifest.write(&lake).await,
            Err(LakeError::Conflict)
        ));
        assert_eq!(Manifest::read(&lake).await.expect("read").generation, 1);
    }

    #[tokio::test]
    async fn a_damaged_manifest_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let lake = Lake::open(folder.path()).expect("a lake");
        lake.put("manifest/0000000001.json", b"{".to_vec())
            .await
            .expect("put");
        let error = Manifest::read(&lake)
            .await
            .expect_err("damaged")
            .to_string();
        assert!(error.contains("manifest/0000000001.json"), "{error}");
    }

    #[test]
    fn a_reference_leads_to_source_and_row() {
        let source = Source {
            number: 3,
            file: "税款.csv".into(),
            sheet: String::new(),
            sha256: String::new(),
            table: "tax".into(),
            known_on: "2024-01-01".into(),
            set: BTreeMap::new(),
            taken: 1,
            known: 0,
            rejected: 0,
        };
        let manifest = Manifest {
            sources: vec![source],
            ..Manifest::default()
        };
        let (source, row) = manifest.source(reference(3, 17)).expect("found");
        assert_eq!((source.file.as_str(), row), ("税款.csv", 17));
        assert!(manifest.source(reference(4, 17)).is_none());
    }
}
