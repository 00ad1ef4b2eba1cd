//! Word files read like the text they hold: every self-made plan and, when the shared folder is there, the real ones;
//! automatic numbers and tables included. It must not hold any real document.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it cannot read its own files"
)]

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use fangfei_intake::plan::read;
use fangfei_intake::text::extract;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A Word file of body markup and, if any, list definitions.
fn word(body: &str, numbering: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    for (name, part) in [
        ("word/document.xml", document.as_str()),
        ("word/numbering.xml", numbering),
    ] {
        if !part.is_empty() {
            writer
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(part.as_bytes()).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn paragraph(text: &str) -> String {
    format!(
        "<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        escaped(text)
    )
}

fn table(rows: &[&str]) -> String {
    let cells = |row: &str| -> String {
        row.split('\t')
            .map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell)))
            .collect()
    };
    let rows: String = rows
        .iter()
        .map(|row| format!("<w:tr>{}</w:tr>", cells(row)))
        .collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

/// A text as Word would hold it: rows with tabs become a table, every other line a paragraph.
fn as_word(text: &str) -> Vec<u8> {
    let lines: Vec<&str> = text.lines().collect();
    let mut body = String::new();
    for chunk in lines.chunk_by(|one, next| one.contains('\t') == next.contains('\t')) {
        if chunk[0].contains('\t') {
            body.push_str(&table(chunk));
        } else {
            body.extend(chunk.iter().map(|line| paragraph(line)));
        }
    }
    word(&body, "")
}

/// What was read, without the places.
fn said(text: &str) -> Value {
    fn bare(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| name != "span" && name != "spans");
                fields.values_mut().for_each(bare);
            }
            Value::Array(items) => items.iter_mut().for_each(bare),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(read(text)).unwrap();
    bare(&mut value);
    value
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        eprintln!("passed over: {} is not there", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    files.sort();
    files
}

fn assert_same(folder: &Path) {
    for path in texts(folder) {
        let text = extract(&std::fs::read(&path).unwrap(), "方案.txt").unwrap();
        let from_word = extract(&as_word(&text), "方案.docx").unwrap();
        let (plain, word) = (said(&text), said(&from_word));
        for (field, value) in plain.as_object().unwrap() {
            assert_eq!(
                word.get(field),
                Some(value),
                "{field} in {}",
                path.display()
            );
        }
    }
}

#[test]
fn self_made_plans_read_the_same_from_word() {
    assert_same(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/plans"));
}

#[test]
fn real_plans_read_the_same_from_word() {
    let root = std::env::var_os("FANGFEI_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    assert_same(&root.join("plans"));
}

/// Word counts 一、 and （一） itself; the numbers are no part of the paragraphs' text.
#[test]
fn automatic_numbers_are_headings_like_typed_ones() {
    const LISTS: &str = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"1\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
    let numbered = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        paragraph("云溪县防范非法集资排查方案"),
        numbered(0, "工作任务"),
        numbered(1, "全面排查。各乡镇于2024年7月10日前完成排查，报县处非办。"),
        numbered(1, "分类处置。县公安局每月25日前通报案件进展。"),
        numbered(0, "任务清单"),
        table(&[
            "工作任务\t责任单位\t完成时限",
            "制作宣传折页\t县融媒体中心\t2024年6月5日前",
        ]),
    ]
    .concat();
    let reading = read(&extract(&word(&body, LISTS), "方案.docx").unwrap());
    let duties: Vec<(&str, &str)> = reading
        .duties
        .iter()
        .map(|duty| (duty.section.as_str(), duty.title.as_str()))
        .collect();
    assert_eq!(
        duties,
        [
            ("一、工作任务", "全面排查"),
            ("一、工作任务", "分类处置"),
            ("任务清单", "制作宣传折页"),
        ]
    );
    let due: Vec<String> = reading
        .deadlines
        .iter()
        .map(|one| {
            format!(
                "{:?} {}",
                one.date.map(|date| date.to_string()),
                one.who.join("、")
            )
        })
        .collect();
    assert_eq!(
        due,
        [
            "Some(\"2024-07-10\") 各乡镇",
            "None 县公安局",
            "Some(\"2024-06-05\") 县融媒体中心",
        ]
    );
}
