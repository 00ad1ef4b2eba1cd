//! Loading a file: rows become facts, facts that are new become a Parquet file, the next manifest makes them count.
//! It must not know file formats.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::{
    arrow::{
        array::{ArrayRef, Date32Array, UInt64Array},
        record_batch::RecordBatch,
    },
    prelude::SessionContext,
};
use jiff::civil::Date;

use super::{
    alias,
    builder::{FactBuilder, to_parquet},
    cell::Plain,
    date::{date_of, day_of},
    error::LakeError,
    existing::{Existing, Verdict},
    fact::{Fact, Rejected},
    manifest::{Manifest, Source, TableFile, reference},
    reader::TableReader,
    schema::TableSpec,
    session::{Limits, session},
    storage::Lake,
    view::superseded_schema,
};

/// What is said about a file beside its content.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// The file's name, for sources and errors.
    pub file: String,
    /// Hash of the file's bytes.
    pub sha256: String,
    /// The day on which facts without a date of their own became known.
    pub known_on: Date,
    /// Values for columns that the file does not have.
    pub set: BTreeMap<String, String>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loaded {
    /// Facts taken.
    pub taken: u64,
    /// Rows that were in the lake already.
    pub known: u64,
    /// Rows refused, one entry a wrong cell.
    pub rejected: Vec<Rejected>,
    /// Rows refused.
    pub rejected_rows: u64,
    /// Facts taken that are dated after the day on which the file was known, which count from their own day on only.
    pub later: u64,
    /// The last of their days.
    pub latest: Option<Date>,
    /// The same file was loaded before: nothing was done.
    pub same_file: bool,
}

impl Lake {
    /// Loads the sheets of a file into a table.
    ///
    /// # Errors
    /// [`LakeError`]; the lake is then as it was.
    pub async fn load(
        &self,
        table: &TableSpec,
        sheets: Vec<Box<dyn TableReader + '_>>,
        options: &LoadOptions,
    ) -> Result<Loaded, LakeError> {
        let manifest = Manifest::read(self).await?;
        if manifest.holds(table, options) {
            return Ok(Loaded {
                same_file: true,
                ..Loaded::default()
            });
        }
        let context = session(self, Limits::of(self))?;
        let mut load = Load::begin(&context, self, manifest, table, options).await?;
        for sheet in sheets {
            load.sheet(self, sheet).await?;
        }
        load.finish(&context, self).await
    }
}

impl Manifest {
    /// True when the same bytes were loaded into the table in the same way.
    fn holds(&self, table: &TableSpec, options: &LoadOptions) -> bool {
        let known_on = options.known_on.to_string();
        self.sources.iter().any(|s| {
            let is_same_day = s.known_on == known_on || !table.known.is_empty();
            s.sha256 == options.sha256
                && s.table == table.table
                && is_same_day
                && s.set == options.set
        })
    }
}

/// Wrong cells told one by one; beyond them rows are only counted, so that a file of another kind does not fill the
/// memory with complaints.
const MOST_TOLD: usize = 100_000;

/// A load under way.
struct Load<'a> {
    manifest: Manifest,
    table: &'a TableSpec,
    options: &'a LoadOptions,
    set: Vec<(usize, Plain)>,
    existing: Existing,
    facts: FactBuilder,
    files: Vec<TableFile>,
    ended: Vec<(u64, i32)>,
    known: (i32, i32),
    loose: u64,
    result: Loaded,
}

impl<'a> Load<'a> {
    async fn begin(
        context: &SessionContext,
        lake: &Lake,
        mut manifest: Manifest,
        table: &'a TableSpec,
        options: &'a LoadOptions,
    ) -> Result<Self, LakeError> {
        manifest.generation += 1;
        Ok(Self {
            existing: Existing::read(context, lake, &manifest, table).await?,
            set: set_values(table, options)?,
            facts: FactBuilder::new(table),
            files: Vec::new(),
            ended: Vec::new(),
            known: (i32::MAX, i32::MIN),
            loose: 0,
            result: Loaded::default(),
            manifest,
            table,
            options,
        })
    }

    async fn sheet(
        &mut self,
        lake: &Lake,
        mut sheet: Box<dyn TableReader + '_>,
    ) -> Result<(), LakeError> {
        let number = self.manifest.next_source();
        let before = (
            self.result.taken,
            self.result.known,
            self.result.rejected_rows,
        );
        let day = day_of(self.options.known_on);
        let name = sheet.sheet().to_owned();
        while let Some(row) = sheet.next_row() {
            let fact = row.and_then(|(row, mut cells)| {
                for (at, value) in &self.set {
                    if let Some(cell) = cells.get_mut(*at).filter(|cell| cell.is_blank()) {
                        *cell = value.clone();
                    }
                }
                self.table.fact(&name, row, &cells, day)
            });
            match fact {
                Ok(fact) => {
                    self.take(number, &fact)?;
                    if self.facts.is_full() {
                        self.write_facts(lake).await?;
                    }
                }
                Err(wrong) => {
                    self.result.rejected_rows += 1;
                    let room = MOST_TOLD.saturating_sub(self.result.rejected.len());
                    self.result.rejected.extend(wrong.into_iter().take(room));
                }
            }
        }
        if let Some(broken) = sheet.broken() {
            return Err(broken);
        }
        self.result.known += sheet.repeated();
        self.manifest.sources.push(Source {
            number,
            file: self.options.file.clone(),
            sheet: name,
            sha256: self.options.sha256.clone(),
            table: self.table.table.clone(),
            known_on: self.options.known_on.to_string(),
            set: self.options.set.clone(),
            taken: self.result.taken - before.0,
            known: self.result.known - before.1,
            rejected: self.result.rejected_rows - before.2,
        });
        Ok(())
    }

    fn take(&mut self, source: u32, fact: &Fact) -> Result<(), LakeError> {
        match self.existing.judge(fact, reference(source, fact.row)) {
            Verdict::Known => self.result.known += 1,
            Verdict::New(ended) => {
                self.ended.extend(ended);
                self.facts.push(source, fact)?;
                self.known = (
                    self.known.0.min(fact.known_on),
                    self.known.1.max(fact.known_on),
                );
                self.loose += u64::from(fact.subject_by > 0);
                self.result.taken += 1;
                if fact.known_on > day_of(self.options.known_on) {
                    self.result.later += 1;
                    self.result.latest = self.result.latest.max(date_of(fact.known_on));
                }
            }
        }
        Ok(())
    }

    /// Writes the facts collected so far as a file of their own, so that a load needs memory for one file only. They
    /// count when the manifest names them.
    async fn write_facts(&mut self, lake: &Lake) -> Result<(), LakeError> {
        if self.facts.rows() == 0 {
            return Ok(());
        }
        let facts = std::mem::replace(&mut self.facts, FactBuilder::new(self.table));
        let rows = facts.rows() as u64;
        let bytes = to_parquet(&facts.finish()?)?;
        let table = &self.table.table;
        let generation = self.manifest.generation;
        let short = self.options.sha256.get(..12).unwrap_or("file");
        let path = match self.files.len() {
            0 => format!("{table}/{generation:08}-{short}.parquet"),
            more => format!("{table}/{generation:08}-{short}-{more:03}.parquet"),
        };
        self.files.push(TableFile {
            path: path.clone(),
            rows,
            bytes: bytes.len() as u64,
            known: std::mem::replace(&mut self.known, (i32::MAX, i32::MIN)),
            loose: std::mem::take(&mut self.loose),
        });
        lake.put(&path, bytes).await
    }

    async fn finish(mut self, context: &SessionContext, lake: &Lake) -> Result<Loaded, LakeError> {
        self.write_facts(lake).await?;
        let generation = self.manifest.generation;
        let table = &self.table.table;
        let short = self.options.sha256.get(..12).unwrap_or("file");
        let has_loose = self.files.iter().any(|f| f.loose > 0);
        if !self.files.is_empty() {
            self.manifest
                .tables
                .entry(table.clone())
                .or_default()
                .append(&mut self.files);
        }
        if !self.ended.is_empty() {
            let path = format!("{table}.superseded/{generation:08}-{short}.parquet");
            lake.put(&path, to_parquet(&superseded(&mut self.ended)?)?)
                .await?;
            self.manifest
                .superseded
                .entry(table.clone())
                .or_default()
                .push(path);
        }
        let may_name_another = has_loose
            || self.table.table == alias::ENTERPRISE
            || self.table.columns.iter().any(|c| c.subject);
        if self.result.taken > 0 && may_name_another {
            alias::settle(context, lake, &mut self.manifest).await?;
        }
        self.manifest.write(lake).await?;
        Ok(self.result)
    }
}

fn superseded(ended: &mut [(u64, i32)]) -> Result<RecordBatch, LakeError> {
    ended.sort_unstable();
    let references: ArrayRef = Arc::new(UInt64Array::from_iter_values(ended.iter().map(|e| e.0)));
    let days: ArrayRef = Arc::new(Date32Array::from_iter_values(ended.iter().map(|e| e.1)));
    Ok(RecordBatch::try_new(
        superseded_schema(),
        vec![references, days],
    )?)
}

fn set_values(table: &TableSpec, options: &LoadOptions) -> Result<Vec<(usize, Plain)>, LakeError> {
    let place = |(name, value): (&String, &String)| match table.column_for(name) {
        Some(at) => Ok((at, Plain::Text(value.clone()))),
        None => Err(LakeError::file(
            &options.file,
            format!("“{}”没有列“{name}”", table.title),
            "请用 fangfei lake show 查看列名",
        )),
    };
    options.set.iter().map(place).collect()
}
