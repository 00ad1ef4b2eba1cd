//! Tables held in memory while many questions are asked of them: each is read once, cut to the columns that are named,
//! ordered by subject and parted into ranges of subjects, so that groupings and joins by subject need neither sorting
//! nor shuffling. It must not know what is asked, nor hold more than it is given memory for.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use datafusion::{
    arrow::{
        array::{Array, AsArray, StringViewArray, UInt64Array},
        compute::{SortOptions, interleave_record_batch},
        datatypes::{DataType, SchemaRef, UInt64Type},
        record_batch::RecordBatch,
    },
    catalog::{
        CatalogProvider, CatalogProviderList, MemoryCatalogProvider, MemoryCatalogProviderList,
        MemorySchemaProvider, SchemaProvider, Session, TableProvider,
    },
    common::{Result, runtime::SpawnedTask},
    execution::{
        SendableRecordBatchStream, SessionStateBuilder,
        memory_pool::{MemoryConsumer, MemoryReservation},
    },
    logical_expr::{Expr, TableType},
    physical_plan::ExecutionPlan,
    prelude::SessionContext,
};
use futures::TryStreamExt;
use rayon::{
    iter::{IntoParallelRefIterator, ParallelIterator},
    slice::{ParallelSlice, ParallelSliceMut},
};

use super::{
    error::LakeError,
    held_source::HeldSource,
    schema::{KNOWN_ON, REF, SUBJECT, TableSpec},
};

/// Rows of a batch, as the engine likes them.
const BATCH: usize = 8192;

/// A table in memory.
#[derive(Debug)]
pub(super) struct HeldTable {
    schema: SchemaRef,
    /// Batches by range of subjects, in their order.
    parts: Vec<Vec<RecordBatch>>,
    /// The first subject of every range but the first.
    cuts: Arc<[String]>,
    _memory: MemoryReservation,
}

/// A session beside another, with the same functions and tables, of which some are held in memory. The other session is
/// left as it was; what is held goes with the last use of this one.
pub(crate) struct Holding {
    context: SessionContext,
    room: Arc<Room>,
}

/// Bytes that may still be held.
#[derive(Debug)]
struct Room(AtomicUsize);

/// A table that was read to be held.
pub(crate) struct ReadTable {
    name: String,
    schema: SchemaRef,
    /// Ordered by subject.
    batches: Vec<RecordBatch>,
    memory: MemoryReservation,
}

impl Room {
    /// Takes so many bytes, if they are there.
    fn take(&self, bytes: usize) -> bool {
        let less = |left: usize| left.checked_sub(bytes);
        let relaxed = Ordering::Relaxed;
        self.0.fetch_update(relaxed, relaxed, less).is_ok()
    }

    fn give_back(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Holding {
    /// Begins with nothing held; `bytes` is the most that may be.
    ///
    /// # Errors
    /// [`LakeError::Engine`].
    pub async fn beside(context: &SessionContext, bytes: usize) -> Result<Self, LakeError> {
        let state = context.state();
        let names = &state.config_options().catalog;
        let (catalog, schema) = (names.default_catalog.clone(), names.default_schema.clone());
        let tables = MemorySchemaProvider::new();
        if let Some(known) = context.catalog(&catalog).and_then(|c| c.schema(&schema)) {
            for name in known.table_names() {
                if let Some(table) = known.table(&name).await? {
                    tables.register_table(name, table)?;
                }
            }
        }
        let catalogs = MemoryCatalogProviderList::new();
        let own = MemoryCatalogProvider::new();
        own.register_schema(&schema, Arc::new(tables))?;
        catalogs.register_catalog(catalog, Arc::new(own));
        let state = SessionStateBuilder::new_from_existing(state)
            .with_catalog_list(Arc::new(catalogs))
            .build();
        Ok(Self {
            context: SessionContext::new_with_state(state),
            room: Arc::new(Room(AtomicUsize::new(bytes))),
        })
    }

    /// The session.
    pub fn context(&self) -> &SessionContext {
        &self.context
    }

    /// Takes over a table that the other session has got since.
    ///
    /// # Errors
    /// [`LakeError::Engine`].
    pub async fn share(&self, from: &SessionContext, table: &str) -> Result<(), LakeError> {
        if self.context.table_exist(table)? || !from.table_exist(table)? {
            return Ok(());
        }
        let provider = from.table_provider(table).await?;
        self.context.register_table(table, provider)?;
        Ok(())
    }

    /// Reads these columns of a table, to be held; several tables may be read at once. Nothing for a table for which there is
    /// no room.
    ///
    /// # Errors
    /// [`LakeError::Engine`] when it cannot be read.
    pub async fn read(
        &self,
        table: &str,
        columns: &[&str],
    ) -> Result<Option<ReadTable>, LakeError> {
        let frame = self.context.table(table).await?.select_columns(columns)?;
        let schema: SchemaRef = Arc::clone(frame.schema().inner());
        let reading: Vec<_> = frame
            .execute_stream_partitioned()
            .await?
            .into_iter()
            .map(|stream| SpawnedTask::spawn(read(stream, Arc::clone(&self.room))))
            .collect();
        let (mut batches, mut bytes, mut whole) = (Vec::new(), 0, true);
        for part in reading {
            let read = part.join().await;
            let part = read.map_err(|e| LakeError::Engine(e.to_string()))??;
            bytes += part.bytes;
            whole &= part.whole;
            batches.extend(part.batches);
        }
        let pool = &self.context.runtime_env().memory_pool;
        let memory = MemoryConsumer::new(table).register(pool);
        whole &= memory.try_grow(bytes).is_ok();
        let batches = match whole {
            true => {
                let (schema, batches) = (Arc::clone(&schema), batches);
                let ordering = SpawnedTask::spawn_blocking(move || ordered(&schema, batches));
                ordering
                    .join()
                    .await
                    .map_err(|e| LakeError::Engine(e.to_string()))??
            }
            false => None,
        };
        let Some(batches) = batches else {
            self.room.give_back(bytes);
            return Ok(None);
        };
        Ok(Some(ReadTable {
            name: table.to_owned(),
            schema,
            batches,
            memory,
        }))
    }

    /// Holds a table that was read. `cuts` part the subjects into ranges of about equal size.
    ///
    /// # Errors
    /// [`LakeError::Engine`].
    pub fn hold(&self, read: ReadTable, cuts: &Arc<[String]>) -> Result<(), LakeError> {
        let held = HeldTable {
            parts: parted(&read.schema, &read.batches, cuts)?,
            schema: read.schema,
            cuts: Arc::clone(cuts),
            _memory: read.memory,
        };
        self.context.deregister_table(&read.name)?;
        self.context.register_table(&read.name, Arc::new(held))?;
        Ok(())
    }
}

/// What was read of a stream, the bytes taken for it, and whether there was room for all of it.
struct Part {
    batches: Vec<RecordBatch>,
    bytes: usize,
    whole: bool,
}

/// Reads a stream to its end, or to where there is no more room.
async fn read(mut stream: SendableRecordBatchStream, room: Arc<Room>) -> Result<Part> {
    let mut part = Part {
        batches: Vec::new(),
        bytes: 0,
        whole: true,
    };
    let mut buffers = HashSet::new();
    while let Some(batch) = stream.try_next().await? {
        let columns = batch.columns().iter();
        let bytes = columns
            .map(|column| memory_of(column.as_ref(), &mut buffers))
            .sum();
        if !room.take(bytes) {
            part.whole = false;
            break;
        }
        part.bytes += bytes;
        if batch.num_rows() > 0 {
            part.batches.push(batch);
        }
    }
    Ok(part)
}

/// Bytes a column adds: texts of one page are shared by several batches and count once.
fn memory_of(column: &dyn Array, buffers: &mut HashSet<usize>) -> usize {
    if *column.data_type() != DataType::Utf8View {
        return column.get_buffer_memory_size();
    }
    let column = column.as_string_view();
    let fresh = column
        .data_buffers()
        .iter()
        .filter(|buffer| buffers.insert(buffer.as_ptr() as usize));
    column.len() * 16 + fresh.map(|buffer| buffer.capacity()).sum::<usize>()
}

/// The batches ordered by subject and row. Files are written in that order, so that one file needs no sorting; nothing
/// for a table with a row of nobody.
fn ordered(schema: &SchemaRef, batches: Vec<RecordBatch>) -> Result<Option<Vec<RecordBatch>>> {
    let (subject, row) = (schema.index_of(SUBJECT)?, schema.index_of(REF)?);
    let subjects: Vec<&StringViewArray> = batches
        .iter()
        .map(|b| b.column(subject).as_string_view())
        .collect();
    if subjects.iter().any(|s| s.null_count() > 0) {
        return Ok(None);
    }
    if are_ordered(&subjects) {
        return Ok(Some(batches));
    }
    let rows: Vec<&UInt64Array> = batches
        .iter()
        .map(|b| b.column(row).as_primitive::<UInt64Type>())
        .collect();
    let mut places: Vec<(usize, usize)> = subjects
        .iter()
        .enumerate()
        .flat_map(|(batch, subjects)| (0..subjects.len()).map(move |at| (batch, at)))
        .collect();
    let of = |(batch, at): (usize, usize)| subjects[batch].value(at);
    // Files are in order each, so that a sort that looks for runs has little to do.
    places.par_sort_by(|a, b| {
        of(*a)
            .cmp(of(*b))
            .then_with(|| rows[a.0].value(a.1).cmp(&rows[b.0].value(b.1)))
    });
    let sources: Vec<&RecordBatch> = batches.iter().collect();
    let sorted = places
        .par_chunks(BATCH)
        .map(|chunk| Ok(interleave_record_batch(&sources, chunk)?))
        .collect::<Result<Vec<_>>>()?;
    Ok(Some(sorted))
}

/// Whether the subjects are in order, within the batches and from one to the next.
fn are_ordered(batches: &[&StringViewArray]) -> bool {
    let within = |batch: &&StringViewArray| {
        (1..batch.len()).all(|at| batch.value(at - 1) <= batch.value(at))
    };
    let full: Vec<&StringViewArray> = batches.iter().copied().filter(|b| !b.is_empty()).collect();
    let ends = |w: &[&StringViewArray]| w[0].value(w[0].len() - 1) <= w[1].value(0);
    full.windows(2).all(ends) && full.par_iter().all(within)
}

/// The batches by range.
fn parted(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    cuts: &[String],
) -> Result<Vec<Vec<RecordBatch>>> {
    let subject = schema.index_of(SUBJECT)?;
    let mut parts = vec![Vec::new(); cuts.len() + 1];
    for batch in batches {
        let subjects = batch.column(subject).as_string_view();
        let mut start = 0;
        for (at, part) in parts.iter_mut().enumerate() {
            let end = match cuts.get(at) {
                Some(cut) => first_from(subjects, cut),
                None => batch.num_rows(),
            };
            if end > start {
                part.push(batch.slice(start, end - start));
                start = end;
            }
        }
    }
    Ok(parts)
}

/// The first row of ordered subjects that is not before the cut.
fn first_from(subjects: &StringViewArray, cut: &str) -> usize {
    let (mut low, mut high) = (0, subjects.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if subjects.value(middle) < cut {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[async_trait::async_trait]
impl TableProvider for HeldTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        HeldSource::scan(&self.parts, &self.schema, &self.cuts, projection)
    }
}

/// How the ranges and the batches within them are ordered.
pub(super) const BY_SUBJECT: SortOptions = SortOptions {
    descending: false,
    nulls_first: false,
};

/// The columns of a table that questions name, whatever they do with them: a column that no word of any question names
/// cannot be asked for. Everything where a question says `*` or joins naturally.
pub(crate) fn named<'t>(table: &'t TableSpec, questions: &[&str]) -> Vec<&'t str> {
    let asked: Vec<&&str> = questions
        .iter()
        .filter(|q| mentions(q, &table.table))
        .collect();
    let words: BTreeSet<String> = asked.iter().flat_map(|q| words(q)).collect();
    // A natural join is over whatever columns two tables share.
    let takes_all = asked.iter().any(|q| has_star(q)) || words.contains("natural");
    let own = table.columns.iter().map(|c| c.name.as_str());
    own.filter(|name| takes_all || words.contains(*name))
        .chain([SUBJECT, KNOWN_ON, REF])
        .collect()
}

/// Whether a question names a table.
pub(crate) fn mentions(question: &str, table: &str) -> bool {
    words(question).any(|word| word == table)
}

fn words(question: &str) -> impl Iterator<Item = String> {
    question
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// `SELECT *`, `a.*`, `, *`: a star that stands for columns, which `count(*)` and products do not have.
fn has_star(question: &str) -> bool {
    question.match_indices('*').any(|(at, _)| {
        let before = question.get(..at).unwrap_or("").trim_end().to_lowercase();
        ["select", "distinct", "all", ",", "."]
            .iter()
            .any(|word| before.ends_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::schema::shipped;

    #[test]
    fn columns_that_any_question_names_are_held_and_all_where_one_takes_all() {
        let tables = shipped().expect("tables");
        let table = &tables["complaint"];
        let all = table.columns.len() + 3;
        let named = |questions: &[&str]| named(table, questions);
        let some = named(&[
            "SELECT subject, sum(\"count\") * 2 FROM Complaint",
            "SELECT channel FROM news",
        ]);
        assert_eq!(some, ["count", SUBJECT, KNOWN_ON, REF]);
        assert_eq!(named(&["SELECT count(*) FROM complaint"]).len(), 4);
        for question in [
            "SELECT * FROM complaint",
            "SELECT subject, c.* FROM complaint c",
            "SELECT subject FROM complaint NATURAL JOIN news",
        ] {
            assert_eq!(named(&[question]).len(), all, "{question}");
        }
    }
}
