//! Opening a file of any of the kinds offices send. It must not know what the rows mean.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::error::Error;
use super::limit::Limits;
use super::sheet::{Sheet, Visibility, Workbook};
use super::sniff::{Container, container};
use super::{delimited, html, legacy, office_xml, spreadsheet_xml};

/// Opens a table with the usual limits. The kind of file is told by its bytes; the name only gives
/// text files their sheet name.
///
/// # Errors
/// See [`Error`]: empty, too large, a zip bomb, encrypted, broken, not a table.
pub fn open(bytes: &[u8], file_name: &str) -> Result<Workbook, Error> {
    open_within(bytes, file_name, &Limits::default())
}

/// Opens a table with given limits.
///
/// # Errors
/// As [`open`].
pub fn open_within(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Workbook, Error> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(Error::TooLarge {
            actual_mb: size.div_ceil(1 << 20),
            limit_mb: limits.file_bytes >> 20,
        });
    }
    let found = container(bytes)?;
    // Third-party parsers meet whatever people upload; a file that trips one of them must come back
    // to its owner as broken and never take the process down.
    let read = catch_unwind(AssertUnwindSafe(|| {
        dispatch(found, bytes, file_name, limits)
    }));
    let mut workbook = read.unwrap_or_else(|_| Err(Error::broken("内部结构不合规范")))?;
    workbook.file_name = file_name.to_owned();
    if workbook.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Error::NothingInside);
    }
    note_hidden(&mut workbook);
    Ok(workbook)
}

fn dispatch(
    found: Container,
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
) -> Result<Workbook, Error> {
    match found {
        Container::Zip => office_xml::read(bytes, limits),
        Container::Compound => legacy::read(bytes, limits),
        Container::Html => html::read(bytes, &stem(file_name), limits),
        Container::SpreadsheetXml => spreadsheet_xml::read(bytes, limits),
        Container::Text => delimited::read(bytes, &stem(file_name), limits),
    }
}

/// The file name without folder and ending.
fn stem(file_name: &str) -> String {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    base.rsplit_once('.')
        .map_or(base, |(stem, _)| stem)
        .to_owned()
}

fn note_hidden(workbook: &mut Workbook) {
    let mut notes = Vec::new();
    for sheet in &workbook.sheets {
        let Sheet {
            name,
            visibility,
            rows,
            hidden_columns,
            ..
        } = sheet;
        if *visibility == Visibility::Hidden && !rows.is_empty() {
            notes.push(format!("工作表“{name}”是隐藏的，默认不导入；需要时请选上"));
        }
        let hidden_rows = rows.iter().filter(|row| row.hidden).count();
        if hidden_rows > 0 {
            notes.push(format!(
                "工作表“{name}”有 {hidden_rows} 行是隐藏或被筛选掉的，也已读入"
            ));
        }
        if !hidden_columns.is_empty() {
            notes.push(format!(
                "工作表“{name}”有 {} 列是隐藏的，也已读入",
                hidden_columns.len()
            ));
        }
    }
    workbook.notes.extend(notes);
}
