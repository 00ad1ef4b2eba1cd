//! Word files of the years before .docx (.doc, and WPS files of the same form): the text by the piece table
//! ([MS-DOC] 2.4.1), table cells told by the properties of their paragraphs. Macros and objects are never opened.
//! It must not know what the text means.

use std::io::{Cursor, Read, Seek};

use super::Error;
use super::word_paragraph::{Kind, Paragraphs};

/// Of any stream; a plan's is a few hundred kilobytes.
const MAX_STREAM_BYTES: u64 = 48 * 1024 * 1024;

/// Offsets into the file information block ([MS-DOC] 2.5).
mod fib {
    pub(super) const FLAGS: usize = 0x0A;
    pub(super) const MAIN_TEXT_LENGTH: usize = 0x4C;
    pub(super) const PARAGRAPH_PAGES: usize = 0x102;
    pub(super) const PIECES: usize = 0x1A2;
    pub(super) const IS_ENCRYPTED: u16 = 0x0100;
    pub(super) const USES_TABLE_ONE: u16 = 0x0200;
}

/// The text of a binary Word file; `kind` names what the compound file is when it is none.
pub(super) fn extract(bytes: &[u8], file_name: &str, kind: &'static str) -> Result<String, Error> {
    let file = || file_name.to_owned();
    let unreadable = |kind| Error::Unreadable { file: file(), kind };
    let mut compound = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| unreadable(kind))?;
    let main = stream(&mut compound, "WordDocument").ok_or_else(|| unreadable(kind))?;
    let flags = u16_at(&main, fib::FLAGS).unwrap_or_default();
    if flags & fib::IS_ENCRYPTED != 0 {
        return Err(unreadable("加密的 Word 文件"));
    }
    let name = if flags & fib::USES_TABLE_ONE != 0 {
        "1Table"
    } else {
        "0Table"
    };
    let damaged = |place| Error::Damaged {
        file: file(),
        place,
    };
    let table = stream(&mut compound, name).ok_or_else(|| damaged("文字表"))?;
    let pieces = pieces(&main, &table).ok_or_else(|| damaged("文字位置"))?;
    let paragraphs = Paragraphs::read(
        &main,
        section(&main, &table, fib::PARAGRAPH_PAGES).unwrap_or_default(),
    );
    // The numbers that Word writes by itself stand nowhere in the text; without them the tasks are lost.
    if paragraphs.are_numbered() {
        return Err(unreadable("使用了自动编号的旧版 Word 文件（.doc）"));
    }
    let text = text(&main, &pieces, &paragraphs).ok_or_else(|| damaged("正文"))?;
    if text.trim().is_empty() {
        return Err(Error::NoText { file: file() });
    }
    Ok(text)
}

fn stream<F: Read + Seek>(compound: &mut cfb::CompoundFile<F>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let stream = compound.open_stream(name).ok()?;
    stream.take(MAX_STREAM_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A stretch of text that stands together in the file.
#[derive(Debug)]
struct Piece {
    /// Characters of it that belong to the main text.
    length: usize,
    /// Byte offset of its first character.
    offset: usize,
    /// One byte per character (cp1252) instead of two (UTF-16).
    is_narrow: bool,
}

/// What the two numbers at `place` of the information block point to in the table stream.
fn section<'a>(main: &[u8], table: &'a [u8], place: usize) -> Option<&'a [u8]> {
    let start = u32_at(main, place)? as usize;
    let length = u32_at(main, place + 4)? as usize;
    table.get(start..start.checked_add(length)?)
}

fn pieces(main: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    let mut clx = section(main, table, fib::PIECES)?;
    // Property lists may stand before the piece table.
    while let [1, rest @ ..] = clx {
        let length = usize::from(u16_at(rest, 0)?);
        clx = rest.get(2 + length..)?;
    }
    let [2, rest @ ..] = clx else { return None };
    let length = u32_at(rest, 0)? as usize;
    let plc = rest.get(4..4_usize.checked_add(length)?)?;
    let count = plc.len().checked_sub(4)? / 12;
    let limit = u32_at(main, fib::MAIN_TEXT_LENGTH)? as usize;
    let mut all = Vec::new();
    for at in 0..count {
        let first = u32_at(plc, at * 4)? as usize;
        let end = (u32_at(plc, at * 4 + 4)? as usize).min(limit);
        let place = u32_at(plc, (count + 1) * 4 + at * 8 + 2)?;
        let is_narrow = place & 0x4000_0000 != 0;
        let place = (place & 0x3FFF_FFFF) as usize;
        if first < end {
            all.push(Piece {
                length: end - first,
                offset: if is_narrow { place / 2 } else { place },
                is_narrow,
            });
        }
    }
    Some(all)
}

fn text(main: &[u8], pieces: &[Piece], paragraphs: &Paragraphs) -> Option<String> {
    let mut writer = Writer::default();
    for piece in pieces {
        let width = if piece.is_narrow { 1 } else { 2 };
        let end = piece.offset.checked_add(piece.length.checked_mul(width)?)?;
        let bytes = main.get(piece.offset..end)?;
        if piece.is_narrow {
            let (narrow, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            for (at, c) in narrow.chars().enumerate() {
                writer.put(c, || paragraphs.at(piece.offset + at));
            }
        } else {
            let units = bytes
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            let mut at = piece.offset;
            for c in char::decode_utf16(units) {
                let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                writer.put(c, || paragraphs.at(at));
                at += c.len_utf16() * 2;
            }
        }
    }
    Some(writer.text)
}

/// The text as it grows: field codes left out, rows of tables on a line each.
#[derive(Debug, Default)]
struct Writer {
    text: String,
    /// Fields open, each with whether its code is over.
    fields: Vec<bool>,
    /// A cell mark stands right before: the next cell is parted from it by a tab.
    after_cell: bool,
}

impl Writer {
    /// Takes one character; `paragraph` tells what the paragraph is that a mark ends.
    fn put(&mut self, c: char, paragraph: impl Fn() -> Kind) {
        match c {
            '\x13' => self.fields.push(false),
            '\x14' => {
                if let Some(field) = self.fields.last_mut() {
                    *field = true;
                }
            }
            '\x15' => {
                self.fields.pop();
            }
            _ if self.fields.contains(&false) => {}
            '\x07' if paragraph().ends_row => {
                self.text.push('\n');
                self.after_cell = false;
            }
            '\x07' => {
                if self.after_cell {
                    self.text.push('\t');
                }
                self.after_cell = true;
            }
            // A cell of several paragraphs stays one cell.
            '\r' | '\x0B' | '\x0C' if paragraph().is_in_table => self.text.push(' '),
            '\r' | '\x0B' | '\x0C' => self.text.push('\n'),
            '\x1E' => self.word('-'),
            '\t' => self.word(c),
            c if c < ' ' => {}
            c => self.word(c),
        }
    }

    fn word(&mut self, c: char) {
        if self.after_cell {
            self.text.push('\t');
            self.after_cell = false;
        }
        self.text.push(c);
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_lines_and_field_codes_vanish() {
        let mut writer = Writer::default();
        // The second cell is empty; the last mark of each row is its end.
        let marks = "序号\x07任务\x07R一\x07\x07R附\x13 HYPERLINK x \x14见表\x15。\r";
        for c in marks.chars() {
            let kind = Kind {
                ends_row: c == 'R',
                ..Kind::default()
            };
            writer.put(if c == 'R' { '\x07' } else { c }, || kind);
        }
        assert_eq!(writer.text, "序号\t任务\n一\t\n附见表。\n");
    }
}
