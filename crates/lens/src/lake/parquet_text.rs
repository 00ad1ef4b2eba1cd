//! A Parquet file of any columns, its cells as text: for commands that read tables as people wrote them. It must not
//! know what the columns mean.

use datafusion::{
    arrow::{
        array::{Array, AsArray, StringViewArray},
        compute::cast,
        datatypes::DataType,
    },
    parquet::{
        arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
        file::reader::ChunkReader,
    },
};

use super::error::LakeError;

/// An open Parquet file.
pub struct ParquetText {
    file: String,
    titles: Vec<String>,
    reader: ParquetRecordBatchReader,
}

impl ParquetText {
    /// Opens a file; `file` is its name for messages.
    ///
    /// # Errors
    /// [`LakeError::File`] for what is no Parquet file.
    pub fn open(file: &str, input: impl ChunkReader + 'static) -> Result<Self, LakeError> {
        let broken = |error| unreadable(file, 0, &error);
        let builder = ParquetRecordBatchReaderBuilder::try_new(input).map_err(broken)?;
        let fields = builder.schema().fields();
        let titles = fields.iter().map(|f| f.name().trim().to_owned()).collect();
        let reader = builder.with_batch_size(8192).build().map_err(broken)?;
        Ok(Self {
            file: file.to_owned(),
            titles,
            reader,
        })
    }

    /// Titles of the columns.
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// Hands over every row, missing values as empty text, until `each` answers `false`.
    ///
    /// # Errors
    /// [`LakeError::File`] for a file that breaks off, naming the row, and for a column that cannot be text.
    pub fn rows(self, mut each: impl FnMut(&[&str]) -> bool) -> Result<(), LakeError> {
        let mut read = 0;
        for batch in self.reader {
            let batch = batch.map_err(|error| unreadable(&self.file, read, &error))?;
            let mut columns = Vec::with_capacity(self.titles.len());
            for (array, title) in batch.columns().iter().zip(&self.titles) {
                let text = cast(array, &DataType::Utf8View).map_err(|_| {
                    LakeError::file(
                        &self.file,
                        format!("列“{title}”的类型 {} 不能作文字", array.data_type()),
                        "请导出为文字、数字或日期",
                    )
                })?;
                columns.push(text);
            }
            let views: Vec<_> = columns.iter().map(|c| c.as_string_view()).collect();
            for row in 0..batch.num_rows() {
                let cells: Vec<&str> = views.iter().map(|view| cell(view, row)).collect();
                if !each(&cells) {
                    return Ok(());
                }
            }
            read += batch.num_rows();
        }
        Ok(())
    }
}

fn cell(view: &StringViewArray, row: usize) -> &str {
    if view.is_null(row) {
        ""
    } else {
        view.value(row)
    }
}

fn unreadable(file: &str, read: usize, error: &dyn std::fmt::Display) -> LakeError {
    let place = if read == 0 {
        "不是完整的 Parquet 文件".to_owned()
    } else {
        format!("第 {read} 行之后损坏")
    };
    LakeError::file(file, format!("{place}（{error}）"), "请重新导出后再试")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use datafusion::{
        arrow::{
            array::{ArrayRef, Date32Array, Int64Array, StringArray},
            record_batch::RecordBatch,
        },
        parquet::arrow::ArrowWriter,
    };

    use super::*;

    fn file() -> Bytes {
        let columns: [(&str, ArrayRef); 3] = [
            ("编号", Arc::new(Int64Array::from(vec![1, 2]))),
            (
                "名称",
                Arc::new(StringArray::from(vec![Some("青禾"), None])),
            ),
            ("成立", Arc::new(Date32Array::from(vec![0, 365]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
        writer.write(&batch).expect("written");
        writer.close().expect("closed");
        bytes.into()
    }

    #[test]
    fn every_cell_becomes_text_and_what_is_missing_is_empty() {
        let table = ParquetText::open("甲.parquet", file()).expect("opens");
        assert_eq!(table.titles(), ["编号", "名称", "成立"]);
        let mut rows: Vec<Vec<String>> = Vec::new();
        let taken = table.rows(|cells| {
            rows.push(cells.iter().map(|c| (*c).to_owned()).collect());
            true
        });
        assert!(taken.is_ok());
        assert_eq!(rows, [["1", "青禾", "1970-01-01"], ["2", "", "1971-01-01"]]);
    }

    #[test]
    fn what_is_no_parquet_is_refused_with_the_name_of_the_file() {
        let refused = ParquetText::open("甲.parquet", Bytes::from_static(b"PAR1 and nothing else"));
        let message = refused.err().map(|e| e.to_string()).unwrap_or_default();
        assert!(message.contains("甲.parquet"), "{message}");
    }
}
