//! A table to link: csv or Parquet, told apart by how the file begins. It must not know how rows are linked.

use std::{fs::File, io::Read, path::Path};

use fangfei_lens::{lake::ParquetText, link::run::RowsBuilder};

use super::{
    csv_parts::{self, Wanted},
    table_file::TableFile,
};
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

    /// Reads the wanted cells of all rows into a table to link.
    pub fn read(&self, wanted: &Wanted<'_>, builder: &mut RowsBuilder) -> Result<(), Failure> {
        if let Self::Csv(file) = self {
            return csv_parts::read(file, wanted, builder);
        }
        self.rows(|cells| {
            let cell = |at: usize| cells.get(at).copied().unwrap_or("");
            let columns = wanted.columns.iter().map(|at| cell(*at));
            builder.push(cell(wanted.id).trim(), columns);
            true
        })
    }

    /// Hands over the cells of every row until `each` answers `false`.
    pub fn rows(&self, mut each: impl FnMut(&[&str]) -> bool) -> Result<(), Failure> {
        match self {
            Self::Csv(file) => file.rows(each),
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
