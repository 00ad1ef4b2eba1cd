//! What a table holds already, as far as a load must know it: contents, versions, places. It must not know values.

use std::collections::{HashMap, HashSet};

use datafusion::{
    arrow::{
        array::AsArray,
        datatypes::{Date32Type, UInt64Type},
        record_batch::RecordBatch,
    },
    prelude::SessionContext,
};
use futures::TryStreamExt;

use super::{
    error::LakeError,
    fact::Fact,
    frame::provider,
    manifest::Manifest,
    schema::{CONTENT, KEY, KNOWN_ON, REF, TableSpec},
    storage::Lake,
};

/// A hash.
type Hash = [u8; 16];

/// A version of a fact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version {
    known_on: i32,
    content: Hash,
    reference: u64,
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is in the lake already.
    Known,
    /// It is new; these facts are superseded from these days on, it may be one of them.
    New(Vec<(u64, i32)>),
}

/// The facts of a table, known by hash.
pub(super) enum Existing {
    /// Every distinct row counts.
    Rows(HashSet<Hash>),
    /// The latest row of a key counts.
    Versions(HashMap<Hash, Vec<Version>>),
}

impl Existing {
    /// Reads the hashes of a table.
    pub async fn read(
        context: &SessionContext,
        lake: &Lake,
        manifest: &Manifest,
        table: &TableSpec,
    ) -> Result<Self, LakeError> {
        let mut existing = if table.has_versions() {
            Self::Versions(HashMap::new())
        } else {
            Self::Rows(HashSet::new())
        };
        let paths: Vec<&str> = manifest
            .files(&table.table)
            .iter()
            .map(|f| f.path.as_str())
            .collect();
        if paths.is_empty() {
            return Ok(existing);
        }
        let frame = context
            .read_table(provider(context, lake, &paths, table.schema())?)?
            .select_columns(&[KEY, CONTENT, KNOWN_ON, REF])?;
        let mut stream = frame.execute_stream().await?;
        while let Some(batch) = stream.try_next().await? {
            existing.take(&batch);
        }
        Ok(existing)
    }

    fn take(&mut self, batch: &RecordBatch) {
        let keys = batch.column(0).as_fixed_size_binary();
        let contents = batch.column(1).as_fixed_size_binary();
        let days = batch.column(2).as_primitive::<Date32Type>();
        let references = batch.column(3).as_primitive::<UInt64Type>();
        for row in 0..batch.num_rows() {
            let content = hash(contents.value(row));
            match self {
                Self::Rows(rows) => {
                    rows.insert(content);
                }
                Self::Versions(versions) => versions
                    .entry(hash(keys.value(row)))
                    .or_default()
                    .push(Version {
                        known_on: days.value(row),
                        content,
                        reference: references.value(row),
                    }),
            }
        }
    }

    /// Judges a row and remembers it.
    ///
    /// A version equal to the one in force on its day says nothing new; one that differs ends the one in force, and is
    /// itself ended by the next that was known later.
    pub fn judge(&mut self, fact: &Fact, reference: u64) -> Verdict {
        let versions = match self {
            Self::Rows(rows) => {
                return if rows.insert(fact.content) {
                    Verdict::New(Vec::new())
                } else {
                    Verdict::Known
                };
            }
            Self::Versions(versions) => versions.entry(fact.key).or_default(),
        };
        let in_force = versions.iter().filter(|v| v.known_on <= fact.known_on);
        let in_force = in_force.max_by_key(|v| (v.known_on, v.reference)).copied();
        if in_force.is_some_and(|v| v.content == fact.content) {
            return Verdict::Known;
        }
        let next = versions
            .iter()
            .filter(|v| v.known_on > fact.known_on)
            .map(|v| v.known_on)
            .min();
        versions.push(Version {
            known_on: fact.known_on,
            content: fact.content,
            reference,
        });
        let ended = in_force.map(|v| (v.reference, fact.known_on));
        Verdict::New(
            ended
                .into_iter()
                .chain(next.map(|day| (reference, day)))
                .collect(),
        )
    }
}

fn hash(bytes: &[u8]) -> Hash {
    let mut hash = [0; 16];
    for (to, from) in hash.iter_mut().zip(bytes) {
        *to = *from;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(content: u8, known_on: i32) -> Fact {
        Fact {
            row: 1,
            values: vec![],
            subject: "甲".into(),
            subject_by: 0,
            known_on,
            key: [7; 16],
            content: [content; 16],
        }
    }

    #[test]
    fn a_firm_that_takes_its_old_name_back_has_three_versions() {
        let mut existing = Existing::Versions(HashMap::new());
        assert_eq!(existing.judge(&fact(1, 10), 1), Verdict::New(vec![]));
        assert_eq!(existing.judge(&fact(1, 20), 2), Verdict::Known);
        assert_eq!(existing.judge(&fact(2, 30), 3), Verdict::New(vec![(1, 30)]));
        assert_eq!(existing.judge(&fact(1, 40), 4), Verdict::New(vec![(3, 40)]));
    }

    #[test]
    fn a_version_that_arrives_late_takes_its_place_in_time() {
        let mut existing = Existing::Versions(HashMap::new());
        assert_eq!(existing.judge(&fact(1, 10), 1), Verdict::New(vec![]));
        assert_eq!(existing.judge(&fact(3, 30), 2), Verdict::New(vec![(1, 30)]));
        assert_eq!(
            existing.judge(&fact(2, 20), 3),
            Verdict::New(vec![(1, 20), (3, 30)])
        );
    }

    #[test]
    fn an_event_counts_once_whichever_file_tells_it() {
        let mut existing = Existing::Rows(HashSet::new());
        assert_eq!(existing.judge(&fact(1, 10), 1), Verdict::New(vec![]));
        assert_eq!(existing.judge(&fact(1, 20), 2), Verdict::Known);
    }
}
