//! Why an uploaded file could not be annotated. It must not know what the notes say.

/// Why an uploaded file could not be given back with a column of results.
#[derive(Debug, thiserror::Error)]
pub enum AnnotateError {
    /// The zip cannot be read.
    #[error("文件不是完整的 xlsx（压缩包已损坏或被截断）：请用 Excel 或 WPS 打开后另存为 xlsx 再上传")]
    NotZip(#[source] zip::result::ZipError),
    /// A part of the workbook is missing.
    #[error("xlsx 缺少部件“{0}”：请用 Excel 或 WPS 打开后另存为 xlsx 再上传")]
    MissingPart(String),
    /// A part is not well-formed XML.
    #[error("xlsx 部件“{part}”内容有误：请用 Excel 或 WPS 打开后另存为 xlsx 再上传")]
    BadXml {
        /// Name inside the zip.
        part: String,
        /// What the reader says.
        #[source]
        source: quick_xml::Error,
    },
    /// The named sheet does not exist.
    #[error("文件中没有工作表“{0}”")]
    NoSheet(String),
    /// Unpacked it would exceed the limits: a zip bomb, or far too large for an office.
    #[error("文件解压后过大（超过 {limit_mib} MiB）：请拆分后分批上传")]
    TooLarge {
        /// The limit in MiB.
        limit_mib: u64,
    },
    /// The last column of a sheet is taken.
    #[error("工作表“{0}”已用到最后一列，无处添加结果列：请删去空列后重新上传")]
    NoRoom(String),
    /// Reading or writing failed.
    #[error("读写文件失败")]
    Io(#[from] std::io::Error),
}
