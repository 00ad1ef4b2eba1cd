//! Why an uploaded file could not be annotated. It must not know what the notes say.

/// Why an uploaded file could not be given back with a column of results.
#[derive(Debug, thiserror::Error)]
pub enum AnnotateError {
    /// The zip cannot be read.
    #[error(
        "文件不是完整的 xlsx（压缩包已损坏或被截断）：请用 Excel 或 WPS 打开后另存为 xlsx 再上传"
    )]
    Zip(#[from] zip::result::ZipError),
    /// A part of the workbook is missing.
    #[error("xlsx 缺少部件“{0}”：请用 Excel 或 WPS 打开后另存为 xlsx 再上传")]
    MissingPart(String),
    /// A part is not well-formed XML.
    #[error("xlsx 的内部内容有误：请用 Excel 或 WPS 打开后另存为 xlsx 再上传")]
    Xml(#[from] quick_xml::Error),
    /// The named sheet does not exist.
    #[error("文件中没有工作表“{0}”：请核对工作表名称")]
    NoSheet(String),
    /// Unpacked it would exceed the limits: a zip bomb, or far too large for an office.
    #[error("文件解压后过大（单个部件超过 {limit_mib} MiB 或部件过多）：请拆分后分批上传")]
    TooLarge {
        /// The limit of one part in MiB.
        limit_mib: u64,
    },
    /// The last column of the sheet is taken.
    #[error("工作表已用到最后一列，无处添加“导入结果”列：请删去多余的列后重新上传")]
    NoRoom,
    /// Reading or writing failed.
    #[error("读写文件失败")]
    Io(#[from] std::io::Error),
    /// The spreadsheet with the values could not be written.
    #[error("生成 Excel 文件失败")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

impl From<quick_xml::events::attributes::AttrError> for AnnotateError {
    fn from(error: quick_xml::events::attributes::AttrError) -> Self {
        Self::Xml(error.into())
    }
}
