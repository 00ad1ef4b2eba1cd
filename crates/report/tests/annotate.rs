//! Uploaded spreadsheets given back with their reasons: nothing else may change. It must not rely on
//! the writer's own way of finding cells.
#![expect(clippy::unwrap_used, reason = "a failing helper is a failing test")]

use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use fangfei_report::annotate::{
    AnnotateError, Format, Notes, Place, Value, Values, annotate, values,
};
use rust_xlsxwriter::{Format as Look, Workbook};

fn notes(list: &[(u32, &str)]) -> Notes {
    list.iter()
        .map(|(row, note)| (*row, (*note).to_owned()))
        .collect()
}

fn place(sheet: &str, header_row: u32) -> Place {
    Place {
        sheet: Some(sheet.into()),
        header_row,
        column: None,
    }
}

fn cell(bytes: &[u8], sheet: &str, at: (u32, u32)) -> Option<Data> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(sheet).unwrap().get_value(at).cloned()
}

fn text(s: &str) -> Option<Data> {
    Some(Data::String(s.into()))
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut part = zip.by_index(i).unwrap();
            let mut body = Vec::new();
            part.read_to_end(&mut body).unwrap();
            (part.name().unwrap().into_owned(), body)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|p| p.0 == name).unwrap();
    String::from_utf8(found.1).unwrap()
}

/// A register as offices keep it: merged title, two header rows, styles, formulas, a second sheet.
fn register() -> Vec<u8> {
    let mut book = Workbook::new();
    let bold = Look::new().set_bold();
    let money = Look::new().set_num_format("#,##0.00");
    let sheet = book.add_worksheet().set_name("企业名册").unwrap();
    sheet.merge_range(0, 0, 0, 3, "企业名册", &bold).unwrap();
    sheet.merge_range(1, 0, 2, 0, "名称", &bold).unwrap();
    sheet.merge_range(1, 1, 1, 3, "登记", &bold).unwrap();
    for (i, name) in (1..).zip(["代码", "金额", "地址"]) {
        sheet.write_string_with_format(2, i, name, &bold).unwrap();
    }
    for row in 3..8 {
        sheet.write_string(row, 0, format!("甲{row}")).unwrap();
        sheet
            .write_number_with_format(row, 2, f64::from(row) * 1.5, &money)
            .unwrap();
        sheet.write_blank(row, 4, &bold).unwrap();
        sheet.write_blank(row, 9, &bold).unwrap();
    }
    sheet.write_formula(8, 2, "=SUM(C4:C8)").unwrap();
    sheet.set_column_range_width(0, 20, 17).unwrap();
    sheet.set_column_width(4, 3).unwrap();
    let other = book.add_worksheet().set_name("说明 & 其他").unwrap();
    other.write_string(0, 0, "不要改动").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn reasons_stand_behind_the_last_used_column_and_all_else_stays() {
    let file = register();
    let reason = notes(&[
        (4, "第4行“代码”校验位错误：请核对"),
        (6, "=1+1 <b>&\"'"),
        (30, "行号之外"),
    ]);
    let out = annotate(&file, Format::Xlsx, &place("企业名册", 3), &reason).unwrap();
    assert_eq!(cell(&out, "企业名册", (2, 4)), text("导入结果"));
    assert_eq!(
        cell(&out, "企业名册", (3, 4)),
        text("第4行“代码”校验位错误：请核对")
    );
    assert_eq!(cell(&out, "企业名册", (5, 4)), text("=1+1 <b>&\"'"));
    assert_eq!(cell(&out, "企业名册", (29, 4)), text("行号之外"));
    assert_eq!(
        cell(&out, "企业名册", (4, 4)).unwrap_or(Data::Empty),
        Data::Empty
    );
    assert_eq!(cell(&out, "企业名册", (6, 2)), Some(Data::Float(9.0)));

    let before = part(&file, "xl/worksheets/sheet1.xml");
    let after = part(&out, "xl/worksheets/sheet1.xml");
    assert!(after.contains("<f>SUM(C4:C8)</f>"), "formulas stay");
    let merges = |s: &str| s.split("<mergeCells").nth(1).map(str::to_owned);
    assert_eq!(
        merges(&before),
        merges(&after),
        "merges and what follows stay"
    );
    assert!(after.contains("<dimension ref=\"A1:J30\"/>"));
    for (old, new) in parts(&file).iter().zip(&parts(&out)) {
        assert_eq!(old.0, new.0, "parts keep their order");
        assert!(
            old.0 == "xl/worksheets/sheet1.xml" || old.1 == new.1,
            "{} stays",
            old.0
        );
    }
}

#[test]
fn styled_empty_cells_give_way_and_order_is_kept() {
    let out = annotate(
        &register(),
        Format::Xlsx,
        &place("企业名册", 3),
        &notes(&[(4, "x")]),
    )
    .unwrap();
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    let row = xml
        .split("<row r=\"4\"")
        .nth(1)
        .unwrap()
        .split("</row>")
        .next()
        .unwrap();
    assert_eq!(row.matches("r=\"E4\"").count(), 1);
    assert!(
        row.find("r=\"C4\"") < row.find("r=\"E4\"") && row.find("r=\"E4\"") < row.find("r=\"J4\"")
    );
}

#[test]
fn widths_do_not_overlap() {
    let out = annotate(
        &register(),
        Format::Xlsx,
        &place("企业名册", 3),
        &notes(&[]),
    )
    .unwrap();
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    let mut last = 0;
    for col in xml.split("<col ").skip(1) {
        let number = |name: &str| -> u32 {
            let rest = col.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        assert!(
            number("min") > last && number("max") >= number("min"),
            "{xml}"
        );
        last = number("max");
    }
    assert!(xml.contains("min=\"5\" max=\"5\" width=\"48\""));
}

#[test]
fn a_corrected_file_gets_its_reasons_replaced() {
    let first = annotate(
        &register(),
        Format::Xlsx,
        &place("企业名册", 3),
        &notes(&[(4, "旧"), (5, "旧")]),
    )
    .unwrap();
    let again = Place {
        column: Some(4),
        ..place("企业名册", 3)
    };
    let second = annotate(&first, Format::Xlsx, &again, &notes(&[(5, "新")])).unwrap();
    assert_eq!(
        cell(&second, "企业名册", (3, 4)).unwrap_or(Data::Empty),
        Data::Empty
    );
    assert_eq!(cell(&second, "企业名册", (4, 4)), text("新"));
    assert_eq!(
        cell(&second, "企业名册", (2, 5)).unwrap_or(Data::Empty),
        Data::Empty,
        "no second column"
    );
}

/// The file with one part's text changed.
fn with_part(file: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (part, body) in parts(file) {
        out.start_file(part.clone(), zip::write::SimpleFileOptions::default())
            .unwrap();
        let body = if part == name {
            change(String::from_utf8(body).unwrap()).into_bytes()
        } else {
            body
        };
        out.write_all(&body).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn sheets_written_by_other_programs_are_understood() {
    let sheet = r#"<?xml version="1.0" encoding="UTF-8"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>名称</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row><x:row r="4"/></x:sheetData></x:worksheet>"#;
    let file = with_part(&register(), "xl/worksheets/sheet1.xml", |_| {
        sheet.to_owned()
    });
    let out = annotate(
        &file,
        Format::Xlsx,
        &Place {
            header_row: 1,
            ..Place::default()
        },
        &notes(&[(3, "a"), (4, "b")]),
    )
    .unwrap();
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    assert!(xml.contains(r#"<x:cols><x:col min="3" max="3""#));
    assert!(xml.contains(r#"<x:row r="3"><x:c r="C3" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c></x:row>"#));
    assert!(
        xml.contains(r#"<x:row r="4"><x:c r="C4""#)
            && xml.ends_with("</x:sheetData></x:worksheet>")
    );
}

#[test]
fn an_empty_sheet_takes_the_column_too() {
    let out = annotate(
        &register(),
        Format::Xlsx,
        &place("说明 & 其他", 1),
        &notes(&[]),
    )
    .unwrap();
    assert_eq!(cell(&out, "说明 & 其他", (0, 1)), text("导入结果"));
    let empty = with_part(&register(), "xl/worksheets/sheet2.xml", |_| {
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>"#.into()
    });
    let out = annotate(
        &empty,
        Format::Xlsx,
        &place("说明 & 其他", 1),
        &notes(&[(2, "空表")]),
    )
    .unwrap();
    assert_eq!(cell(&out, "说明 & 其他", (1, 0)), text("空表"));
}

#[test]
fn damaged_and_hostile_files_are_refused_in_words() {
    let refuse = |file: &[u8], sheet: &str| {
        annotate(file, Format::Xlsx, &place(sheet, 1), &notes(&[])).unwrap_err()
    };
    assert!(matches!(refuse(b"not a zip", "x"), AnnotateError::Zip(_)));
    let file = register();
    assert!(matches!(
        refuse(&file[..file.len() / 2], "x"),
        AnnotateError::Zip(_)
    ));
    assert!(matches!(
        refuse(&file, "没有这张表"),
        AnnotateError::NoSheet(_)
    ));
    let broken = with_part(&file, "xl/worksheets/sheet1.xml", |s| {
        s.replace("</row>", "</raw>")
    });
    assert!(matches!(refuse(&broken, "企业名册"), AnnotateError::Xml(_)));
    let full = with_part(&file, "xl/worksheets/sheet1.xml", |s| {
        s.replace("B2:D2", "B2:XFD2")
    });
    assert!(matches!(refuse(&full, "企业名册"), AnnotateError::NoRoom));
    assert!(refuse(b"", "x").to_string().contains("另存为 xlsx"));
}

#[test]
fn old_files_come_back_as_values_with_reasons() {
    let rows = vec![
        vec![Value::Text("名称".into()), Value::Text("金额".into())],
        vec![
            Value::Text("=甲".into()),
            Value::Number(1.5),
            Value::Bool(true),
        ],
        vec![],
    ];
    let other = Values {
        name: "名册[1]".into(),
        rows: vec![vec![Value::Text("甲".into()), Value::Error("#N/A".into())]],
        merges: vec![(0, 2, 1, 3), (1, 3, 2, 4)],
        hidden_rows: vec![0],
        hidden_columns: vec![1],
        hidden: true,
        ..Values::default()
    };
    let sheet = Values {
        name: "名册[1]".into(),
        rows,
        results: Some((1, notes(&[(2, "+原因"), (3, "空行")]))),
        ..Values::default()
    };
    let out = values(&[sheet, other]).unwrap();
    assert_eq!(cell(&out, "名册〔1〕（2）", (0, 0)), text("甲"));
    assert!(matches!(
        cell(&out, "名册〔1〕（2）", (0, 1)),
        Some(Data::Error(_))
    ));
    assert_eq!(cell(&out, "名册〔1〕", (0, 3)), text("导入结果"));
    assert_eq!(cell(&out, "名册〔1〕", (1, 3)), text("+原因"));
    assert_eq!(cell(&out, "名册〔1〕", (2, 3)), text("空行"));
    assert_eq!(cell(&out, "名册〔1〕", (1, 1)), Some(Data::Float(1.5)));
}

#[test]
fn what_excel_would_decode_stays_as_typed() {
    let out = annotate(
        &register(),
        Format::Xlsx,
        &place("企业名册", 3),
        &notes(&[(4, "_x0041_ _x 甲\u{1}\n乙")]),
    )
    .unwrap();
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("_x005F_x0041_ _x 甲\u{fffd}\n乙"));
}

#[test]
fn too_many_parts_are_refused() {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..10_001 {
        out.start_file(format!("{n}"), zip::write::SimpleFileOptions::default())
            .unwrap();
    }
    let file = out.finish().unwrap().into_inner();
    let error = annotate(&file, Format::Xlsx, &Place::default(), &notes(&[])).unwrap_err();
    assert!(error.to_string().contains("拆分"));
}

/// Real registers in both encodings, when the shared data is at hand.
#[test]
fn real_csv_files_keep_every_byte_before_the_added_column() {
    let shared = std::env::var("FANGFEI_SHARED").unwrap_or_else(|_| "../../../shared".into());
    let Ok(folder) = std::fs::read_dir(format!("{shared}/data/enterprises/registry")) else {
        eprintln!("passed over: no shared data at {shared}");
        return;
    };
    for entry in folder.flatten() {
        let file = std::fs::read(entry.path()).unwrap();
        let out = annotate(
            &file,
            Format::Csv,
            &Place {
                header_row: 1,
                ..Place::default()
            },
            &notes(&[(3, "缺项")]),
        )
        .unwrap();
        let header = file
            .iter()
            .position(|b| matches!(b, b'\r' | b'\n'))
            .unwrap_or(file.len());
        assert_eq!(file[..header], out[..header], "{:?}", entry.path());
        let utf8 = std::str::from_utf8(&file).is_ok();
        assert_eq!(
            std::str::from_utf8(&out).is_ok(),
            utf8,
            "{:?} keeps its encoding",
            entry.path()
        );
        let ends = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
        assert_eq!(ends(&file), ends(&out));
    }
}
