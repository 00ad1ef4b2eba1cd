//! The plain text of an incoming document: txt in the encodings offices use, Word (.docx, .doc) and PDF with text.
//! It must not know what the text means; spans of later readings point into exactly this text.

mod error;
mod numbering;
mod pdf;
mod pdf_font;
mod pdf_line;
mod pdf_page;
mod plain;
mod word;
mod word_binary;
mod word_paragraph;
mod word_text;

pub use error::Error;

/// The largest file that is read at all, in bytes. A plan is a few pages; a larger file is a mistake or an attack.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

const OLE_MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
const PDF_MAGIC: &[u8] = b"%PDF";

/// The text of a document file. The kind is told by the bytes, never by the name alone.
///
/// `file_name` is used in messages and to recognise a Word file that was cut short.
///
/// # Errors
/// A Chinese message saying what is wrong with the file and what to do, see [`Error`].
pub fn extract(bytes: &[u8], file_name: &str) -> Result<String, Error> {
    let file = || file_name.to_owned();
    if bytes.is_empty() {
        return Err(Error::Empty { file: file() });
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Error::TooLarge {
            file: file(),
            limit_mb: MAX_FILE_BYTES / 1024 / 1024,
        });
    }
    if bytes.starts_with(ZIP_MAGIC) {
        return word::extract(bytes, file_name);
    }
    if bytes.starts_with(OLE_MAGIC) {
        return word_binary::extract(bytes, file_name, "加密的或不是 Word 的 Office 文件");
    }
    if bytes.starts_with(PDF_MAGIC) {
        return pdf::extract(bytes, file_name);
    }
    if let Some(kind) = unreadable_kind(bytes) {
        return Err(Error::Unreadable { file: file(), kind });
    }
    if named_as_word(file_name) {
        return Err(Error::NotWord { file: file() });
    }
    plain::decode(bytes, file_name)
}

fn named_as_word(file_name: &str) -> bool {
    let name = file_name.to_ascii_lowercase();
    [".docx", ".docm", ".dotx"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// The kinds that are recognised by their first bytes and cannot be read as text.
fn unreadable_kind(bytes: &[u8]) -> Option<&'static str> {
    let lower: Vec<u8> = bytes.iter().take(256).map(u8::to_ascii_lowercase).collect();
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if starts(b"{\\rtf") => Some("RTF 文件"),
        () if starts(b"\x89PNG")
            || starts(b"\xFF\xD8\xFF")
            || starts(b"II*\0")
            || starts(b"MM\0*") =>
        {
            Some("图片或扫描件")
        }
        () if starts(b"Rar!") || starts(b"7z\xBC\xAF") || starts(&[0x1F, 0x8B]) => Some("压缩包"),
        () if lower.windows(5).any(|w| w == b"<html") || lower.starts_with(b"<!doctype html") => {
            Some("网页文件")
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_text_are_refused_with_what_to_do() {
        let cases: [(&[u8], &str, &str); 6] = [
            (OLE_MAGIC, "方案.doc", "另存为"),
            (b"%PDF-1.7 \n", "方案.pdf", "PDF"),
            (b"", "方案.txt", "是空的"),
            (b"\x89PNG\r\n", "扫描.png", "图片"),
            (b"plain words", "方案.docx", "不是有效的 Word 文件"),
            (b"PK\x03\x04cut short", "方案.docx", "不完整"),
        ];
        for (bytes, name, words) in cases {
            let message = extract(bytes, name).unwrap_err().to_string();
            assert!(
                message.contains(words) && message.contains(name),
                "{message}"
            );
        }
    }

    #[test]
    fn the_bytes_decide_not_the_name() {
        assert_eq!(
            extract("云溪县方案".as_bytes(), "方案.dat").unwrap(),
            "云溪县方案"
        );
    }
}
