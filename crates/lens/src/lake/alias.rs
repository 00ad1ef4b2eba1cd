//! Names and office numbers that mean an enterprise: facts told by name find the firm's credit code.
//! It must not know what the facts say.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, StringViewArray},
        datatypes::UInt8Type,
        record_batch::RecordBatch,
    },
    prelude::SessionContext,
};
use futures::TryStreamExt;

use super::{
    builder::to_parquet,
    error::LakeError,
    frame::provider,
    manifest::Manifest,
    schema::{SUBJECT, SUBJECT_BY, TableSpec, shipped},
    storage::Lake,
    view::alias_schema,
};

/// The table in which names are looked up.
pub(super) const ENTERPRISE: &str = "enterprise";
/// Columns of an enterprise by which others may call it.
const NAMES: [&str; 4] = ["id", "registration_number", "name", "former_name"];

/// Looks up every fact that was told by name or office number, and writes who is meant. A name that two enterprises
/// bear means neither.
pub(super) async fn settle(
    context: &SessionContext,
    lake: &Lake,
    manifest: &mut Manifest,
) -> Result<(), LakeError> {
    let tables = shipped()?;
    let mut asked = BTreeSet::new();
    for table in tables.values() {
        asked.extend(loose(context, lake, manifest, table).await?);
    }
    let Some(enterprise) = tables.get(ENTERPRISE).filter(|_| !asked.is_empty()) else {
        return Ok(());
    };
    let found = meant(context, lake, manifest, enterprise, &asked).await?;
    if found.is_empty() {
        return Ok(());
    }
    let path = format!("alias/{:08}.parquet", manifest.generation);
    lake.put(&path, to_parquet(&batch(&found)?)?).await?;
    manifest.alias = Some(path);
    Ok(())
}

/// Names by which facts of a table call their subject, or another.
async fn loose(
    context: &SessionContext,
    lake: &Lake,
    manifest: &Manifest,
    table: &TableSpec,
) -> Result<BTreeSet<String>, LakeError> {
    let others: Vec<&str> = table
        .columns
        .iter()
        .filter(|c| c.subject)
        .map(|c| c.name.as_str())
        .collect();
    let files = manifest
        .files(&table.table)
        .iter()
        .filter(|f| f.loose > 0 || !others.is_empty());
    let paths: Vec<&str> = files.map(|f| f.path.as_str()).collect();
    let mut names = BTreeSet::new();
    if paths.is_empty() || table.table == ENTERPRISE {
        return Ok(names);
    }
    let columns: Vec<&str> = [SUBJECT_BY, SUBJECT].into_iter().chain(others).collect();
    let frame = context
        .read_table(provider(context, lake, &paths, table.schema())?)?
        .select_columns(&columns)?;
    let mut stream = frame.execute_stream().await?;
    while let Some(batch) = stream.try_next().await? {
        let by = batch.column(0).as_primitive::<UInt8Type>();
        for (at, column) in batch.columns().iter().enumerate().skip(1) {
            let texts = column.as_string_view();
            let rows = (0..batch.num_rows())
                .filter(|row| texts.is_valid(*row) && (at > 1 || by.value(*row) > 0));
            for row in rows {
                if !names.contains(texts.value(row)) {
                    names.insert(texts.value(row).to_owned());
                }
            }
        }
    }
    Ok(names)
}

/// Which enterprise each name means.
async fn meant(
    context: &SessionContext,
    lake: &Lake,
    manifest: &Manifest,
    enterprise: &TableSpec,
    asked: &BTreeSet<String>,
) -> Result<BTreeMap<String, String>, LakeError> {
    let paths: Vec<&str> = manifest
        .files(ENTERPRISE)
        .iter()
        .map(|f| f.path.as_str())
        .collect();
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    if paths.is_empty() {
        return Ok(BTreeMap::new());
    }
    let columns: Vec<&str> = [SUBJECT].into_iter().chain(NAMES).collect();
    let frame = context
        .read_table(provider(context, lake, &paths, enterprise.schema())?)?
        .select_columns(&columns)?;
    let mut stream = frame.execute_stream().await?;
    while let Some(batch) = stream.try_next().await? {
        let subjects = batch.column(0).as_string_view();
        for column in &batch.columns()[1..] {
            collect(subjects, column.as_string_view(), asked, &mut found);
        }
    }
    Ok(found
        .into_iter()
        .filter_map(|(name, subject)| Some((name, subject?)))
        .collect())
}

fn collect(
    subjects: &StringViewArray,
    names: &StringViewArray,
    asked: &BTreeSet<String>,
    found: &mut BTreeMap<String, Option<String>>,
) {
    for row in (0..names.len()).filter(|row| names.is_valid(*row)) {
        let name = super::fact::subject_name(names.value(row));
        if !asked.contains(&name) || name == subjects.value(row) {
            continue;
        }
        let subject = subjects.value(row);
        let entry = found
            .entry(name)
            .or_insert_with(|| Some(subject.to_owned()));
        if entry.as_deref().is_some_and(|known| known != subject) {
            *entry = None;
        }
    }
}

fn batch(found: &BTreeMap<String, String>) -> Result<RecordBatch, LakeError> {
    let keys: ArrayRef = Arc::new(StringViewArray::from_iter_values(found.keys()));
    let subjects: ArrayRef = Arc::new(StringViewArray::from_iter_values(found.values()));
    Ok(RecordBatch::try_new(alias_schema(), vec![keys, subjects])?)
}
