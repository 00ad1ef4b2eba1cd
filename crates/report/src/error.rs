//! Why a file could not be made, in words an office clerk can act on. It must not know who asked.

/// Why an outgoing file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One sheet holds at most 1 048 576 rows.
    #[error("工作表“{sheet}”超过 Excel 的行数上限（1048576 行）：请缩小筛选范围，或改为导出 csv")]
    TooManyRows {
        /// The sheet's name as shown on its tab.
        sheet: String,
    },
    /// A row has another number of cells than the sheet has columns.
    #[error(
        "工作表“{sheet}”第 {row} 行有 {found} 个单元格，表头有 {expected} 列：导出定义有误，请联系管理员"
    )]
    WrongWidth {
        /// The sheet's name as shown on its tab.
        sheet: String,
        /// Row number in the file, from 1.
        row: u64,
        /// Number of columns of the header.
        expected: usize,
        /// Number of cells in the row.
        found: usize,
    },
    /// A sheet without columns cannot be laid out.
    #[error("工作表“{sheet}”没有列：请至少选择一列再导出")]
    NoColumns {
        /// The sheet's name as shown on its tab.
        sheet: String,
    },
    /// The spreadsheet library refused.
    #[error("生成 Excel 文件失败")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The csv library refused.
    #[error("生成 csv 文件失败")]
    Csv(#[from] ::csv::Error),
    /// The target could not be written: full disk, closed connection.
    #[error("写出文件失败")]
    Io(#[from] std::io::Error),
    /// The word-processing library refused.
    #[error("生成 Word 文件失败：{0}")]
    Docx(String),
    /// The uploaded file could not be annotated.
    #[error(transparent)]
    Annotate(#[from] crate::annotate::AnnotateError),
}

/// Result of making an outgoing file.
pub type Result<T> = std::result::Result<T, Error>;
