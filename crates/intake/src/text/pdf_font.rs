//! Fonts of a PDF: which characters the codes of a string stand for (ISO 32000-1, 9.10).
//! It must not know where on the page a string stands.

use std::collections::HashMap;

use encoding_rs::{GBK, UTF_16BE, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};

/// The characters that one table may name: all of Unicode's first plane.
const MOST_CODES: usize = 65_536;

/// How the codes of a font are read.
pub(super) enum Font {
    /// By the table the document brings (ToUnicode).
    Table(Table),
    /// By a standard encoding.
    Standard(&'static encoding_rs::Encoding),
    /// Numbers of glyphs without any table, two bytes each.
    Unknown,
}

/// Codes of one length and their characters.
pub(super) struct Table {
    /// In bytes.
    length: usize,
    characters: HashMap<u32, String>,
}

impl Font {
    /// Reads a font; `limit` bounds what its table may unpack to, in bytes.
    pub(super) fn read(document: &Document, font: &Dictionary, limit: usize) -> Self {
        let is_composite = font
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|kind| kind == b"Type0");
        let table = font
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .and_then(|stream| stream.get_plain_content_with_limit(limit))
            .ok()
            .map(|bytes| Table::read(&bytes, if is_composite { 2 } else { 1 }))
            .filter(|table| !table.characters.is_empty());
        if let Some(table) = table {
            return Self::Table(table);
        }
        let encoding = font
            .get_deref(b"Encoding", document)
            .and_then(Object::as_name)
            .unwrap_or_default();
        match encoding {
            name if name.starts_with(b"UniGB-") => Self::Standard(UTF_16BE),
            name if name.starts_with(b"GB") => Self::Standard(GBK),
            _ if is_composite => Self::Unknown,
            _ => Self::Standard(WINDOWS_1252),
        }
    }

    /// The characters of a string, and how many of its codes have none.
    pub(super) fn decode(&self, bytes: &[u8]) -> (String, usize) {
        match self {
            Self::Standard(encoding) => {
                let (text, _) = encoding.decode_without_bom_handling(bytes);
                (text.into_owned(), 0)
            }
            Self::Unknown => (String::new(), bytes.len() / 2),
            Self::Table(table) => table.decode(bytes),
        }
    }
}

impl Table {
    /// Reads a ToUnicode table: what stands between beginbfchar, beginbfrange and their ends.
    fn read(bytes: &[u8], usual: usize) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut table = Self {
            length: usual,
            characters: HashMap::new(),
        };
        for section in sections(&text, "codespacerange") {
            let mut codes = Token::all(section).into_iter().filter_map(Token::code);
            table.length = codes.next().map_or(usual, |(_, length)| length);
        }
        for section in sections(&text, "bfchar") {
            let tokens = Token::all(section);
            for pair in tokens.chunks_exact(2) {
                if let (Token::Hex(code), Token::Hex(to)) = (&pair[0], &pair[1]) {
                    table.insert(number(code), to.clone());
                }
            }
        }
        for section in sections(&text, "bfrange") {
            table.ranges(&Token::all(section));
        }
        table
    }

    fn ranges(&mut self, tokens: &[Token]) {
        for triple in tokens.chunks_exact(3) {
            let [Token::Hex(low), Token::Hex(high), to] = triple else {
                continue;
            };
            let (low, high) = (number(low), number(high));
            match to {
                Token::Hex(first) => {
                    for code in low..=high.min(low.saturating_add(0xFFFF)) {
                        let mut to = first.clone();
                        add(&mut to, code - low);
                        self.insert(code, to);
                    }
                }
                Token::List(all) => {
                    for (code, to) in (low..=high).zip(all) {
                        self.insert(code, to.clone());
                    }
                }
            }
        }
    }

    fn insert(&mut self, code: u32, to: Vec<u8>) {
        if self.characters.len() < MOST_CODES {
            let (text, _) = UTF_16BE.decode_without_bom_handling(&to);
            self.characters.insert(code, text.into_owned());
        }
    }

    fn decode(&self, bytes: &[u8]) -> (String, usize) {
        let (mut text, mut lost) = (String::new(), 0);
        for code in bytes.chunks(self.length.max(1)) {
            match self.characters.get(&number(code)) {
                // Some tables give blanks as NUL.
                Some(known) => text.extend(known.chars().filter(|c| *c != '\0')),
                None => lost += 1,
            }
        }
        (text, lost)
    }
}

/// Adds to the last two bytes: the n-th character behind the first of a range.
fn add(to: &mut [u8], more: u32) {
    if let Some((low, high)) = to.len().checked_sub(2).map(|at| (at + 1, at)) {
        let value = (u32::from(to[high]) << 8 | u32::from(to[low])).wrapping_add(more);
        to[high] = u8::try_from(value >> 8 & 0xFF).unwrap_or(0);
        to[low] = u8::try_from(value & 0xFF).unwrap_or(0);
    } else if let Some(last) = to.last_mut() {
        *last = last.wrapping_add(u8::try_from(more & 0xFF).unwrap_or(0));
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |value, byte| value << 8 | u32::from(*byte))
}

/// What stands between `begin…` and `end…`.
fn sections<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let (begin, end) = (format!("begin{name}"), format!("end{name}"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = rest.find(&begin)? + begin.len();
        let length = rest[from..].find(&end)?;
        let section = &rest[from..from + length];
        rest = &rest[from + length + end.len()..];
        Some(section)
    })
}

/// A string in hexadecimal digits, or a list of them.
enum Token {
    Hex(Vec<u8>),
    List(Vec<Vec<u8>>),
}

impl Token {
    fn all(section: &str) -> Vec<Self> {
        let mut tokens = Vec::new();
        let mut list: Option<Vec<Vec<u8>>> = None;
        let mut rest = section;
        while let Some(at) = rest.find(['<', '[', ']']) {
            let mark = rest.as_bytes()[at];
            rest = &rest[at + 1..];
            match mark {
                b'[' => list = Some(Vec::new()),
                b']' => tokens.extend(list.take().map(Token::List)),
                _ => {
                    let end = rest.find('>').unwrap_or(rest.len());
                    let bytes = hex(&rest[..end]);
                    match &mut list {
                        Some(list) => list.push(bytes),
                        None => tokens.push(Self::Hex(bytes)),
                    }
                    rest = &rest[end..];
                }
            }
        }
        tokens
    }

    /// The code and its length in bytes.
    fn code(self) -> Option<(u32, usize)> {
        match self {
            Self::Hex(bytes) if (1..=4).contains(&bytes.len()) => {
                Some((number(&bytes), bytes.len()))
            }
            _ => None,
        }
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter_map(|c| c.to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_names_single_codes_ranges_and_lists() {
        let table = Table::read(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar <0003> <4E00> <0004> <65B94848> endbfchar\n\
              2 beginbfrange <0010> <0012> <0031> <0020> <0021> [<4E8C> <4E09>] endbfrange",
            1,
        );
        let codes = [0, 3, 0, 0x11, 0, 0x21, 0, 0x99];
        assert_eq!(table.decode(&codes), ("一2三".to_owned(), 1));
    }

    #[test]
    fn a_broken_table_reads_as_what_is_left_of_it() {
        let table = Table::read(
            b"beginbfrange <00> <FFFFFFFF> <0041> endbfrange beginbfchar <41",
            1,
        );
        assert_eq!(table.decode(b"\x01"), ("B".to_owned(), 0));
        assert!(Table::read(b"beginbfchar", 2).characters.is_empty());
    }
}
