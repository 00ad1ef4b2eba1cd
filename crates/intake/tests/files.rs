//! Kinds of files and the ways they are broken, disguised or hostile. Each is read or refused with
//! words its owner can act on. It must not know header layouts; those are in `layouts`.

use std::io::{Cursor, Write};

use fangfei_intake::kind::{FieldId, shipped};
use fangfei_intake::table::{
    Cell, Error, Limits, Mapping, Options, Row, RowOutcome, Visibility, Workbook, guess, guess_all,
    open, open_within, read,
};
use fangfei_intake::value::{MoneyUnit, Value};
use rust_xlsxwriter::{Formula, Workbook as Writer};
use zip::write::SimpleFileOptions;

fn rows_of(book: &Workbook, kind: &str) -> Vec<RowOutcome> {
    let kind = shipped(kind).expect("a kind");
    let mappings = guess_all(book, &kind);
    read(book, &kind, &mappings, &Options::default()).collect()
}

fn accepted(book: &Workbook, kind: &str) -> Vec<Row> {
    rows_of(book, kind)
        .into_iter()
        .filter_map(|outcome| match outcome {
            RowOutcome::Accepted(row) => Some(row),
            _ => None,
        })
        .collect()
}

fn text_of<'a>(row: &'a Row, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_text).unwrap_or("")
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

fn small_xlsx() -> Vec<u8> {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    for (column, title) in ["企业名称", "涉及金额（万元）"].iter().enumerate() {
        sheet
            .write(0, u16::try_from(column).expect("small"), *title)
            .expect("a cell");
    }
    sheet.write(1, 0, "甲一有限公司").expect("a cell");
    sheet.write(1, 1, 30).expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn an_old_xls_reads_like_a_new_one() {
    let book = open(include_bytes!("files/ledger.xls"), "台账.xls").expect("an xls");
    let names: Vec<&str> = book.sheets.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["甲山镇", "说明", "空表"]);
    assert!(
        book.sheets[0]
            .rows
            .iter()
            .any(|r| r.hidden && r.number == 4),
        "the hidden row is known"
    );
    let rows = accepted(&book, "clue");
    assert_eq!(rows.len(), 3);
    assert_eq!(
        text_of(&rows[1], "responsible_unit"),
        "公安局",
        "merged over two rows"
    );
    assert_eq!(
        rows[0].get("received_on").expect("a date").canonical(),
        "2023-04-15TNoneDay"
    );
    assert_eq!(
        rows[1]
            .get("amount")
            .and_then(Value::as_amount)
            .expect("an amount")
            .low
            .0,
        200_000_000
    );
    assert!(book.notes.iter().any(|n| n.contains("隐藏")));
}

#[test]
fn refusals_say_what_to_do() {
    let xlsx = small_xlsx();
    let word = zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<w/>"),
    ]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "空的"),
        ("cut in half", xlsx[..xlsx.len() / 2].to_vec(), "没有传完"),
        ("word", word, "Word 文档"),
        ("plain zip", zip_of(&[("a.txt", b"x")]), "压缩包"),
        ("pdf", b"%PDF-1.7 ...".to_vec(), "PDF"),
        ("picture", b"\x89PNG\r\n\x1a\n....".to_vec(), "图片"),
        (
            "web page without a table",
            b"<html><body>404</body></html>".to_vec(),
            "不含表格的网页",
        ),
        ("only blanks", b" \r\n \r\n".to_vec(), "没有任何内容"),
        (
            "half an xls",
            include_bytes!("files/ledger.xls")[..2000].to_vec(),
            "损坏",
        ),
        (
            "noise",
            (0..4000_u32).map(|n| (n * 7919 % 251) as u8).collect(),
            "请",
        ),
    ];
    for (name, bytes, words) in cases {
        let error = open(&bytes, "x.xlsx").expect_err(name).to_string();
        assert!(
            error.contains(words) && error.contains('请'),
            "{name}: {error}"
        );
    }
}

#[test]
fn a_password_is_told_from_damage() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    for name in ["/EncryptionInfo", "/EncryptedPackage"] {
        file.create_stream(name)
            .expect("a stream")
            .write_all(&[7; 5000])
            .expect("bytes");
    }
    let bytes = file.into_inner().into_inner();
    assert_eq!(open(&bytes, "x.xlsx"), Err(Error::Encrypted));
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![b' '; 40 << 20];
    let bomb = zip_of(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &zeros),
    ]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(
        open(&bomb, "x.xlsx"),
        Err(Error::Bomb { ratio: 301.., .. })
    ));
    let limits = Limits {
        unpacked_bytes: 1 << 20,
        ratio: u64::MAX,
        ..Limits::default()
    };
    assert!(matches!(
        open_within(&bomb, "x.xlsx", &limits),
        Err(Error::Bomb {
            unpacked_mb: 41,
            ..
        })
    ));
}

#[test]
fn a_part_that_lies_about_its_size_is_caught() {
    let zeros = vec![b' '; 4 << 20];
    let mut bytes = zip_of(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", &zeros),
    ]);
    let declared = u32::try_from(zeros.len()).expect("small").to_le_bytes();
    while let Some(at) = bytes.windows(4).position(|w| w == declared) {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(
        open(&bytes, "x.xlsx"),
        Err(Error::Bomb { .. } | Error::Broken { .. })
    ));
}

#[test]
fn one_far_cell_costs_no_memory() {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "企业名称").expect("a cell");
    sheet.write(1_048_575, 16_383, "远").expect("a cell");
    let book = open(&book.save_to_buffer().expect("a workbook"), "x.xlsx").expect("read");
    assert_eq!(
        (book.sheets[0].rows.len(), book.sheets[0].row_count()),
        (2, 1_048_576)
    );
}

#[test]
fn formulas_give_their_stored_results() {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(["企业名称", "涉及金额（万元）", "涉及人数", "备注"])
    {
        sheet.write(0, column, title).expect("a cell");
    }
    sheet.write(1, 0, "甲一有限公司").expect("a cell");
    sheet
        .write_formula(1, 1, Formula::new("=10*3").set_result("30"))
        .expect("a formula");
    sheet
        .write_formula(1, 2, Formula::new("=VLOOKUP(1,A:A,1)").set_result("#N/A"))
        .expect("a formula");
    let bytes = book.save_to_buffer().expect("a workbook");
    let book = open(&bytes, "x.xlsx").expect("read");
    assert_eq!(book.sheets[0].rows[1].cell(1), &Cell::Number(30.0));
    let outcomes = rows_of(&book, "clue");
    let RowOutcome::Rejected { errors, .. } = &outcomes[1] else {
        panic!("{outcomes:?}")
    };
    assert!(
        errors[0]
            .to_string()
            .contains("C 列“涉及人数”：单元格是错误值 #N/A"),
        "{}",
        errors[0]
    );
}

#[test]
fn hidden_things_are_read_and_told() {
    let mut book = Writer::new();
    let sheet = book.add_worksheet().set_name("甲山镇").expect("a name");
    sheet.write(0, 0, "企业名称").expect("a cell");
    sheet.write(0, 1, "主要问题").expect("a cell");
    for row in 1..4 {
        sheet
            .write(row, 0, format!("甲{row}有限公司"))
            .expect("a cell");
        sheet.write(row, 1, "高息揽储").expect("a cell");
    }
    sheet.set_row_hidden(2).expect("hidden");
    sheet.set_column_hidden(1).expect("hidden");
    book.add_worksheet()
        .set_name("旧表")
        .expect("a name")
        .set_hidden(true)
        .write(0, 0, "企业名称")
        .expect("a cell");
    let book = open(&book.save_to_buffer().expect("a workbook"), "x.xlsx").expect("read");
    assert_eq!(book.sheets[1].visibility, Visibility::Hidden);
    assert!(
        ["1 行是隐藏", "1 列是隐藏", "“旧表”是隐藏"]
            .iter()
            .all(|w| book.notes.iter().any(|n| n.contains(w))),
        "{:?}",
        book.notes
    );
    assert!(
        !guess(&book.sheets[1], &shipped("clue").expect("a kind")).included,
        "hidden sheets are left out"
    );
    let rows = accepted(&book, "clue");
    assert_eq!(rows.len(), 3);
    assert!(rows[1].warnings.iter().any(|w| w.message.contains("隐藏")));
}

#[test]
fn macros_are_ignored_and_told() {
    let mut source = zip::ZipArchive::new(Cursor::new(small_xlsx())).expect("a zip");
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..source.len() {
        copy.raw_copy_file(source.by_index_raw(at).expect("a part"))
            .expect("copied");
    }
    copy.start_file("xl/vbaProject.bin", SimpleFileOptions::default())
        .expect("a part");
    copy.write_all(b"macro").expect("bytes");
    let bytes = copy.finish().expect("a zip").into_inner();
    let book = open(&bytes, "x.xlsm").expect("read");
    assert!(book.notes.iter().any(|n| n.contains("宏")));
    assert_eq!(accepted(&book, "clue").len(), 1);
}

#[test]
fn a_web_page_with_an_xls_name_is_read_by_its_table() {
    let page = "<html><head><meta charset=gbk><style>td{mso-number-format:'\\@';}</style></head><body>\
        <table border=1><tr><td colspan=3>登记表</td></tr><tr><th>乡镇</th><th>企业&nbsp;名称</th><th>涉及人数</th></tr>\
        <tr><td rowspan=2>甲山镇</td><td>甲一&amp;乙<br>有限公司</td><td>12</td></tr>\
        <tr><td>甲二有限公司</td><td>8</td></tr></table></body></html>";
    let bytes = encoding_rs::GBK.encode(page).0.into_owned();
    let book = open(&bytes, "导出.xls").expect("read");
    assert!(book.notes.iter().any(|n| n.contains("网页")));
    let rows = accepted(&book, "clue");
    assert_eq!(rows.len(), 2);
    assert_eq!(text_of(&rows[0], "subject_name"), "甲一&乙\n有限公司");
    assert_eq!(text_of(&rows[1], "township"), "甲山镇");
}

#[test]
fn xml_spreadsheets_of_2003_are_read() {
    let xml = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="线索"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">线索表</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">企业名称</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">受理时间</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">甲一&amp;乙</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2023-04-15T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"#;
    let book = open(xml.as_bytes(), "x.xls").expect("read");
    let rows = accepted(&book, "clue");
    assert_eq!(
        (rows[0].source.row, text_of(&rows[0], "subject_name")),
        (4, "甲一&乙")
    );
    assert_eq!(
        rows[0].get("received_on").expect("a date").canonical(),
        "2023-04-15TNoneDay"
    );
}

#[test]
fn text_tables_with_any_delimiter() {
    let table = [
        ["企业名称", "主要问题", "涉及人数"],
        ["甲一有限公司", "高息,揽储", "3"],
        ["甲二有限公司", "返利", "4"],
    ];
    for delimiter in ["\t", ";", "|", "，"] {
        let text: Vec<String> = table.iter().map(|row| row.join(delimiter)).collect();
        let book = open(text.join("\n").as_bytes(), "x.txt").expect("read");
        let rows = accepted(&book, "clue");
        assert_eq!(rows.len(), 2, "{delimiter:?}");
        assert_eq!(text_of(&rows[0], "content"), "高息,揽储", "{delimiter:?}");
    }
    let utf16: Vec<u8> = "\u{FEFF}企业名称\t主要问题\r\n甲一有限公司\t返利\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        accepted(&open(&utf16, "x.xls").expect("read"), "clue").len(),
        1
    );
    let sep = open(
        "sep=;\r\n企业名称;主要问题\r\n甲一有限公司;返利\r\n".as_bytes(),
        "x.csv",
    )
    .expect("read");
    assert_eq!(accepted(&sep, "clue")[0].source.row, 3);
}

#[test]
fn row_numbers_are_those_a_spreadsheet_shows() {
    let text = "企业名称,主要问题\r\n\r\n甲一有限公司,\"第一行\n第二行, \"\"引号\"\"\"\r\n\r\n甲二有限公司,=\"001\"\n甲三有限公司,'002\n";
    let rows = accepted(&open(text.as_bytes(), "x.csv").expect("read"), "clue");
    let found: Vec<(u32, &str)> = rows
        .iter()
        .map(|r| (r.source.row, text_of(r, "content")))
        .collect();
    assert_eq!(
        found,
        [(3, "第一行\n第二行, \"引号\""), (5, "001"), (6, "002")]
    );
}

#[test]
fn a_stray_quote_does_not_swallow_the_file() {
    let mut text = "企业名称,主要问题\n甲一有限公司,\"高息\n".to_owned();
    for at in 0..50 {
        text.push_str(&format!("乙{at}有限公司,返利\n"));
    }
    assert_eq!(
        accepted(&open(text.as_bytes(), "x.csv").expect("read"), "clue").len(),
        51
    );
    // Cells in quotes below it are read as ever.
    let mut text = "企业名称,主要问题,备注\n甲一有限公司,\"高息,无\n".to_owned();
    for at in 0..50 {
        text.push_str(&format!("乙{at}有限公司,\"返利,\n分红\",无\n"));
    }
    let book = open(text.as_bytes(), "x.csv").expect("read");
    let rows = accepted(&book, "clue");
    assert_eq!(rows.len(), 51);
    assert_eq!(text_of(&rows[1], "content"), "返利,\n分红");
}

#[test]
fn one_sheet_per_township() {
    let mut book = Writer::new();
    for name in ["甲山镇", "乙水乡"] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.write(0, 0, "企业名称").expect("a cell");
        sheet
            .write(1, 0, format!("{name}一号有限公司"))
            .expect("a cell");
    }
    book.add_worksheet()
        .set_name("填表说明")
        .expect("a name")
        .write(0, 0, "请按月填报")
        .expect("a cell");
    let book = open(&book.save_to_buffer().expect("a workbook"), "x.xlsx").expect("read");
    let rows = accepted(&book, "subject");
    let townships: Vec<&str> = rows.iter().map(|r| text_of(r, "township")).collect();
    assert_eq!(townships, ["甲山镇", "乙水乡"]);
}

#[test]
fn numbers_that_lost_digits_are_told() {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(["企业名称", "统一社会信用代码"]) {
        sheet.write(0, column, title).expect("a cell");
    }
    sheet.write(1, 0, "甲一有限公司").expect("a cell");
    sheet
        .write(1, 1, 911_101_057_177_766_580_f64)
        .expect("a cell");
    let book = open(&book.save_to_buffer().expect("a workbook"), "x.xlsx").expect("read");
    let outcomes = rows_of(&book, "subject");
    let RowOutcome::Rejected { errors, .. } = &outcomes[1] else {
        panic!("{outcomes:?}")
    };
    assert!(errors[0].problem.contains("只保留15位"), "{}", errors[0]);
}

fn clue_mapping(text: &str) -> (Workbook, Mapping) {
    let book = open(text.as_bytes(), "x.csv").expect("read");
    let mapping = guess(&book.sheets[0], &shipped("clue").expect("a kind"));
    (book, mapping)
}

#[test]
fn a_person_corrects_a_mapping_and_it_is_remembered() {
    let kind = shipped("clue").expect("a kind");
    let (book, mut mapping) = clue_mapping("店招,涉案金额\n甲一商行,300\n");
    assert!(mapping.column_of("subject_name").is_none());
    assert!(
        mapping.problems.iter().any(|p| p.contains("没有写单位")),
        "{:?}",
        mapping.problems
    );
    mapping
        .override_column(&kind, 0, Some(FieldId::from("subject_name")))
        .expect("a column");
    mapping
        .override_unit(&kind, 1, MoneyUnit::Wan)
        .expect("a column");
    assert!(mapping.problems.is_empty(), "{:?}", mapping.problems);
    assert!(
        mapping
            .override_column(&kind, 9, None)
            .unwrap_err()
            .to_string()
            .contains("J 列")
    );
    let kept = serde_json::to_string(&mapping.profile()).expect("json");
    let options = Options::default();
    let mappings = [mapping];
    let Some(RowOutcome::Accepted(row)) = read(&book, &kind, &mappings, &options).nth(1) else {
        panic!("not accepted")
    };
    assert_eq!(
        row.get("amount")
            .and_then(Value::as_amount)
            .expect("an amount")
            .low
            .0,
        300_000_000
    );

    let (_, mut next) = clue_mapping("店招,涉案金额\n乙二商行,5\n");
    assert!(next.apply(&kind, &serde_json::from_str(&kept).expect("a profile")));
    assert!(next.column_of("subject_name").is_some() && next.problems.is_empty());
    let (_, mut other) = clue_mapping("店名,涉案金额\n乙二商行,5\n");
    assert!(
        !other.apply(&kind, &serde_json::from_str(&kept).expect("a profile")),
        "another header"
    );
}

#[test]
fn the_fingerprint_is_of_the_content_alone() {
    let one = accepted(
        &open(
            "序号,企业名称,涉及金额（万元）\n1,甲一有限公司,300\n".as_bytes(),
            "a.csv",
        )
        .expect("read"),
        "clue",
    );
    let two = accepted(
        &open(
            "标题行,,\n涉及金额（元）,企业名称,序号\n\"3,000,000.00\",　甲一有限公司,9\n"
                .as_bytes(),
            "b.csv",
        )
        .expect("read"),
        "clue",
    );
    let other = accepted(
        &open(
            "序号,企业名称,涉及金额（万元）\n1,甲一有限公司,301\n".as_bytes(),
            "a.csv",
        )
        .expect("read"),
        "clue",
    );
    assert_eq!(one[0].fingerprint(), two[0].fingerprint());
    assert_ne!(one[0].fingerprint(), other[0].fingerprint());
}

#[test]
fn a_full_file_in_reasonable_time() {
    let mut text = "序号,企业名称,统一社会信用代码,法定代表人,联系电话,地址,涉及金额（万元）,涉及人数,受理时间,线索来源,主要问题,备注\n".to_owned();
    for n in 0..100_000 {
        text.push_str(&format!(
            "{n},第{n}号有限公司,91350100M000100Y43,赵一,13800000000,甲山镇{n}号,约{n},{n}人,2023.4.15,群众举报,高息揽储,\n"
        ));
    }
    let started = std::time::Instant::now();
    let book = open(text.as_bytes(), "x.csv").expect("read");
    let kind = shipped("clue").expect("a kind");
    let mappings = guess_all(&book, &kind);
    let options = Options::default();
    let mut rows = read(&book, &kind, &mappings, &options);
    rows.by_ref().for_each(drop);
    assert_eq!(rows.counts().accepted, 100_000);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn broken_merges_are_asked_about_and_filled_on_request() {
    let kind = shipped("clue").expect("a kind");
    let text = "所属乡镇,企业名称\n甲山镇,甲一有限公司\n,甲二有限公司\n,甲三有限公司\n乙水乡,乙一有限公司\n,乙二有限公司\n";
    let (book, mut mapping) = clue_mapping(text);
    assert!(
        mapping.problems.iter().any(|p| p.contains("向下填充")),
        "{:?}",
        mapping.problems
    );
    mapping
        .override_fill_down(&kind, 0, true)
        .expect("a column");
    assert!(mapping.problems.is_empty());
    let (mappings, options) = ([mapping], Options::default());
    let rows: Vec<String> = read(&book, &kind, &mappings, &options)
        .filter_map(|o| {
            if let RowOutcome::Accepted(row) = o {
                Some(text_of(&row, "township").to_owned())
            } else {
                None
            }
        })
        .collect();
    assert_eq!(rows, ["甲山镇", "甲山镇", "甲山镇", "乙水乡", "乙水乡"]);
}
