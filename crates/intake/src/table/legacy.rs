//! xls workbooks (BIFF in a compound file). The records are walked once before calamine parses them,
//! to refuse what would make it allocate without bound, and to learn which rows are hidden.
//! It must not know headers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use super::cell::Cell;
use super::error::Error;
use super::limit::Limits;
use super::office_xml::date_cell;
use super::sheet::{Merge, RowCollector, Sheet, Visibility, Workbook};
use super::stream::Budget;

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Error> {
    let walked = walk(&workbook_stream(bytes)?)?;
    let mut xls: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refusal)?;
    let mut notes = Vec::new();
    if walked.has_macros || xls.vba_project().is_ok_and(|vba| vba.is_some()) {
        notes.push("文件带有宏，没有运行，只读取了单元格".to_owned());
    }
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (at, meta) in xls.sheets_metadata().to_vec().into_iter().enumerate() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let range = xls.worksheet_range(&meta.name).map_err(refusal)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = RowCollector::default();
        for (row, column, data) in range.used_cells() {
            let (row, column) = (
                top + u32::try_from(row).unwrap_or(u32::MAX),
                left + u32::try_from(column).unwrap_or(u32::MAX),
            );
            budget.spend(&meta.name, row)?;
            rows.put(row, column, cell(data));
        }
        let merges = xls
            .merge_cells_by_sheet_name(&meta.name)
            .unwrap_or_default();
        let mut merges: Vec<Merge> = merges
            .iter()
            .map(|d| Merge {
                top: d.start.0,
                left: d.start.1,
                bottom: d.end.0,
                right: d.end.1,
            })
            .filter(|m| m.top <= m.bottom && m.left <= m.right)
            .collect();
        merges.sort_by_key(|m| (m.top, m.left));
        let layout = walked.sheets.get(&at).cloned().unwrap_or_default();
        let visibility = if meta.visible == SheetVisible::Visible {
            Visibility::Visible
        } else {
            Visibility::Hidden
        };
        sheets.push(Sheet {
            name: meta.name,
            visibility,
            rows: rows.finish(&layout.hidden_rows),
            merges,
            hidden_columns: layout.hidden_columns,
        });
    }
    Ok(Workbook {
        file_name: String::new(),
        sheets,
        notes,
    })
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "spreadsheet numbers are doubles in the file"
        )]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::text(&unmangled(text))
        }
        Data::Bool(flag) => Cell::Bool(*flag),
        Data::DateTime(at) => date_cell(at),
        Data::Error(error) => Cell::Error(error.to_string().into_boxed_str()),
    }
}

/// Old export programs store GBK bytes where the format wants Latin-1. Such a text is all below
/// U+0100 and its high characters come in pairs that GBK can read.
fn unmangled(text: &str) -> std::borrow::Cow<'_, str> {
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    let Some(bytes) = bytes.filter(|b| b.iter().filter(|b| **b >= 0x81).count() >= 2) else {
        return text.into();
    };
    let (decoded, had_errors) = encoding_rs::GBK.decode_without_bom_handling(&bytes);
    let is_chinese = |c: char| {
        !c.is_ascii() && ('\u{2010}'..='\u{9FFF}').contains(&c)
            || ('\u{FF00}'..='\u{FFEF}').contains(&c)
    };
    let sensible = !had_errors && decoded.chars().all(|c| c.is_ascii() || is_chinese(c));
    if sensible {
        decoded.into_owned().into()
    } else {
        text.into()
    }
}

fn refusal(error: XlsError) -> Error {
    match error {
        XlsError::Password => Error::Encrypted,
        other => Error::broken(other),
    }
}

/// The stream of records, or the reason why the compound file is no workbook.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|_| Error::broken("复合文档结构不完整"))?;
    let has = |name: &str, file: &cfb::CompoundFile<Cursor<&[u8]>>| file.is_stream(name);
    if has("/EncryptedPackage", &file) || has("/EncryptionInfo", &file) {
        return Err(Error::Encrypted);
    }
    let Some(name) = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"]
        .into_iter()
        .find(|n| has(n, &file))
    else {
        let found = if has("/WordDocument", &file) {
            "Word 文档"
        } else if has("/PowerPoint Document", &file) {
            "演示文稿"
        } else {
            "其他程序的复合文档"
        };
        return Err(Error::NotATable { found });
    };
    let mut stream = Vec::new();
    let part = file.open_stream(name).map_err(Error::broken)?;
    part.take(512 << 20)
        .read_to_end(&mut stream)
        .map_err(|_| Error::broken("工作簿内容不完整"))?;
    Ok(stream)
}

/// What the walk over the records found.
#[derive(Default)]
struct Walked {
    has_macros: bool,
    sheets: BTreeMap<usize, Layout>,
}

#[derive(Default, Clone)]
struct Layout {
    hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<u32>,
}

const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const OB_PROJ: u16 = 0x00D3;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
const COL_INFO: u16 = 0x007D;
const END: u16 = 0x000A;

/// Records from a place in the stream: type and body. Ends where the stream ends or breaks off.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let head = stream.get(at..at.checked_add(4)?)?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let body = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, body))
    })
}

fn u16_at(body: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*body.get(at)?, *body.get(at + 1)?]))
}

fn u32_at(body: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16_at(body, at)?) | u32::from(u16_at(body, at + 2)?) << 16)
}

fn walk(stream: &[u8]) -> Result<Walked, Error> {
    const MOST_SHEETS: usize = 500;
    let mut walked = Walked::default();
    let mut starts = Vec::new();
    for (kind, body) in records(stream, 0) {
        match kind {
            FILE_PASS => return Err(Error::Encrypted),
            BOUND_SHEET => starts.extend(u32_at(body, 0)),
            OB_PROJ => walked.has_macros = true,
            END => break,
            _ => {}
        }
    }
    if starts.is_empty() || starts.len() > MOST_SHEETS {
        return Err(Error::broken("找不到工作表目录"));
    }
    let mut area = 0;
    for (at, start) in starts.into_iter().enumerate() {
        let start = start as usize;
        if start >= stream.len() {
            return Err(Error::broken("工作表的位置超出文件，文件没有传完"));
        }
        let (layout, used) = walk_sheet(stream, start)?;
        area += used;
        walked.sheets.insert(at, layout);
    }
    // The parser lays every sheet out as a full rectangle.
    if area > 60_000_000 {
        return Err(Error::broken("工作表的使用区域过大，请删去空白行列后另存"));
    }
    Ok(walked)
}

/// The layout of one sheet and the area of the rectangle around its cells.
fn walk_sheet(stream: &[u8], start: usize) -> Result<(Layout, usize), Error> {
    let mut layout = Layout::default();
    let mut bounds: Option<(u16, u16, u16, u16)> = None;
    let mut ended = false;
    for (kind, body) in records(stream, start) {
        match kind {
            DIMENSIONS => check_dimensions(body)?,
            ROW => {
                if let (Some(row), Some(flags)) = (u16_at(body, 0), u16_at(body, 12))
                    && flags & 0x20 != 0
                {
                    layout.hidden_rows.insert(u32::from(row));
                }
            }
            COL_INFO => {
                if let (Some(first), Some(last), Some(flags)) =
                    (u16_at(body, 0), u16_at(body, 2), u16_at(body, 8))
                    && flags & 1 != 0
                    && last < 255
                {
                    layout
                        .hidden_columns
                        .extend(u32::from(first)..=u32::from(last));
                }
            }
            0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203..=0x0205 | 0x027E => {
                if let (Some(row), Some(column)) = (u16_at(body, 0), u16_at(body, 2)) {
                    let last = if kind == 0x00BD {
                        body.len()
                            .checked_sub(2)
                            .and_then(|at| u16_at(body, at))
                            .unwrap_or(column)
                    } else {
                        column
                    };
                    let (t, l, b, r) = bounds.unwrap_or((row, column, row, last));
                    bounds = Some((t.min(row), l.min(column), b.max(row), r.max(last)));
                }
            }
            END => {
                ended = true;
                break;
            }
            _ => {}
        }
    }
    if !ended {
        return Err(Error::broken("工作表没有结束标记，文件没有传完"));
    }
    let used = bounds.map_or(0, |(t, l, b, r)| {
        usize::from(b - t + 1) * usize::from(r - l + 1)
    });
    Ok((layout, used))
}

/// BIFF8 has 14 bytes (32-bit rows), earlier versions 10.
fn check_dimensions(body: &[u8]) -> Result<(), Error> {
    let ends = if body.len() >= 14 {
        (
            u32_at(body, 0),
            u32_at(body, 4),
            u16_at(body, 8),
            u16_at(body, 10),
        )
    } else {
        (
            u16_at(body, 0).map(u32::from),
            u16_at(body, 2).map(u32::from),
            u16_at(body, 4),
            u16_at(body, 6),
        )
    };
    match ends {
        (Some(top), Some(bottom), Some(left), Some(right))
            if top <= bottom && bottom <= 65_536 && left <= right && right <= 256 =>
        {
            Ok(())
        }
        _ => Err(Error::broken("工作表的使用区域不合规范")),
    }
}
