//! Written spreadsheets read back by another library: values, merges, no formula. It must not look at fonts.
#![expect(clippy::unwrap_used, reason = "a failing helper is a failing test")]

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use fangfei_model::money::Fen;
use fangfei_report::{
    Cell, Column, Error, Kind, MoneyUnit,
    xlsx::{Origin, Sheet, Spread, Workbook},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn origin() -> Origin {
    Origin {
        unit: "青禾县处非办".into(),
        made_at: date(2024, 10, 8).at(9, 30, 0, 0),
    }
}

fn write(sheets: Vec<(Sheet, Vec<Vec<Cell>>)>) -> Vec<u8> {
    let mut book = Workbook::new(&origin()).unwrap();
    for (sheet, rows) in sheets {
        let mut writer = book.sheet(sheet).unwrap();
        rows.iter().for_each(|row| writer.row(row).unwrap());
        writer.finish().unwrap();
    }
    book.into_bytes().unwrap()
}

fn open(bytes: Vec<u8>) -> Book {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

fn ledger() -> Sheet {
    Sheet {
        name: "线索台账".into(),
        title: "涉嫌非法集资风险线索台账".into(),
        subtitle: vec![Spread::new(
            "填报单位：青禾县处非办",
            "2024年9月30日",
            "单位：万元",
        )],
        columns: vec![
            Column::new("序号", Kind::Integer),
            Column::new("名称", Kind::Text).under("主体"),
            Column::new("统一社会信用代码", Kind::Code).under("主体"),
            Column::new("金额", Kind::Money(MoneyUnit::WanYuan)),
            Column::new("发现日期", Kind::Date),
        ],
        notes: vec!["说明：金额保留到分。".into()],
        footer: vec![Spread::new("填表人：", "审核人：", "负责人：")],
        ..Sheet::default()
    }
}

fn row(name: &str) -> Vec<Cell> {
    vec![
        1.into(),
        name.into(),
        "911400000000000001".into(),
        Fen(300_000_050).into(),
        date(2024, 6, 25).into(),
    ]
}

#[test]
fn values_come_back_typed_and_headings_are_merged() {
    let bytes = write(vec![(ledger(), vec![row("青禾惠农投资咨询有限公司")])]);
    let mut book = open(bytes.clone());
    let range = book.worksheet_range("线索台账").unwrap();
    assert_eq!(
        range.get_value((0, 0)),
        Some(&Data::String("涉嫌非法集资风险线索台账".into()))
    );
    assert_eq!(range.get_value((2, 1)), Some(&Data::String("主体".into())));
    assert_eq!(
        range.get_value((3, 2)),
        Some(&Data::String("统一社会信用代码".into()))
    );
    assert_eq!(
        range.get_value((4, 2)),
        Some(&Data::String("911400000000000001".into())),
        "codes stay digits"
    );
    assert_eq!(
        range.get_value((4, 3)),
        Some(&Data::Float(300.00005)),
        "money is kept to the fen"
    );
    let Some(Data::DateTime(day)) = range.get_value((4, 4)) else {
        panic!("a date is a date")
    };
    assert_eq!(day.to_ymd_hms_milli(), (2024, 6, 25, 0, 0, 0, 0));

    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    for merged in ["A1:E1", "A3:A4", "B3:C3", "D3:D4", "A6:E6"] {
        assert!(
            xml.contains(&format!("<mergeCell ref=\"{merged}\"/>")),
            "{merged} in {xml}"
        );
    }
    assert!(xml.contains("ySplit=\"4\""), "the header stays in sight");
    assert!(
        part(&bytes, "xl/workbook.xml").contains("$3:$4"),
        "header rows repeat on every page"
    );
}

#[test]
fn a_single_header_row_carries_a_filter_over_the_rows() {
    let mut sheet = ledger();
    sheet.columns.iter_mut().for_each(|c| c.groups.clear());
    let xml = part(
        &write(vec![(sheet, vec![row("甲"), row("乙")])]),
        "xl/worksheets/sheet1.xml",
    );
    assert!(xml.contains("<autoFilter ref=\"A3:E5\""));
}

#[test]
fn hostile_text_is_text() {
    let hostile = [
        "=cmd|'/C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "{=1}",
        "http://evil.example/",
        "<script>&\"'",
        "_x0041_",
        "😀𠮷",
        "甲\u{0}乙\u{1b}",
        "\u{fffe}",
        "]]>",
    ];
    let bytes = write(vec![(ledger(), hostile.iter().map(|t| row(t)).collect())]);
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>") && !xml.contains("<f ") && !xml.contains("<hyperlink"));
    let mut book = open(bytes);
    let range = book.worksheet_range("线索台账").unwrap();
    for (i, text) in (4..).zip(hostile) {
        let Some(Data::String(read)) = range.get_value((i, 1)) else {
            panic!("{text} is no text")
        };
        let seen = text.replace(['\u{0}', '\u{1b}', '\u{fffe}'], "\u{fffd}");
        // XML readers may turn a carriage return into a line feed.
        assert_eq!(read.replace('\n', "\r"), seen.replace('\n', "\r"));
    }
}

#[test]
fn very_long_text_is_cut_visibly() {
    let bytes = write(vec![(ledger(), vec![row(&"长".repeat(40_000))])]);
    let range = open(bytes).worksheet_range("线索台账").unwrap();
    let Some(Data::String(read)) = range.get_value((4, 1)) else {
        panic!()
    };
    assert_eq!(read.encode_utf16().count(), 32_767);
    assert!(read.ends_with("余下部分见系统）"));
}

#[test]
fn values_a_spreadsheet_cannot_hold_become_exact_text() {
    let mut cells = row("甲");
    cells[0] = i64::MAX.into();
    cells[3] = Fen(i64::MAX).into();
    cells[4] = Date::constant(1899, 1, 1).into();
    let range = open(write(vec![(ledger(), vec![cells])]))
        .worksheet_range("线索台账")
        .unwrap();
    assert_eq!(
        range.get_value((4, 0)),
        Some(&Data::String("9223372036854775807".into()))
    );
    assert_eq!(
        range.get_value((4, 3)),
        Some(&Data::String("9223372036854.775807".into()))
    );
    assert_eq!(
        range.get_value((4, 4)),
        Some(&Data::String("1899-01-01".into()))
    );
}

#[test]
fn several_sheets_keep_their_rows_apart() {
    let bytes = write(vec![
        (ledger(), vec![row("甲")]),
        (ledger(), vec![row("乙")]),
    ]);
    let mut book = open(bytes);
    assert_eq!(book.sheet_names(), ["线索台账", "线索台账（2）"]);
    let second = book.worksheet_range("线索台账（2）").unwrap();
    assert_eq!(second.get_value((4, 1)), Some(&Data::String("乙".into())));
}

#[test]
fn one_column_and_no_row_still_make_a_file() {
    let sheet = Sheet {
        columns: vec![Column::new("名称", Kind::Text)],
        ..ledger()
    };
    let range = open(write(vec![(sheet, vec![])]))
        .worksheet_range("线索台账")
        .unwrap();
    assert_eq!(range.get_value((2, 0)), Some(&Data::String("名称".into())));
}

#[test]
fn a_row_of_another_width_is_refused() {
    let mut book = Workbook::new(&origin()).unwrap();
    let mut writer = book.sheet(ledger()).unwrap();
    let error = writer.row(&[Cell::Empty]).unwrap_err();
    assert!(matches!(
        error,
        Error::WrongWidth {
            row: 5,
            expected: 5,
            found: 1,
            ..
        }
    ));
    assert!(matches!(
        book.sheet(Sheet::default()),
        Err(Error::NoColumns { .. })
    ));
}

#[test]
fn the_same_rows_make_the_same_bytes() {
    let make = || write(vec![(ledger(), vec![row("甲")])]);
    assert_eq!(make(), make());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any amount up to 999 999 999 999 999 fen reads back to the fen in both units.
    #[test]
    fn money_reads_back_to_the_fen(fen in -999_999_999_999_999_i64..=999_999_999_999_999) {
        for unit in [MoneyUnit::Yuan, MoneyUnit::WanYuan] {
            let sheet = Sheet { columns: vec![Column::new("金额", Kind::Money(unit))], ..Sheet::default() };
            let bytes = write(vec![(sheet, vec![vec![Fen(fen).into()]])]);
            let xml = part(&bytes, "xl/worksheets/sheet1.xml");
            let written: f64 = xml.split("<v>").nth(1).and_then(|s| s.split("</v>").next()).unwrap().parse().unwrap();
            let expected: f64 = unit.decimal(Fen(fen)).parse().unwrap();
            prop_assert_eq!(written.to_bits(), expected.to_bits());
        }
    }

    /// Whatever text a stranger typed, the file opens and holds no formula.
    #[test]
    fn any_text_makes_a_readable_file(text in "\\PC{0,40}|[=+@-].{0,20}") {
        let bytes = write(vec![(ledger(), vec![row(&text)])]);
        prop_assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
        prop_assert!(open(bytes).worksheet_range("线索台账").is_ok());
    }
}
