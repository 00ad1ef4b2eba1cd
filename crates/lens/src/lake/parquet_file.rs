//! A Parquet file of somebody else: its columns matched by header, its cells handed over plain.
//! It must not know what becomes of the rows.

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray},
        compute::cast,
        datatypes::{DataType, Date32Type, Float64Type, Int64Type},
        record_batch::RecordBatch,
    },
    parquet::{
        arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
        file::reader::ChunkReader,
    },
};

use super::{
    cell::Plain,
    date::date_of,
    error::LakeError,
    fact::Rejected,
    reader::{PlainRow, TableReader},
    schema::TableSpec,
};

/// How a column of the file is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Int,
    Number,
    Day,
    Flag,
}

/// The rows of a Parquet file, read as they are asked for.
pub struct ParquetRows<'t> {
    table: &'t TableSpec,
    file: String,
    columns: Vec<Matched>,
    batches: ParquetRecordBatchReader,
    /// Rows of the batch at hand, last first.
    rows: Vec<PlainRow>,
    read: u32,
    broken: Option<LakeError>,
}

/// Opens a Parquet file for a table. Row numbers count from 1.
///
/// # Errors
/// [`LakeError::File`] for a file that is no Parquet, for a file without any column of the table, and for a column of a
/// form that no cell can have. A file that breaks off later says so at the end of its rows, with the row up to which it
/// could be read.
pub fn read_parquet<'t>(
    table: &'t TableSpec,
    file: &str,
    input: impl ChunkReader + 'static,
) -> Result<ParquetRows<'t>, LakeError> {
    let wrong = |e| broken(file, 0, &e);
    let builder = ParquetRecordBatchReaderBuilder::try_new(input).map_err(wrong)?;
    let columns = matched(table, file, builder.schema())?;
    let batches = builder.with_batch_size(8192).build().map_err(wrong)?;
    Ok(ParquetRows {
        table,
        file: file.to_owned(),
        columns,
        batches,
        rows: Vec::new(),
        read: 0,
        broken: None,
    })
}

fn broken(file: &str, row: u32, error: &dyn std::fmt::Display) -> LakeError {
    let place = if row == 0 {
        "不是完整的 Parquet 文件".to_owned()
    } else {
        format!("第 {row} 行之后损坏")
    };
    LakeError::file(file, format!("{place}（{error}）"), "请重新导出后再装载")
}

impl TableReader for ParquetRows<'_> {
    fn sheet(&self) -> &str {
        ""
    }

    fn next_row(&mut self) -> Option<Result<PlainRow, Vec<Rejected>>> {
        while self.rows.is_empty() && self.broken.is_none() {
            match self.batches.next()? {
                Ok(batch) => {
                    let taken = take(self.table, &batch, &self.columns, self.read);
                    self.read += u32::try_from(batch.num_rows()).unwrap_or(0);
                    match taken {
                        Ok(rows) => self.rows = rows,
                        Err(error) => self.broken = Some(error),
                    }
                }
                Err(error) => self.broken = Some(broken(&self.file, self.read, &error)),
            }
        }
        self.rows.pop().map(Ok)
    }

    fn broken(&mut self) -> Option<LakeError> {
        self.broken.take()
    }
}

/// Column of the file, column of the table, form.
type Matched = (usize, usize, Form);

fn matched(
    table: &TableSpec,
    file: &str,
    schema: &datafusion::arrow::datatypes::Schema,
) -> Result<Vec<Matched>, LakeError> {
    let mut columns: Vec<Matched> = Vec::new();
    for (from, field) in schema.fields().iter().enumerate() {
        let Some(to) = table.column_for(field.name()) else {
            continue;
        };
        let form = form(field.data_type()).ok_or_else(|| {
            LakeError::file(
                file,
                format!(
                    "列“{}”的类型 {} 不能作“{}”",
                    field.name(),
                    field.data_type(),
                    table.title
                ),
                "请导出为文字、数字、日期或是否",
            )
        })?;
        if columns.iter().any(|(_, known, _)| *known == to) {
            return Err(LakeError::file(
                file,
                format!("列“{}”与另一列含义相同", field.name()),
                "请只留一列",
            ));
        }
        columns.push((from, to, form));
    }
    if columns.is_empty() {
        let titles: Vec<&str> = table
            .columns
            .iter()
            .take(8)
            .map(|c| c.title.as_str())
            .collect();
        return Err(LakeError::file(
            file,
            format!("没有一列属于“{}”", table.title),
            format!("请核对数据表种类；它的列有{}等", titles.join("、")),
        ));
    }
    Ok(columns)
}

fn form(kind: &DataType) -> Option<Form> {
    Some(match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Form::Text,
        DataType::Dictionary(_, value) => return form(value),
        DataType::Boolean => Form::Flag,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, _) => Form::Day,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Form::Number,
        DataType::Decimal128(_, _) | DataType::Decimal256(_, _) => Form::Text,
        kind if kind.is_integer() => Form::Int,
        DataType::Null => Form::Text,
        _ => return None,
    })
}

fn take(
    table: &TableSpec,
    batch: &RecordBatch,
    columns: &[Matched],
    before: u32,
) -> Result<Vec<PlainRow>, LakeError> {
    let mut rows = Vec::with_capacity(batch.num_rows());
    let mut arrays = Vec::with_capacity(columns.len());
    for (from, to, form) in columns {
        arrays.push((*to, *form, cast(batch.column(*from), &target(*form))?));
    }
    for row in 0..batch.num_rows() {
        let mut cells = vec![Plain::Empty; table.columns.len()];
        for (to, form, array) in &arrays {
            if let Some(cell) = cells.get_mut(*to) {
                *cell = plain(array, *form, row);
            }
        }
        let number = before.saturating_add(u32::try_from(row + 1).unwrap_or(u32::MAX));
        rows.push((number, cells));
    }
    rows.reverse();
    Ok(rows)
}

fn target(form: Form) -> DataType {
    match form {
        Form::Text => DataType::Utf8View,
        Form::Int => DataType::Int64,
        Form::Number => DataType::Float64,
        Form::Day => DataType::Date32,
        Form::Flag => DataType::Boolean,
    }
}

fn plain(array: &ArrayRef, form: Form, row: usize) -> Plain {
    if array.is_null(row) {
        return Plain::Empty;
    }
    match form {
        Form::Text => Plain::Text(array.as_string_view().value(row).to_owned()),
        Form::Int => Plain::Int(array.as_primitive::<Int64Type>().value(row)),
        Form::Number => Plain::Number(array.as_primitive::<Float64Type>().value(row)),
        Form::Day => {
            date_of(array.as_primitive::<Date32Type>().value(row)).map_or(Plain::Empty, Plain::Day)
        }
        Form::Flag => Plain::Flag(array.as_boolean().value(row)),
    }
}
