//! xlsx and xlsm workbooks. Cells come from calamine as a stream; hidden rows, hidden columns and
//! merged areas from one pass over the sheet's markup. It must not know headers.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Cursor, Read};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil::DateTime;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive::Package;
use super::cell::{Cell, Words};
use super::error::Error;
use super::limit::Limits;
use super::sheet::{Merge, RowCollector, Sheet, Visibility, Workbook};
use super::stream::Budget;

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Error> {
    let mut package = Package::open(bytes, limits)?;
    package.check_parts()?;
    let mut layouts = layouts(&mut package)?;
    let mut notes = Vec::new();
    if package.has_macros() {
        notes.push("文件带有宏，没有运行，只读取了单元格".to_owned());
    }
    let mut xlsx: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let mut sheets = Vec::new();
    let mut budget = Budget::new(limits);
    for meta in xlsx.sheets_metadata().to_vec() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let layout = layouts.remove(&meta.name).unwrap_or_default();
        let rows = match cells(&mut xlsx, &meta.name, &mut budget) {
            Ok(rows) => rows,
            // A chart sheet that calls itself a worksheet holds no rows.
            Err(Problem::NotAWorksheet) => continue,
            Err(Problem::Refused(error)) => return Err(error),
        };
        let visibility = if meta.visible == SheetVisible::Visible {
            Visibility::Visible
        } else {
            Visibility::Hidden
        };
        sheets.push(Sheet {
            name: meta.name,
            visibility,
            rows: rows.finish(&layout.hidden_rows),
            merges: layout.merges,
            hidden_columns: layout.hidden_columns,
        });
    }
    Ok(Workbook {
        file_name: String::new(),
        sheets,
        notes,
    })
}

enum Problem {
    NotAWorksheet,
    Refused(Error),
}

fn cells(
    xlsx: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    budget: &mut Budget,
) -> Result<RowCollector, Problem> {
    let mut reader = xlsx
        .worksheet_cells_reader(name)
        .map_err(|error| match error {
            XlsxError::NotAWorksheet(_) => Problem::NotAWorksheet,
            other => Problem::Refused(refusal(other)),
        })?;
    let mut rows = RowCollector::default();
    let mut words = Words::default();
    while let Some(record) = reader
        .next_cell_with_formula_metadata()
        .map_err(|e| Problem::Refused(refusal(e)))?
    {
        let (row, column) = record.pos;
        let cell = match record.value {
            DataRef::Empty if record.formula.is_some() => Cell::Uncomputed,
            value => cell(value, &mut words),
        };
        if !cell.is_empty() {
            budget.spend(name, row).map_err(Problem::Refused)?;
            rows.put(row, column, cell);
        }
    }
    Ok(rows)
}

fn cell(value: DataRef<'_>, words: &mut Words) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "spreadsheet numbers are doubles in the file"
        )]
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            words.cell(&text)
        }
        DataRef::SharedString(text) => words.cell(text),
        DataRef::Bool(flag) => Cell::Bool(flag),
        DataRef::DateTime(at) => date_cell(&at),
        DataRef::Error(error) => Cell::Error(error.to_string().into_boxed_str()),
    }
}

/// A cell formatted as date. Serials below one are times of day, durations are no dates.
pub(super) fn date_cell(at: &calamine::ExcelDateTime) -> Cell {
    if at.is_duration() || at.as_f64() < 1.0 {
        return Cell::Number(at.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let parts = (
        i16::try_from(year),
        i8::try_from(month),
        i8::try_from(day),
        i8::try_from(hour),
        i8::try_from(minute),
        i8::try_from(second),
    );
    let (Ok(year), Ok(month), Ok(day), Ok(hour), Ok(minute), Ok(second)) = parts else {
        return Cell::Number(at.as_f64());
    };
    match DateTime::new(year, month, day, hour, minute, second, 0) {
        // Serial times are fractions: 10:31:49.9996 is 10:31:50.
        Ok(found) if milli >= 500 => found
            .checked_add(jiff::Span::new().seconds(1))
            .map_or(Cell::DateTime(found), Cell::DateTime),
        Ok(found) => Cell::DateTime(found),
        Err(_) => Cell::Number(at.as_f64()),
    }
}

fn refusal(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => Error::Encrypted,
        other => Error::broken(other),
    }
}

/// What the markup of a sheet says beside its cells.
#[derive(Default)]
struct Layout {
    hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<u32>,
    merges: Vec<Merge>,
}

/// Layouts by sheet name.
fn layouts(package: &mut Package<'_>) -> Result<HashMap<String, Layout>, Error> {
    let Some(path) = package
        .names_ending("workbook.xml")
        .into_iter()
        .min_by_key(String::len)
    else {
        return Ok(HashMap::new());
    };
    let folder = path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .to_owned();
    let rels_path = format!("{folder}/_rels/workbook.xml.rels");
    let targets = package
        .text(rels_path.trim_start_matches('/'))
        .map_or_else(|_| HashMap::new(), |xml| relations(&xml));
    let names = sheet_names(&package.text(&path)?);
    let mut found = HashMap::new();
    for (name, id) in names {
        let Some(target) = targets.get(&id) else {
            continue;
        };
        let part = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{folder}/{target}")
                .trim_start_matches('/')
                .to_owned(),
        };
        if !package.names_ending(&part).is_empty() {
            let layout = package.with_part(&part, layout)?;
            found.insert(name, layout);
        }
    }
    Ok(found)
}

fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| {
        let key: &str = a.key.local_name().into_inner();
        key == wanted
    })?;
    quick_xml::escape::unescape(&found.value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

fn tags(xml: &str, name: &str, mut take: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().into_inner() == name => {
                take(&tag)
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn relations(xml: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    tags(xml, "Relationship", |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            found.insert(id, target);
        }
    });
    found
}

fn sheet_names(xml: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    tags(xml, "sheet", |tag| {
        if let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "id")) {
            found.push((name, id));
        }
    });
    found
}

/// One pass over a sheet's markup. Cells are the bulk of it and say nothing here, so that nothing but
/// the tags that matter is parsed; whether the markup is whole is told by the reading of the cells.
fn layout(reader: &mut dyn Read) -> Result<Layout, Error> {
    let mut xml = BufReader::with_capacity(1 << 16, reader);
    let mut layout = Layout::default();
    let (mut row, mut tag) = (0_u32, Vec::new());
    while xml.skip_until(b'<').map_err(Error::broken)? > 0 {
        tag.clear();
        xml.read_until(b'>', &mut tag).map_err(Error::broken)?;
        let name = local_name(&tag);
        if let Some(name) = LAYOUT_TAGS
            .into_iter()
            .find(|known| known.as_bytes() == name)
        {
            let markup = format!("<{}", String::from_utf8_lossy(&tag));
            tags(&markup, name, |tag| layout.take(tag, name, &mut row));
        }
    }
    layout.merges.sort_by_key(|m| (m.top, m.left));
    Ok(layout)
}

/// The tags that a layout is made of.
const LAYOUT_TAGS: [&str; 3] = ["row", "col", "mergeCell"];

/// The name of a tag without its prefix; `tag` is what stands between the angle brackets.
fn local_name(tag: &[u8]) -> &[u8] {
    let end = tag
        .iter()
        .position(|b| matches!(b, b' ' | b'/' | b'>' | b'\t' | b'\r' | b'\n'));
    let name = &tag[..end.unwrap_or(tag.len())];
    let colon = name.iter().position(|b| *b == b':');
    colon.map_or(name, |at| &name[at + 1..])
}

impl Layout {
    /// Takes one tag in; `row` is the number of the last row met, from 1.
    fn take(&mut self, tag: &BytesStart<'_>, name: &str, row: &mut u32) {
        const MOST_MERGES: usize = 200_000;
        match name {
            "row" => {
                *row = attribute(tag, "r")
                    .and_then(|r| r.parse().ok())
                    .unwrap_or(*row + 1);
                if is_true(attribute(tag, "hidden")) {
                    self.hidden_rows.insert(row.saturating_sub(1));
                }
            }
            "col" if is_true(attribute(tag, "hidden")) => self.hidden_columns.extend(columns(tag)),
            "mergeCell" if self.merges.len() < MOST_MERGES => {
                self.merges
                    .extend(attribute(tag, "ref").and_then(|r| area(&r)));
            }
            _ => {}
        }
    }
}

fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true"))
}

/// Hidden columns; a span to the end of the sheet hides only unused ones and says nothing.
fn columns(tag: &BytesStart<'_>) -> std::ops::Range<u32> {
    let number = |name| attribute(tag, name).and_then(|v| v.parse::<u32>().ok());
    match (number("min"), number("max")) {
        (Some(min), Some(max)) if min >= 1 && max >= min && max - min < 256 && max < 16_384 => {
            min - 1..max
        }
        _ => 0..0,
    }
}

/// `A1:C2` as an area.
fn area(reference: &str) -> Option<Merge> {
    let (from, to) = reference.split_once(':')?;
    let ((top, left), (bottom, right)) = (corner(from)?, corner(to)?);
    (top <= bottom && left <= right).then_some(Merge {
        top,
        left,
        bottom,
        right,
    })
}

fn corner(reference: &str) -> Option<(u32, u32)> {
    let plain = reference.replace('$', "");
    let at = plain.find(|c: char| c.is_ascii_digit())?;
    let column = plain[..at].bytes().try_fold(0_u32, |sum, b| {
        let letter = b
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|l| *l < 26)?;
        sum.checked_mul(26)?.checked_add(u32::from(letter) + 1)
    })?;
    let row: u32 = plain[at..].parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}
