//! A table to link: csv or Parquet, told apart by how the file begins. It must not know linkage.

use std::{fs::File, io::Read, path::Path};

use csv::StringRecord;
use fangfei_lens::lake::ParquetText;

use super::table_file::TableFile;
use crate::failure::Failure;

/// What a Parquet file begins with.
const PARQUET: &[u8; 4] = b"PAR1";

/// A table of either form.
pub enum TableSource {
    /// Text in cells.
    Csv(TableFile),
    /// Parquet, read when its rows are asked for.
    Parquet { name: String, header: Vec<String> },
}

impl TableSource {
    /// Opens a file. Refused: what cannot be read, is neither csv nor Parquet or has no header.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if !is_parquet(path) {
            return Ok(Self::Csv(TableFile::open(path)?));
        }
        let name = path.display().to_string();
        let header = parquet(&name)?.titles().to_vec();
        Ok(Self::Parquet { name, header })
    }

    /// Path as given, for messages.
    pub fn name(&self) -> &str {
        match self {
            Self::Csv(file) => &file.name,
            Self::Parquet { name, .. } => name,
        }
    }

    /// Titles of the columns.
    pub fn header(&self) -> &[String] {
        match self {
            Self::Csv(file) => &file.header,
            Self::Parquet { header, .. } => header,
        }
    }

    /// The number of a column by its title.
    pub fn column(&self, title: &str) -> Result<usize, Failure> {
        let found = self.header().iter().position(|h| h == title.trim());
        found.ok_or_else(|| {
            Failure::input(format!(
                "文件“{}”没有“{title}”列；表头是：{}。请核对列名",
                self.name(),
                self.header().join("、")
            ))
        })
    }

    /// Hands over the cells of every row until `each` answers `false`.
    pub fn rows(&self, mut each: impl FnMut(&[&str]) -> bool) -> Result<(), Failure> {
        match self {
            Self::Csv(file) => csv_rows(file, each),
            Self::Parquet { name, .. } => parquet(name)?
                .rows(&mut each)
                .map_err(|error| Failure::input(error.to_string())),
        }
    }
}

fn is_parquet(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path).is_ok_and(|mut file| file.read_exact(&mut head).is_ok() && head == *PARQUET)
}

fn parquet(name: &str) -> Result<ParquetText, Failure> {
    let file = File::open(name).map_err(|error| {
        Failure::input(format!("文件“{name}”无法读取（{error}），请检查路径和权限"))
    })?;
    ParquetText::open(name, file).map_err(|error| Failure::input(error.to_string()))
}

fn csv_rows(file: &TableFile, mut each: impl FnMut(&[&str]) -> bool) -> Result<(), Failure> {
    let mut reader = file.reader();
    let mut record = StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| file.row_problem(&error))?
    {
        file.check_width(record.as_byte_record())?;
        let cells: Vec<&str> = record.iter().collect();
        if !each(&cells) {
            break;
        }
    }
    Ok(())
}
