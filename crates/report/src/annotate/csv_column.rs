//! A csv with an added column, changed byte by byte: encoding, BOM, quotes and line ends stay.
//! It must not know what the columns mean.

use std::ops::Range;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::{Notes, Place, RESULT_HEADING};
use crate::csv::neutral;

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";

/// Adds the column, or replaces an earlier one.
pub(super) fn annotate(file: &[u8], place: &Place, notes: &Notes) -> Vec<u8> {
    if let Some(wide) = file.strip_prefix(b"\xff\xfe") {
        let patched = patch(
            UTF_16LE.decode_without_bom_handling(wide).0.as_bytes(),
            false,
            place,
            notes,
        );
        return wide_bytes(b"\xff\xfe", &patched, u16::to_le_bytes);
    }
    if let Some(wide) = file.strip_prefix(b"\xfe\xff") {
        let patched = patch(
            UTF_16BE.decode_without_bom_handling(wide).0.as_bytes(),
            false,
            place,
            notes,
        );
        return wide_bytes(b"\xfe\xff", &patched, u16::to_be_bytes);
    }
    let (bom, body) = file
        .strip_prefix(UTF8_BOM)
        .map_or((&b""[..], file), |body| (UTF8_BOM, body));
    // GB18030 never uses separators, quotes or line ends inside a character, so bytes can be cut there.
    let gb = bom.is_empty() && std::str::from_utf8(body).is_err();
    let mut out = bom.to_vec();
    out.extend(patch(body, gb, place, notes));
    out
}

fn wide_bytes(bom: &[u8], utf8: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = String::from_utf8_lossy(utf8);
    bom.iter()
        .copied()
        .chain(text.encode_utf16().flat_map(bytes))
        .collect()
}

/// One record: its fields and its line end, as places in the file.
struct Record {
    fields: Vec<Range<usize>>,
    end: Range<usize>,
}

fn patch(body: &[u8], gb: bool, place: &Place, notes: &Notes) -> Vec<u8> {
    let separator = separator(body);
    let records = records(body, separator);
    let widest = records.iter().map(|r| r.fields.len()).max().unwrap_or(0);
    let column = place.column.map_or(widest, |c| c as usize);
    let first_end = records
        .iter()
        .find(|r| !r.end.is_empty())
        .map_or(&b"\r\n"[..], |r| &body[r.end.clone()]);
    let mut out = Vec::with_capacity(body.len() + records.len() * 8);
    for (row, record) in (1_u32..).zip(&records) {
        let blank = record.fields.len() == 1 && record.fields[0].is_empty();
        let note = if row == place.header_row {
            Some(RESULT_HEADING)
        } else {
            notes.get(&row).map(String::as_str)
        };
        if row < place.header_row || (blank && note.is_none()) {
            let end = record.end.end;
            out.extend_from_slice(&body[record.fields[0].start..end]);
            continue;
        }
        let note = field(note.unwrap_or_default(), separator, gb);
        write_record(&mut out, body, record, separator, column, &note);
    }
    // Notes on rows behind the file's end would otherwise be lost.
    let missing = notes
        .keys()
        .copied()
        .filter(|row| *row as usize > records.len());
    for row in missing {
        if !out.is_empty() && !out.ends_with(b"\n") && !out.ends_with(b"\r") {
            out.extend_from_slice(first_end);
        }
        out.extend(std::iter::repeat_n(separator, column));
        out.extend(field(&format!("第{row}行：{}", notes[&row]), separator, gb));
        out.extend_from_slice(first_end);
    }
    out
}

fn write_record(
    out: &mut Vec<u8>,
    body: &[u8],
    record: &Record,
    separator: u8,
    column: usize,
    note: &[u8],
) {
    for i in 0..record.fields.len().max(column + 1) {
        if i > 0 {
            out.push(separator);
        }
        match record.fields.get(i) {
            _ if i == column => out.extend_from_slice(note),
            Some(field) => out.extend_from_slice(&body[field.clone()]),
            None => {}
        }
    }
    out.extend_from_slice(&body[record.end.clone()]);
}

fn field(note: &str, separator: u8, gb: bool) -> Vec<u8> {
    let text = neutral(note.to_owned());
    let quoted = text
        .chars()
        .any(|c| c == char::from(separator) || matches!(c, '"' | '\r' | '\n'));
    let text = if quoted {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    };
    if gb {
        GB18030.encode(&text).0.into_owned()
    } else {
        text.into_bytes()
    }
}

/// The commonest of comma, tab and semicolon outside quotes in the first records.
fn separator(body: &[u8]) -> u8 {
    let mut counts = [(b',', 0_u32), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in body.iter().take(64 * 1024) {
        quoted ^= *byte == b'"';
        if let Some(count) = counts.iter_mut().find(|(s, _)| s == byte && !quoted) {
            count.1 += 1;
        }
    }
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, n)| *n)
        .map_or(b',', |(s, _)| s)
}

fn records(body: &[u8], separator: u8) -> Vec<Record> {
    let mut records = Vec::new();
    let (mut at, mut start) = (0, 0);
    let mut fields = Vec::new();
    while at < body.len() {
        if at == start
            && body[at] == b'"'
            && let Some(end) = quoted_end(body, at + 1)
        {
            at = end;
        }
        match body.get(at) {
            Some(b) if *b == separator => {
                fields.push(start..at);
                at += 1;
                start = at;
            }
            Some(b'\r' | b'\n') => {
                let end = if body[at..].starts_with(b"\r\n") {
                    at + 2
                } else {
                    at + 1
                };
                fields.push(start..at);
                records.push(Record {
                    fields: std::mem::take(&mut fields),
                    end: at..end,
                });
                at = end;
                start = at;
            }
            _ => at += 1,
        }
    }
    if start < body.len() || !fields.is_empty() {
        fields.push(start..body.len());
        records.push(Record {
            fields,
            end: body.len()..body.len(),
        });
    }
    records
}

/// Behind the closing quote. One that never closes is an ordinary character: taking the rest of
/// the file for one field would leave every later row without its reason.
fn quoted_end(body: &[u8], mut at: usize) -> Option<usize> {
    while at < body.len() {
        if body[at] == b'"' {
            if body.get(at + 1) != Some(&b'"') {
                return Some(at + 1);
            }
            at += 1;
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(header_row: u32, column: Option<u32>) -> Place {
        Place {
            sheet: None,
            header_row,
            column,
        }
    }

    fn notes(list: &[(u32, &str)]) -> Notes {
        list.iter()
            .map(|(row, note)| (*row, (*note).to_owned()))
            .collect()
    }

    #[test]
    fn quotes_line_ends_and_title_rows_stay() {
        let file = "企业名册\r\n名称,\"住\n所\"\r\n甲,\"a,\"\"b\"\"\"\r\n\r\n乙\r\n";
        let out = annotate(
            file.as_bytes(),
            &place(2, None),
            &notes(&[(3, "缺少代码，请补填"), (5, "=坏,\"行\"")]),
        );
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "企业名册\r\n名称,\"住\n所\",导入结果\r\n甲,\"a,\"\"b\"\"\",缺少代码，请补填\r\n\r\n乙,,\"'=坏,\"\"行\"\"\"\r\n"
        );
    }

    #[test]
    fn gb18030_and_bom_are_kept() {
        let (file, _, _) = GB18030.encode("名称;代码\n甲;1\n");
        let out = annotate(&file, &place(1, None), &notes(&[(2, "代码有误")]));
        assert_eq!(
            GB18030.decode(&out).0,
            "名称;代码;导入结果\n甲;1;代码有误\n"
        );
        let out = annotate(b"\xef\xbb\xbfa\tb", &place(1, None), &notes(&[]));
        assert_eq!(out, "\u{feff}a\tb\t导入结果".as_bytes());
    }

    #[test]
    fn utf16_stays_utf16() {
        let file: Vec<u8> = b"\xff\xfe"
            .iter()
            .copied()
            .chain("名\t代\r\n甲\t1".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let out = annotate(&file, &place(1, None), &notes(&[(2, "重复")]));
        assert_eq!(UTF_16LE.decode(&out).0, "名\t代\t导入结果\r\n甲\t1\t重复");
    }

    #[test]
    fn an_earlier_result_is_replaced() {
        let file = "名称,导入结果,备注\n甲,旧的原因,x\n乙,,y\n";
        let out = annotate(
            file.as_bytes(),
            &place(1, Some(1)),
            &notes(&[(3, "新的原因")]),
        );
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "名称,导入结果,备注\n甲,,x\n乙,新的原因,y\n"
        );
    }

    #[test]
    fn a_note_behind_the_end_is_not_lost() {
        let out = annotate(
            b"a,b\n1,2",
            &place(1, None),
            &notes(&[(9, "文件在此处截断")]),
        );
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a,b,导入结果\n1,2,\n,,第9行：文件在此处截断\n"
        );
    }

    proptest! {
        /// Taking the added column away again gives the user's bytes back.
        #[test]
        fn nothing_of_the_file_is_lost(text in "[a,\"\\n\\r中;\\t]{0,60}") {
            let body = text.as_bytes();
            let separator = separator(body);
            let out = patch(body, false, &place(1, None), &Notes::new());
            let widest = records(body, separator).iter().map(|r| r.fields.len()).max().unwrap_or(0);
            let old: Vec<Vec<u8>> = records(body, separator).iter().flat_map(|r| r.fields.iter().map(|f| body[f.clone()].to_vec())).filter(|f| !f.is_empty()).collect();
            let new: Vec<Vec<u8>> = records(&out, separator).iter().flat_map(|r| r.fields.iter().take(widest).map(|f| out[f.clone()].to_vec())).filter(|f| !f.is_empty()).collect();
            prop_assert_eq!(old, new);
        }
    }
}
