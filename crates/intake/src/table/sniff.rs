//! What the bytes of a file are, whatever its name says. It must not parse them.

use super::error::Error;

/// The container a table comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// A zip package: xlsx or xlsm.
    Zip,
    /// A compound file: xls.
    Compound,
    /// A web page saved with an xls name.
    Html,
    /// XML Spreadsheet 2003.
    SpreadsheetXml,
    /// Text with delimiters.
    Text,
}

/// Tells the container by its first bytes.
pub(super) fn container(bytes: &[u8]) -> Result<Container, Error> {
    const OTHERS: &[(&[u8], &str)] = &[
        (b"%PDF", "PDF 文件"),
        (b"\x89PNG", "图片"),
        (b"\xFF\xD8\xFF", "图片"),
        (b"GIF8", "图片"),
        (b"BM", "图片"),
        (b"Rar!", "RAR 压缩包"),
        (b"7z\xBC\xAF", "7z 压缩包"),
        (b"\x1F\x8B", "gzip 压缩包"),
        (b"{\\rtf", "RTF 文档"),
        (b"SQLite format 3", "数据库文件"),
        (b"MZ", "程序文件"),
    ];
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Container::Zip);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(Container::Compound);
    }
    let other = OTHERS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic) && (magic.len() > 2 || is_binary(bytes)));
    if let Some((_, found)) = other {
        return Err(Error::NotATable { found });
    }
    markup(bytes)
}

/// Text that holds markup, judged by its opening.
fn markup(bytes: &[u8]) -> Result<Container, Error> {
    let opening: String = bytes
        .iter()
        .take(4096)
        .filter(|b| **b != 0 && b.is_ascii())
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect();
    let start = opening.trim_start();
    if start.starts_with("mime-version:") {
        return Err(Error::NotATable {
            found: "单个文件网页（mht）",
        });
    }
    if !start.starts_with('<') {
        return Ok(Container::Text);
    }
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") && start.contains("<workbook")
    {
        return Ok(Container::SpreadsheetXml);
    }
    let is_html = [
        "<html",
        "<table",
        "<!doctype html",
        "<head",
        "<meta",
        "<body",
        "<style",
        "<div",
        "<tr",
    ];
    if is_html.iter().any(|tag| start.contains(tag)) {
        Ok(Container::Html)
    } else {
        Ok(Container::Text)
    }
}

/// True when the opening holds bytes that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(512).any(|b| *b < 9)
}
