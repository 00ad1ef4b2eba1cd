//! A csv file with a header, in UTF-8 or GB18030, parted by commas, tabs or semicolons. It must not know linkage.

use std::{fs, path::Path};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use crate::failure::Failure;

/// A csv file in memory.
pub struct TableFile {
    /// Path as given, for messages.
    pub name: String,
    /// Titles of the columns, blanks at the ends taken off.
    pub header: Vec<String>,
    text: String,
    delimiter: u8,
}

impl TableFile {
    /// Reads a file. Refused: a file that cannot be read, is not text or has no header.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| {
            Failure::input(format!("文件“{name}”无法读取（{error}），请检查路径和权限"))
        })?;
        let text = decoded(bytes, &name)?;
        let first = text.lines().next().unwrap_or_default();
        let delimiter = delimiter(first);
        let mut file = Self {
            name,
            header: Vec::new(),
            text,
            delimiter,
        };
        file.header = file.read_header()?;
        Ok(file)
    }

    /// A reader of the rows after the header; blanks at the ends of cells are kept.
    pub fn reader(&self) -> csv::Reader<&[u8]> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .flexible(true)
            .from_reader(self.text.as_bytes())
    }

    /// All of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the rows begin, after the header.
    pub fn body(&self) -> Result<usize, Failure> {
        let mut reader = self.reader();
        reader.headers().map_err(|error| self.row_problem(&error))?;
        Ok(usize::try_from(reader.position().byte()).unwrap_or(self.text.len()))
    }

    /// Hands over the cells of every row until `each` answers `false`.
    pub fn rows(&self, mut each: impl FnMut(&[&str]) -> bool) -> Result<(), Failure> {
        let mut reader = self.reader();
        let mut record = StringRecord::new();
        while reader
            .read_record(&mut record)
            .map_err(|error| self.row_problem(&error))?
        {
            self.check_width(record.as_byte_record())?;
            let cells: Vec<&str> = record.iter().collect();
            if !each(&cells) {
                break;
            }
        }
        Ok(())
    }

    /// The delimiter.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The number of a column by its title.
    pub fn column(&self, title: &str) -> Result<usize, Failure> {
        let found = self.header.iter().position(|h| h == title.trim());
        found.ok_or_else(|| {
            Failure::input(format!(
                "文件“{}”没有“{title}”列；表头是：{}。请核对列名",
                self.name,
                self.header.join("、")
            ))
        })
    }

    /// What is wrong with a row, for a person.
    pub fn row_problem(&self, error: &csv::Error) -> Failure {
        let line = error
            .position()
            .map_or_else(String::new, |p| format!("第 {} 行", p.line()));
        self.unreadable_at(&line)
    }

    /// A file of which some row cannot be read.
    pub fn unreadable(&self) -> Failure {
        self.unreadable_at("")
    }

    fn unreadable_at(&self, line: &str) -> Failure {
        Failure::input(format!(
            "文件“{}”{line}无法读取，请检查引号是否成对、编码是否一致",
            self.name
        ))
    }

    /// Refuses a row with another number of cells than the header.
    pub fn check_width(&self, record: &ByteRecord) -> Result<(), Failure> {
        if record.len() == self.header.len() {
            return Ok(());
        }
        let line = record.position().map_or(0, csv::Position::line);
        Err(Failure::input(format!(
            "文件“{}”第 {line} 行有 {} 格，表头有 {} 列；请检查这一行是否多了或少了分隔符、引号是否成对",
            self.name,
            record.len(),
            self.header.len()
        )))
    }

    fn read_header(&self) -> Result<Vec<String>, Failure> {
        let mut reader = self.reader();
        let header = reader.headers().map_err(|error| self.row_problem(&error))?;
        let header: Vec<String> = header.iter().map(|h| h.trim().to_owned()).collect();
        if header.iter().all(String::is_empty) {
            return Err(Failure::input(format!(
                "文件“{}”是空的或没有表头；第一行应为列名",
                self.name
            )));
        }
        Ok(header)
    }
}

fn decoded(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error.into_bytes(),
    };
    let (text, _, broken) = encoding_rs::GB18030.decode(&bytes);
    if broken || bytes.contains(&0) {
        return Err(Failure::input(format!(
            "文件“{name}”不是 UTF-8 或 GB18030 编码的 csv，请另存为 csv 后再试"
        )));
    }
    Ok(text.into_owned())
}

fn delimiter(header: &str) -> u8 {
    let count = |c: char| header.matches(c).count();
    if count('\t') > count(',') {
        b'\t'
    } else if count(';') > count(',') {
        b';'
    } else {
        b','
    }
}
