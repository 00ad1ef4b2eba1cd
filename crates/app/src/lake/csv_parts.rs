//! A large text table read part by part: each part is the header and the next megabyte, read as a file of its own,
//! so that a register of a province needs no memory of its size. It must not know the lake.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead, Read},
};

use fangfei_intake::{
    kind::Kind,
    table::{Limits, Mapping, Options, open_within},
};
use fangfei_lens::lake::{LakeError, Plain, Rejected, TableReader, TableSpec};

use super::{
    kind::{kind_of, reading_kind_of},
    limits::LIMITS,
    sheet::{SheetRows, lacking, mapping},
};

/// Bytes read at once. A text is told apart and its header found by the first part.
const PART: usize = 1 << 20;

type Row = Result<(u32, Vec<Plain>), Vec<Rejected>>;

/// The rows of a text table.
pub(super) struct CsvParts<'t, R> {
    input: R,
    file: String,
    table: &'t TableSpec,
    kind: Kind,
    mapping: Mapping,
    /// Everything up to the end of the header.
    head: Vec<u8>,
    head_rows: u32,
    /// Rows of the file before the next part, as a spreadsheet counts them.
    before: u32,
    /// A record that the last part broke off.
    rest: Vec<u8>,
    rows: VecDeque<Row>,
    repeated: u64,
    is_over: bool,
    broken: Option<LakeError>,
}

impl<'t, R: BufRead> CsvParts<'t, R> {
    /// Opens a text table. `None` where it cannot be read in parts: its header is not in the first of them, or cells
    /// take the value above, or a column is lacking, which is better told of the whole.
    pub fn open(
        mut input: R,
        file: &str,
        table: &'t TableSpec,
        set: &BTreeMap<String, String>,
    ) -> Result<Option<Self>, LakeError> {
        let mut first = Vec::new();
        read_part(&mut input, &mut first).map_err(|e| unreadable(file, &e))?;
        let whole = whole_records(&first);
        let Ok(workbook) = open_within(&first[..whole], file, &LIMITS) else {
            return Ok(None);
        };
        let Some(mapping) = mapping(&workbook, 0, &kind_of(table), table) else {
            return Ok(None);
        };
        let Some((_, header)) = mapping.header_rows else {
            return Ok(None);
        };
        let row = usize::try_from(header).unwrap_or(1).saturating_sub(1);
        let head = record_ends(&first).nth(row).unwrap_or(first.len());
        let is_lacking = lacking(table, std::slice::from_ref(&mapping), set).is_some();
        let fills_down = mapping.columns.iter().any(|c| c.fill_down);
        if is_lacking || fills_down || whole <= head {
            return Ok(None);
        }
        let mut parts = Self {
            input,
            file: file.to_owned(),
            table,
            kind: reading_kind_of(table),
            mapping,
            head: first[..head].to_vec(),
            head_rows: header,
            before: header,
            rest: first[whole..].to_vec(),
            rows: VecDeque::new(),
            repeated: 0,
            is_over: false,
            broken: None,
        };
        parts.take(&first[head..whole]);
        Ok(Some(parts))
    }

    /// Reads the next part.
    fn next_part(&mut self) {
        let mut part = std::mem::take(&mut self.rest);
        match read_part(&mut self.input, &mut part) {
            Ok(0) => self.is_over = true,
            Ok(_) => (),
            Err(error) => {
                self.broken = Some(unreadable(&self.file, &error));
                return;
            }
        }
        let whole = if self.is_over {
            part.len()
        } else {
            whole_records(&part)
        };
        self.rest = part.split_off(whole);
        self.take(&part);
    }

    fn take(&mut self, part: &[u8]) {
        let before = self.before;
        self.before += u32::try_from(record_ends(part).count()).unwrap_or(u32::MAX);
        if part.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        let mut bytes = self.head.clone();
        bytes.extend_from_slice(part);
        let limits = Limits {
            file_bytes: u64::MAX,
            ..LIMITS
        };
        let workbook = match open_within(&bytes, &self.file, &limits) {
            Ok(workbook) => workbook,
            Err(error) => {
                self.broken = Some(LakeError::File {
                    file: self.file.clone(),
                    problem: format!("第 {} 行之后：{error}", before + 1),
                    remedy: "改正后重新装载".to_owned(),
                });
                return;
            }
        };
        let mapping = Mapping {
            sheet: workbook
                .sheets
                .first()
                .map_or_else(String::new, |sheet| sheet.name.clone()),
            ..self.mapping.clone()
        };
        let mapping = [mapping];
        let options = Options::default();
        let mut rows = SheetRows::new(&workbook, &self.kind, &mapping, &options, self.table);
        let moved = before - self.head_rows;
        // Where quotes are no quotes (24" 管), every line is a row.
        let last = workbook.sheets.first().and_then(|sheet| sheet.rows.last());
        let last = last.map_or(0, |row| row.number + moved);
        self.before = self.before.max(last);
        while let Some(row) = rows.next_row() {
            self.rows.push_back(match row {
                Ok((number, cells)) => Ok((number + moved, cells)),
                Err(wrong) => Err(wrong
                    .into_iter()
                    .map(|w| Rejected {
                        row: w.row + moved,
                        ..w
                    })
                    .collect()),
            });
        }
        self.repeated += rows.repeated();
    }
}

impl<R: BufRead> TableReader for CsvParts<'_, R> {
    fn sheet(&self) -> &str {
        ""
    }

    fn next_row(&mut self) -> Option<Row> {
        while self.rows.is_empty() && !self.is_over && self.broken.is_none() {
            self.next_part();
        }
        if self.broken.is_some() {
            return None;
        }
        self.rows.pop_front()
    }

    fn broken(&mut self) -> Option<LakeError> {
        self.broken.take()
    }

    fn repeated(&self) -> u64 {
        self.repeated
    }
}

fn unreadable(file: &str, error: &std::io::Error) -> LakeError {
    LakeError::File {
        file: file.to_owned(),
        problem: format!("无法读取（{error}）"),
        remedy: "请检查路径和权限".to_owned(),
    }
}

/// Adds the next bytes; how many there were.
fn read_part(input: &mut impl Read, to: &mut Vec<u8>) -> std::io::Result<usize> {
    input.by_ref().take(PART as u64).read_to_end(to)
}

/// Where records end: after line breaks outside quotes. Neither UTF-8 nor GB18030 has these bytes within a character.
fn record_ends(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let mut quoted = false;
    bytes.iter().enumerate().filter_map(move |(at, byte)| {
        quoted ^= *byte == b'"';
        (*byte == b'\n' && !quoted).then_some(at + 1)
    })
}

/// The bytes up to the end of the last record that is whole. A quote that is never closed does not hold the part up:
/// its last line ends it.
fn whole_records(bytes: &[u8]) -> usize {
    let end = record_ends(bytes).last().unwrap_or(0);
    if end > 0 && bytes.len() - end <= PART / 2 {
        return end;
    }
    let last_line = bytes.iter().rposition(|b| *b == b'\n');
    last_line.map_or(bytes.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use fangfei_lens::lake::shipped;

    use super::*;

    fn numbered(rows: &mut dyn TableReader) -> Vec<(u32, bool)> {
        let mut seen = Vec::new();
        while let Some(row) = rows.next_row() {
            seen.push(match row {
                Ok((number, _)) => (number, true),
                Err(wrong) => (wrong.first().map_or(0, |w| w.row), false),
            });
        }
        seen
    }

    #[test]
    fn a_table_of_several_parts_has_the_rows_and_numbers_of_the_file() {
        let tables = shipped().unwrap();
        let mut text = String::from("企业列表,,\n企业名称,成立日期,经营范围\n");
        let scope = "投资咨询；".repeat(40);
        let count = 30_000_u32;
        for n in 0..count {
            let day = if n % 10_000 == 77 {
                "某日"
            } else {
                "2020-01-02"
            };
            text.push_str(&format!("天南市甲{n}有限公司,{day},\"{scope}\n第二行\"\n"));
        }
        assert!(text.len() > 4 * PART);
        let input = Cursor::new(text.into_bytes());
        let mut parts = CsvParts::open(input, "企业.csv", &tables["enterprise"], &BTreeMap::new())
            .unwrap()
            .unwrap();
        let seen = numbered(&mut parts);
        assert!(parts.broken().is_none());
        assert_eq!(seen.len(), count as usize);
        for (n, (row, is_sound)) in (0_u32..).zip(&seen) {
            assert_eq!((*row, *is_sound), (3 + n, n % 10_000 != 77), "{n}");
        }
    }
}
