//! What became of each row of a sheet: accepted, rejected or skipped, each with its place.
//! It must not know how a row was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::mapping::ColumnMapping;
use super::withheld::Withheld;
use crate::kind::FieldId;
use crate::value::Value;

/// A row of the user's file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RowRef {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The row number as the spreadsheet shows it.
    pub row: u32,
}

impl std::fmt::Display for RowRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "工作表“{}”第 {} 行", self.sheet, self.row)
    }
}

/// Why a cell is not taken, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{source_row}{place}：{problem}；{remedy}", place = self.place())]
pub struct CellError {
    /// The row.
    #[serde(flatten)]
    pub source_row: RowRef,
    /// The column's letters; `None` when the row lacks something no column holds.
    pub column: Option<String>,
    /// The column's title.
    pub header: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl CellError {
    fn place(&self) -> String {
        match (&self.column, &self.header) {
            (Some(column), Some(header)) => format!(" {column} 列“{header}”"),
            (Some(column), None) => format!(" {column} 列"),
            _ => String::new(),
        }
    }
}

/// Something a person should know about an accepted row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowWarning {
    /// The column's title.
    pub header: Option<String>,
    /// What it is.
    pub message: String,
}

/// What may be known of a row's reporter (举报人).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reporter {
    /// The office's own file names one.
    OnFile,
    /// The row says that nobody is named.
    Anonymous,
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its place.
    pub source: RowRef,
    /// Values by field.
    pub fields: BTreeMap<FieldId, Value>,
    /// Cells of columns without a field, and cells that could not be read but may be, by title.
    pub extra: BTreeMap<Arc<str>, String>,
    /// The heading the row stands under (一、甲镇), where the table is divided by such rows.
    pub section: Option<Arc<str>>,
    /// Things to know.
    pub warnings: Vec<RowWarning>,
    /// Whether the row names a reporter, whose identity is not read.
    pub reporter: Option<Reporter>,
    /// Words of the withheld columns, until the row has been compared with the others of its file.
    #[serde(skip)]
    pub(super) withheld: Withheld,
    /// Titles of columns that only count the rows.
    #[serde(skip)]
    pub(super) serial_titles: Arc<[Arc<str>]>,
}

impl Row {
    /// A hash of the content: the same values give the same fingerprint however they were written,
    /// in whatever order the columns stand and wherever the row is. Row counters (序号) do not count.
    pub fn fingerprint(&self) -> String {
        self.digest()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The first 16 bytes of the hash behind [`Row::fingerprint`].
    fn digest(&self) -> [u8; 16] {
        self.digest_with(&[])
    }

    /// The digest that tells two reports of the same words by different people apart.
    pub(super) fn digest_within_file(&self) -> [u8; 16] {
        self.digest_with(self.withheld.values())
    }

    fn digest_with(&self, withheld: &[Box<str>]) -> [u8; 16] {
        let mut hash = Sha256::new();
        for (id, value) in &self.fields {
            hash.update(id.as_str());
            hash.update([0x1F]);
            hash.update(value.canonical());
            hash.update([0x1E]);
        }
        for (title, text) in &self.extra {
            if self.serial_titles.contains(title) {
                continue;
            }
            hash.update(title.as_bytes());
            hash.update([0x1D]);
            hash.update(text);
            hash.update([0x1E]);
        }
        for value in withheld {
            hash.update([0x1C]);
            hash.update(value.as_bytes());
        }
        let full = hash.finalize();
        let mut short = [0_u8; 16];
        short.copy_from_slice(&full[..16]);
        short
    }

    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)
    }
}

/// Why a row holds no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SkipReason {
    /// Nothing in it.
    Blank,
    /// Above the header: a title, a unit line, captions.
    Title,
    /// The header.
    Header,
    /// The header again, as on each printed page.
    RepeatedHeader,
    /// Column numbers under the header: 1, 2, 3 or 甲, 乙.
    ColumnNumbers,
    /// A worked example under the header.
    Example,
    /// 合计, 小计.
    Total {
        /// The cell that says so.
        text: String,
    },
    /// A remark, a signature line.
    Note {
        /// Its beginning.
        text: String,
    },
    /// The heading of a group of rows.
    Section {
        /// The heading.
        text: String,
    },
    /// Only the row counter is filled in.
    OnlySerial,
    /// Equal to an earlier row in everything but the row counter.
    Duplicate {
        /// The earlier row.
        first: RowRef,
    },
    /// The sheet was left out by the user.
    SheetLeftOut,
    /// The sheet is a form for one record.
    Form,
    /// No header was found on the sheet.
    NoHeader,
}

impl std::fmt::Display for SkipReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Blank => f.write_str("空行"),
            Self::Title => f.write_str("标题行"),
            Self::Header => f.write_str("表头"),
            Self::RepeatedHeader => f.write_str("重复的表头"),
            Self::ColumnNumbers => f.write_str("栏次行"),
            Self::Example => f.write_str("示例行"),
            Self::Total { text } => write!(f, "合计行（{text}）"),
            Self::Note { text } => write!(f, "说明或签字行（{text}）"),
            Self::Section { text } => write!(f, "分组标题（{text}）"),
            Self::OnlySerial => f.write_str("只有序号，没有内容"),
            Self::Duplicate { first } => write!(f, "与{first}内容完全相同，没有重复导入"),
            Self::SheetLeftOut => f.write_str("工作表未选择导入"),
            Self::Form => f.write_str("单条登记表，不是台账"),
            Self::NoHeader => f.write_str("这张工作表没有找到表头"),
        }
    }
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RowOutcome {
    /// Read in full.
    Accepted(Row),
    /// At least one cell is wrong; nothing of it is taken.
    Rejected {
        /// Its place.
        source: RowRef,
        /// Every wrong cell.
        errors: Vec<CellError>,
    },
    /// No record.
    Skipped {
        /// Its place.
        source: RowRef,
        /// Why.
        reason: SkipReason,
    },
}

impl RowOutcome {
    /// The place of the row.
    pub fn source(&self) -> &RowRef {
        match self {
            Self::Accepted(row) => &row.source,
            Self::Rejected { source, .. } | Self::Skipped { source, .. } => source,
        }
    }
}

/// How many rows became what. The three add up to the rows of the sheets read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Accepted rows.
    pub accepted: u64,
    /// Rejected rows.
    pub rejected: u64,
    /// Skipped rows, blank ones included.
    pub skipped: u64,
}

impl Counts {
    /// Counts one outcome.
    pub fn add(&mut self, outcome: &RowOutcome) {
        match outcome {
            RowOutcome::Accepted(_) => self.accepted += 1,
            RowOutcome::Rejected { .. } => self.rejected += 1,
            RowOutcome::Skipped { .. } => self.skipped += 1,
        }
    }

    /// All rows.
    pub fn total(&self) -> u64 {
        self.accepted + self.rejected + self.skipped
    }
}

/// What is said of a required field that a row does not have.
pub(super) fn missing(source: &RowRef, column: Option<&ColumnMapping>, title: &str) -> CellError {
    let (problem, remedy) = match column {
        Some(_) => (format!("“{title}”是必填的，这一行没有填"), "请补填后再导入"),
        None => (
            format!("这一行没有“{title}”"),
            "请在表里补上，或在列对应里指定是哪一列",
        ),
    };
    CellError {
        source_row: source.clone(),
        column: column.map(|c| c.letters.clone()),
        header: column.map(|c| c.title.clone()),
        problem,
        remedy: remedy.to_owned(),
    }
}
