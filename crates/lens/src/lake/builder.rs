//! Facts into columns: a batch sorted by subject and day, and its Parquet file. It must not know where files go.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{
            ArrayRef, BooleanBuilder, Date32Builder, FixedSizeBinaryBuilder, Float64Builder,
            Int64Builder, StringViewBuilder, UInt8Builder, UInt64Builder,
        },
        compute::{SortColumn, lexsort_to_indices, take_record_batch},
        datatypes::SchemaRef,
        record_batch::RecordBatch,
    },
    parquet::{
        arrow::ArrowWriter,
        basic::{Compression, ZstdLevel},
        file::properties::WriterProperties,
    },
};

use super::{
    cell::Value,
    error::LakeError,
    fact::Fact,
    manifest::reference,
    schema::{ColumnType, TableSpec},
};

/// Rows of a row group: the engine reads row groups in parallel and skips those outside a question.
const ROW_GROUP: usize = 128 * 1024;

enum Column {
    Text(StringViewBuilder),
    Int(Int64Builder),
    Number(Float64Builder),
    Day(Date32Builder),
    Flag(BooleanBuilder),
}

/// Collects the facts of one table.
pub(super) struct FactBuilder {
    schema: SchemaRef,
    columns: Vec<Column>,
    subject: StringViewBuilder,
    subject_by: UInt8Builder,
    known_on: Date32Builder,
    reference: UInt64Builder,
    key: FixedSizeBinaryBuilder,
    content: FixedSizeBinaryBuilder,
    rows: usize,
    /// Bytes of texts and cells, roughly.
    bytes: usize,
}

/// What is collected before a file is written.
const MOST_ROWS: usize = 1 << 20;
const MOST_BYTES: usize = 256 << 20;

impl FactBuilder {
    pub fn new(table: &TableSpec) -> Self {
        let column = |kind: ColumnType| match kind {
            ColumnType::Text | ColumnType::Code | ColumnType::Choice => {
                Column::Text(StringViewBuilder::new().with_deduplicate_strings())
            }
            ColumnType::Money | ColumnType::Count => Column::Int(Int64Builder::new()),
            ColumnType::Rate | ColumnType::Number => Column::Number(Float64Builder::new()),
            ColumnType::Date | ColumnType::Month | ColumnType::Year => {
                Column::Day(Date32Builder::new())
            }
            ColumnType::Flag => Column::Flag(BooleanBuilder::new()),
        };
        Self {
            schema: table.schema(),
            columns: table.columns.iter().map(|c| column(c.kind)).collect(),
            subject: StringViewBuilder::new(),
            subject_by: UInt8Builder::new(),
            known_on: Date32Builder::new(),
            reference: UInt64Builder::new(),
            key: FixedSizeBinaryBuilder::new(16),
            content: FixedSizeBinaryBuilder::new(16),
            rows: 0,
            bytes: 0,
        }
    }

    /// True when the facts make a file of their own.
    pub fn is_full(&self) -> bool {
        self.rows >= MOST_ROWS || self.bytes >= MOST_BYTES
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a fact of a source.
    pub fn push(&mut self, source: u32, fact: &Fact) -> Result<(), LakeError> {
        for (column, value) in self.columns.iter_mut().zip(&fact.values) {
            column.push(value);
        }
        self.subject.append_value(&fact.subject);
        self.subject_by.append_value(fact.subject_by);
        self.known_on.append_value(fact.known_on);
        self.reference.append_value(reference(source, fact.row));
        self.key.append_value(fact.key)?;
        self.content.append_value(fact.content)?;
        self.rows += 1;
        self.bytes +=
            64 + 16 * fact.values.len() + fact.values.iter().map(Value::text_len).sum::<usize>();
        Ok(())
    }

    /// The facts, sorted by subject, day and place, so that equal input gives equal bytes.
    pub fn finish(mut self) -> Result<RecordBatch, LakeError> {
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(Column::finish).collect();
        let subject: ArrayRef = Arc::new(self.subject.finish());
        let known_on: ArrayRef = Arc::new(self.known_on.finish());
        let reference: ArrayRef = Arc::new(self.reference.finish());
        let by = |values: &ArrayRef| SortColumn {
            values: Arc::clone(values),
            options: None,
        };
        let order = lexsort_to_indices(&[by(&subject), by(&known_on), by(&reference)], None)?;
        arrays.extend([
            subject,
            Arc::new(self.subject_by.finish()),
            known_on,
            reference,
        ]);
        arrays.extend([
            Arc::new(self.key.finish()) as ArrayRef,
            Arc::new(self.content.finish()),
        ]);
        let batch = RecordBatch::try_new(self.schema, arrays)?;
        Ok(take_record_batch(&batch, &order)?)
    }
}

impl Column {
    fn push(&mut self, value: &Value) {
        match (self, value) {
            (Self::Text(to), Value::Text(text)) => to.append_value(text),
            (Self::Text(to), _) => to.append_null(),
            (Self::Int(to), Value::Int(n)) => to.append_value(*n),
            (Self::Int(to), _) => to.append_null(),
            (Self::Number(to), Value::Number(n)) => to.append_value(*n),
            (Self::Number(to), _) => to.append_null(),
            (Self::Day(to), Value::Day(day)) => to.append_value(*day),
            (Self::Day(to), _) => to.append_null(),
            (Self::Flag(to), Value::Flag(flag)) => to.append_value(*flag),
            (Self::Flag(to), _) => to.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(from) => Arc::new(from.finish()),
            Self::Int(from) => Arc::new(from.finish()),
            Self::Number(from) => Arc::new(from.finish()),
            Self::Day(from) => Arc::new(from.finish()),
            Self::Flag(from) => Arc::new(from.finish()),
        }
    }
}

/// A batch as a Parquet file.
pub(super) fn to_parquet(batch: &RecordBatch) -> Result<Vec<u8>, LakeError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_created_by("fangfei".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    writer.write(batch)?;
    Ok(writer.into_inner()?)
}
