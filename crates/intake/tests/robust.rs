//! Whatever bytes come in: no panic escapes, and every row is accounted for.
//! It must not know what good files mean.

use fangfei_intake::kind::{SHIPPED, shipped};
use fangfei_intake::table::{Limits, Options, guess_all, open, open_within, read};
use fangfei_intake::value::{
    DateContext, amount, choice, citizen_number, count, date, firm_code, flag, phones,
};
use proptest::prelude::*;

const XLS: &[u8] = include_bytes!("files/ledger.xls");

fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..20_u32 {
        for column in 0..6_u16 {
            sheet
                .write(row, column, format!("格{row}-{column}"))
                .expect("a cell");
        }
    }
    sheet
        .merge_range(3, 0, 6, 0, "合并", &rust_xlsxwriter::Format::new())
        .expect("a merge");
    book.save_to_buffer().expect("a workbook")
}

/// Opens, guesses and reads as every kind; the counts must add up.
fn read_fully(bytes: &[u8], name: &str) {
    let limits = Limits {
        rows: 5_000,
        cells: 200_000,
        ..Limits::default()
    };
    let Ok(book) = open_within(bytes, name, &limits) else {
        return;
    };
    let options = Options::default();
    for id in SHIPPED {
        let kind = shipped(id).expect("a kind");
        let mappings = guess_all(&book, &kind);
        let mut rows = read(&book, &kind, &mappings, &options);
        let total = rows.total();
        let mut seen = std::collections::HashSet::new();
        for outcome in rows.by_ref() {
            assert!(
                seen.insert(outcome.source().clone()),
                "{} twice",
                outcome.source()
            );
        }
        assert_eq!(rows.counts().total(), total);
        assert_eq!(
            total,
            book.sheets
                .iter()
                .map(|s| u64::from(s.row_count()))
                .sum::<u64>()
        );
    }
}

/// A cell as offices write them, or noise.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("甲一有限公司".to_owned()),
        Just("合计".to_owned()),
        Just("企业名称".to_owned()),
        Just("涉案金额（万元）".to_owned()),
        Just("受理时间".to_owned()),
        Just("注：按月填报".to_owned()),
        Just("约300万".to_owned()),
        Just("100余人".to_owned()),
        Just("2023.4.15".to_owned()),
        Just("一、甲山镇".to_owned()),
        "[0-9]{1,6}",
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn noise_of_any_kind(kind in 0..6_usize, mut bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        let starts: [&[u8]; 6] = [b"", b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], b"<html><table>",
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", &[0xFF, 0xFE]];
        let mut whole = starts[kind].to_vec();
        whole.append(&mut bytes);
        read_fully(&whole, "x");
    }

    #[test]
    fn damaged_xlsx(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = xlsx();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cuts { bytes.truncate(cut.index(bytes.len())); }
        read_fully(&bytes, "x.xlsx");
    }

    #[test]
    fn damaged_xls(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = XLS.to_vec();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cuts { bytes.truncate(cut.index(bytes.len())); }
        read_fully(&bytes, "x.xls");
    }

    #[test]
    fn any_table_accounts_for_every_row(rows in prop::collection::vec(prop::collection::vec(cell(), 0..7), 0..25)) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows { writer.write_record(row).expect("a record"); }
        read_fully(&writer.into_inner().expect("bytes"), "x.csv");
    }

    #[test]
    fn any_text_is_a_value_or_a_fault(text in "\\PC{0,30}", number in "[0-9.,万亿千百十元约余-]{0,14}") {
        for cell in [&text, &number] {
            let _ = (amount(cell, None), count(cell), date(cell, DateContext { year: Some(2024), order: None }));
            let _ = (phones(cell), firm_code(cell, true), firm_code(cell, false), citizen_number(cell), flag(cell));
            let _ = choice(cell, std::iter::empty());
        }
    }

    #[test]
    fn an_amount_is_what_it_prints(fen in 0..10_000_000_000_000_i64) {
        let printed = fangfei_model::money::Fen(fen).grouped();
        let read = amount(&format!("{printed}元"), None).expect("an amount");
        prop_assert_eq!(read.value.low.0, fen);
    }

    #[test]
    fn every_day_is_read_in_every_shape(days in 0..54_000_i64) {
        let day = jiff::civil::date(1950, 1, 1).checked_add(jiff::Span::new().days(days)).expect("a day");
        let (y, m, d) = (day.year(), day.month(), day.day());
        for shape in [format!("{y}.{m}.{d}"), format!("{y}-{m:02}-{d:02}"), format!("{y}年{m}月{d}日"), format!("{y}{m:02}{d:02}")] {
            prop_assert_eq!(date(&shape, DateContext::default()).expect("a date").value.date, day);
        }
    }
}

#[test]
fn every_cut_of_an_xls_is_survived() {
    for length in (0..XLS.len()).step_by(97) {
        let _ = open(&XLS[..length], "x.xls");
    }
}
