//! List of evidence files (附件、证据): name, size, hash, who added it.
//! It must not know where the bytes are.

use askama::Template;

use super::{filters, format, markup::markup};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileItem {
    /// Name as it was uploaded.
    pub name: String,
    /// Where it is read; empty when the reader may not open it.
    pub href: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// What it is: 营业执照, 门头照片.
    pub kind: String,
    /// Who added it and when.
    pub note: String,
    /// Why it could not be taken; empty when all is well.
    pub problem: String,
}

impl FileItem {
    /// 1.2 MB and the like.
    pub fn size(&self) -> String {
        format::bytes(self.bytes)
    }

    /// The first characters of the hash, enough to compare by eye.
    pub fn short_hash(&self) -> &str {
        self.sha256.get(..12).unwrap_or(&self.sha256)
    }
}

/// The list, printed with `{{ files }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/files.html")]
pub struct FileList {
    /// In the order shown.
    pub files: Vec<FileItem>,
    /// What to say when there are none: 尚未上传营业执照。
    pub empty: String,
}
markup!(FileList);
