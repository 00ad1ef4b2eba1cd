//! Text tables: comma, tab, semicolon, bar, full-width comma; quotes and line breaks inside cells; where nothing of
//! the kind parts cells, blanks that stand under each other.
//! It must not know what the columns mean.

use super::aligned;
use super::cell::{Cell, Words};
use super::encoding::decode;
use super::error::Error;
use super::limit::Limits;
use super::sheet::{Sheet, SheetRow, Visibility, Workbook};

/// Reads a text table as a workbook of one sheet.
pub(super) fn read(bytes: &[u8], sheet_name: &str, limits: &Limits) -> Result<Workbook, Error> {
    let (text, encoding) = decode(bytes)?;
    if text.contains('\0') {
        return Err(Error::NotATable {
            found: "无法识别的二进制文件",
        });
    }
    let (text, delimiter) = delimiter(&text);
    let text = without_stray_quotes(&text, delimiter);
    let rows = rows(&text, delimiter, sheet_name, limits)?;
    let sheet = Sheet {
        name: sheet_name.to_owned(),
        visibility: Visibility::Visible,
        rows,
        merges: Vec::new(),
        hidden_columns: Vec::new(),
    };
    let notes = if encoding == "UTF-8" {
        Vec::new()
    } else {
        vec![format!("文字编码：{encoding}")]
    };
    Ok(Workbook {
        file_name: String::new(),
        sheets: vec![sheet],
        notes,
    })
}

/// The text and its delimiter. Excel writes `sep=;` as a first line; full-width commas become tabs,
/// since the reader wants a delimiter of one byte.
fn delimiter(text: &str) -> (std::borrow::Cow<'_, str>, u8) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(mark) = rest.bytes().next().filter(u8::is_ascii)
    {
        // The line stays, emptied, so that row numbers are those a text editor shows.
        let body = rest.find('\n').map_or("", |at| &rest[at..]);
        return (body.into(), mark);
    }
    let candidates = [
        (',', b','),
        ('\t', b'\t'),
        (';', b';'),
        ('|', b'|'),
        ('，', b'\x1F'),
        ('；', b'\x1F'),
    ];
    let scored = candidates
        .iter()
        .map(|(mark, byte)| (score(text, *mark), *mark, *byte));
    let best = scored.max_by_key(|(score, _, byte)| (*score, *byte == b','));
    match best {
        Some((score, mark @ ('，' | '；'), byte)) if score > 0 => {
            (text.replace(mark, "\x1F").into(), byte)
        }
        Some((score, _, byte)) if score > 0 && (byte != b',' || parts_more_than_digits(text)) => {
            (text.into(), byte)
        }
        _ => match aligned::parted(text) {
            Some(parted) => (parted.into(), b'\x1F'),
            None => (text.into(), b','),
        },
    }
}

/// Whether some comma is not one between the thousands of an amount.
fn parts_more_than_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let groups = |at: usize| (1..=3).all(|n| is_digit(at + n)) && !is_digit(at + 4);
    let commas = (0..bytes.len()).filter(|at| bytes[*at] == b',');
    let mut odd = commas.filter(|at| *at == 0 || !is_digit(at - 1) || !groups(*at));
    odd.next().is_some()
}

/// How regularly a mark parts the first lines: lines that agree on the most common number of marks,
/// times that number.
fn score(text: &str, mark: char) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for line in logical_lines(text).take(60) {
        let mut quoted = false;
        let marks = line.chars().filter(|c| {
            quoted ^= *c == '"';
            !quoted && *c == mark
        });
        *counts.entry(marks.count()).or_insert(0_usize) += 1;
    }
    counts
        .into_iter()
        .filter(|(marks, _)| *marks > 0)
        .map(|(marks, lines)| lines * lines * (marks.min(20) + 4))
        .max()
        .unwrap_or(0)
}

/// Lines, where a line break inside quotes does not end one.
fn logical_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '"';
        c == '\n' && !quoted
    })
    .filter(|line| !line.trim().is_empty())
}

fn rows(text: &str, delimiter: u8, sheet: &str, limits: &Limits) -> Result<Vec<SheetRow>, Error> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    let mut cells_so_far = 0;
    let mut lines = Lines::default();
    let mut words = Words::default();
    while reader.read_record(&mut record).map_err(Error::broken)? {
        let end = usize::try_from(reader.position().byte())
            .unwrap_or(usize::MAX)
            .min(text.len());
        let number = lines.start_of_record(text.as_bytes(), end);
        if let Some(row) = row(&record, number, &mut words) {
            cells_so_far += row.cells.len();
            rows.push(row);
        }
        if rows.len() > limits.rows {
            return Err(Error::TooMany {
                sheet: sheet.to_owned(),
                what: "行",
                limit: limits.rows,
            });
        }
        if cells_so_far > limits.cells {
            return Err(Error::TooMany {
                sheet: sheet.to_owned(),
                what: "单元格",
                limit: limits.cells,
            });
        }
    }
    Ok(rows)
}

fn row(record: &csv::StringRecord, number: u32, words: &mut Words) -> Option<SheetRow> {
    let mut cells: Vec<Cell> = record.iter().map(|text| words.cell(text)).collect();
    while cells.last().is_some_and(Cell::is_empty) {
        cells.pop();
    }
    (!cells.is_empty()).then(|| SheetRow {
        number,
        cells: cells.into_boxed_slice(),
        hidden: false,
    })
}

/// Row numbers as a spreadsheet shows them when it opens the file: one per record, blank lines
/// counted, line breaks inside quotes not.
#[derive(Default)]
struct Lines {
    consumed: usize,
    number: u32,
}

impl Lines {
    fn start_of_record(&mut self, text: &[u8], end: usize) -> u32 {
        // The csv reader skips blank lines silently; they are rows to the user all the same.
        let mut at = self.consumed;
        let mut skipped = 0;
        while at < end && matches!(text[at], b'\n' | b'\r') {
            if text[at] == b'\n' || text.get(at + 1) != Some(&b'\n') {
                skipped += 1;
            }
            at += 1;
        }
        self.consumed = end;
        // A record may end before the `\n` of its `\r\n`; that break belongs to it.
        if end > 0 && text.get(end - 1) == Some(&b'\r') && text.get(end) == Some(&b'\n') {
            self.consumed = end + 1;
        }
        self.number += skipped + 1;
        self.number
    }
}

/// A cell that goes on for more lines than this was opened by a stray quote.
const MOST_LINES_OF_A_CELL: usize = 2_000;
/// Takes the place of a stray quote; it looks the same.
const STRAY: &str = "＂";

/// The text without quotes that are opened and never closed: a stray inch mark or a quotation would swallow the rest
/// of the file.
fn without_stray_quotes(text: &str, delimiter: u8) -> std::borrow::Cow<'_, str> {
    let mut strays = Vec::new();
    let mut from = 0;
    while let Some(stray) = stray_quote(text.as_bytes(), from, delimiter) {
        strays.push(stray);
        from = stray + 1;
    }
    if strays.is_empty() {
        return text.into();
    }
    let mut cleaned = String::with_capacity(text.len() + strays.len() * STRAY.len());
    let mut done = 0;
    for stray in strays {
        cleaned.push_str(&text[done..stray]);
        cleaned.push_str(STRAY);
        done = stray + 1;
    }
    cleaned.push_str(&text[done..]);
    cleaned.into()
}

/// The first quote from a place on that opens a cell which nothing closes.
fn stray_quote(bytes: &[u8], from: usize, delimiter: u8) -> Option<usize> {
    let mut opened = None;
    let mut lines = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        let field_start =
            at == 0 || matches!(bytes[at - 1], b'\n' | b'\r') || bytes[at - 1] == delimiter;
        let ends_cell = || match bytes.get(at + 1) {
            None | Some(b'\n' | b'\r' | b'"') => true,
            Some(next) => *next == delimiter,
        };
        match byte {
            // What seems to close a cell of several lines is the first quote of another one.
            b'"' if opened.is_some() && lines > 0 && field_start && !ends_cell() => return opened,
            b'"' if opened.is_some() => opened = None,
            b'"' if field_start || at > from && bytes[at - 1] == b'"' => {
                opened = Some(at);
                lines = 0;
            }
            b'\n' if opened.is_some() => lines += 1,
            _ => {}
        }
        if lines > MOST_LINES_OF_A_CELL {
            return opened;
        }
    }
    opened
}
