//! Questions in SQL over the lake as of a day, answered in JSON. It must not change the lake.

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray},
        datatypes::{DataType, Date32Type, Float64Type, Int64Type, UInt64Type},
        record_batch::RecordBatch,
        util::display::{ArrayFormatter, FormatOptions},
    },
    prelude::{SQLOptions, SessionContext},
};
use futures::TryStreamExt;
use serde_json::{Map, Value};

use super::{complaint::in_chinese, date::shown_date, error::LakeError};

/// Rows of an answer, handed out batch by batch.
pub struct Answer {
    stream: datafusion::execution::SendableRecordBatchStream,
}

impl Answer {
    /// Asks. Only reading statements are taken.
    ///
    /// # Errors
    /// [`LakeError::Query`] for SQL that cannot be planned, with the engine's words.
    pub async fn ask(context: &SessionContext, sql: &str) -> Result<Self, LakeError> {
        let options = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        let wrong = |e: datafusion::error::DataFusionError| {
            LakeError::Query(in_chinese(&e.strip_backtrace()))
        };
        let frame = context
            .sql_with_options(sql, options)
            .await
            .map_err(wrong)?;
        Ok(Self {
            stream: frame.execute_stream().await.map_err(wrong)?,
        })
    }

    /// The next rows, one JSON object a row; `None` at the end.
    ///
    /// # Errors
    /// [`LakeError::Engine`].
    pub async fn next_rows(&mut self) -> Result<Option<Vec<Map<String, Value>>>, LakeError> {
        let batch = self.stream.try_next().await?;
        batch.map(|batch| rows(&batch)).transpose()
    }
}

fn rows(batch: &RecordBatch) -> Result<Vec<Map<String, Value>>, LakeError> {
    let mut rows = vec![Map::new(); batch.num_rows()];
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        for (at, row) in rows.iter_mut().enumerate() {
            row.insert(field.name().clone(), cell(array, at)?);
        }
    }
    Ok(rows)
}

fn cell(array: &ArrayRef, row: usize) -> Result<Value, LakeError> {
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    Ok(match array.data_type() {
        DataType::Utf8View => array.as_string_view().value(row).into(),
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Date32 => shown_date(array.as_primitive::<Date32Type>().value(row)).into(),
        _ => ArrayFormatter::try_new(array, &FormatOptions::default())?
            .value(row)
            .to_string()
            .into(),
    })
}
