//! Why a document file gives no text, in words for the person who uploaded it.
//! It must not know how the formats are read.

use thiserror::Error;

/// Why a document file gives no text. Every message names the file, what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// Nothing in the file.
    #[error("文件“{file}”是空的，请重新导出或上传")]
    Empty {
        /// The name as uploaded.
        file: String,
    },
    /// Larger than any document that is read.
    #[error(
        "文件“{file}”超过 {limit_mb} MB，不是工作方案类文件的正常大小，请拆分或另存为纯文本后再传"
    )]
    TooLarge {
        /// The name as uploaded.
        file: String,
        /// The limit, in megabytes.
        limit_mb: usize,
    },
    /// A kind recognised by its bytes that holds no directly readable text.
    #[error(
        "文件“{file}”是{kind}，读不出文字；请用 Word 或 WPS 打开（扫描件先识别文字），另存为 .docx 或 .txt 后再传"
    )]
    Unreadable {
        /// The name as uploaded.
        file: String,
        /// The kind, in words.
        kind: &'static str,
    },
    /// Named as a Word file but without its structure.
    #[error(
        "文件“{file}”不是有效的 Word 文件（.docx），可能是改了扩展名；请用 Word 或 WPS 打开后另存为 .docx"
    )]
    NotWord {
        /// The name as uploaded.
        file: String,
    },
    /// A Word file whose archive or XML is cut short or damaged.
    #[error("文件“{file}”不完整或已损坏（{place}），请重新拷贝或下载后再传")]
    Damaged {
        /// The name as uploaded.
        file: String,
        /// Which part is damaged, in words.
        place: &'static str,
    },
    /// An archive that unpacks to far more than a document can hold.
    #[error(
        "文件“{file}”解压后异常庞大，疑似压缩炸弹，已拒绝读取；如确为正常文件，请另存为 .txt 后再传"
    )]
    Bomb {
        /// The name as uploaded.
        file: String,
    },
    /// A document of pictures only.
    #[error("文件“{file}”里没有文字（可能只有图片或扫描页），请先识别文字再传")]
    NoText {
        /// The name as uploaded.
        file: String,
    },
    /// Bytes in none of the encodings offices use.
    #[error(
        "文件“{file}”不是可识别的文字编码（支持 UTF-8、GB18030/GBK、UTF-16），请用记事本另存为 UTF-8 后再传"
    )]
    Encoding {
        /// The name as uploaded.
        file: String,
    },
}
