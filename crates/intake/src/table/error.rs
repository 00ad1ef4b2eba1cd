//! Why a whole file cannot be read. It must not know rows or values.

/// A file that is refused, with what to do. The message is for the person who brought the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No bytes at all.
    #[error("文件是空的（0 字节）；请重新导出后再试")]
    Empty,
    /// More bytes than allowed.
    #[error("文件有 {actual_mb} MB，超过上限 {limit_mb} MB；请按乡镇或年份拆成几个文件")]
    TooLarge {
        /// Size of the file, in MB, rounded up.
        actual_mb: u64,
        /// The limit in MB.
        limit_mb: u64,
    },
    /// A packed file that unpacks to far too much (压缩炸弹).
    #[error(
        "文件解开后有 {unpacked_mb} MB（压缩比约 {ratio} 倍），超过安全上限；请用表格软件打开，删去空白行列后另存"
    )]
    Bomb {
        /// Declared unpacked size, in MB, rounded up.
        unpacked_mb: u64,
        /// Unpacked over packed size.
        ratio: u64,
    },
    /// More rows or cells than allowed.
    #[error("工作表“{sheet}”超过 {limit} 个{what}；请拆成几个文件")]
    TooMany {
        /// Name of the sheet.
        sheet: String,
        /// 行 or 单元格.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Protected by a password.
    #[error("文件设了打开密码；请在表格软件里取消密码后另存，再导入")]
    Encrypted,
    /// Cut off or broken.
    #[error("文件已损坏或没有传完（{detail}）；请重新导出或重新上传")]
    Broken {
        /// What the reader met.
        detail: String,
    },
    /// Another kind of file.
    #[error("这是{found}，不是表格；请另存为 xlsx、xls 或 csv 再导入")]
    NotATable {
        /// What the bytes are, in Chinese.
        found: &'static str,
    },
    /// Text in an encoding that cannot be told or with bytes that fit none.
    #[error("文字编码无法识别（第 {line} 行附近有乱码）；请用表格软件另存为“CSV UTF-8”或 xlsx")]
    Encoding {
        /// The first line with bytes that fit no encoding, counted from 1.
        line: usize,
    },
    /// A workbook without a single filled cell.
    #[error("文件里没有任何内容；请检查是否选错了文件")]
    NothingInside,
}

impl Error {
    /// A broken file, with the words of the reader that met the damage.
    pub(super) fn broken(detail: impl std::fmt::Display) -> Self {
        Self::Broken {
            detail: detail.to_string(),
        }
    }
}
