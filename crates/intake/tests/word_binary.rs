//! A Word file of the years before .docx (self-made, written by an office suite) read like its text; files cut short
//! or changed are refused or read, never a panic. It must not hold any real document.

use fangfei_intake::plan::read;
use fangfei_intake::text::{Error, extract};
use proptest::prelude::*;

const NOTICE: &[u8] = include_bytes!("files/notice.doc");

#[test]
fn text_and_tables_of_an_old_word_file_are_read() {
    let text = extract(NOTICE, "通知.doc").unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "云溪县处置非法集资领导小组办公室");
    assert!(lines.contains(&"序号\t工作任务\t责任单位\t完成时限"));
    assert!(lines.contains(&"3\t汇总报送\t\t11月5日前"), "{lines:?}");
    let reading = read(&text);
    let due: Vec<String> = reading
        .deadlines
        .iter()
        .filter_map(|deadline| deadline.date)
        .map(|date| date.to_string())
        .collect();
    assert_eq!(
        due,
        ["2024-09-20", "2024-10-15", "2024-10-31", "2024-11-05"]
    );
    assert_eq!(reading.document_numbers[0].normal, "云处非办〔2024〕21号");
}

#[test]
fn a_compound_file_without_a_document_is_refused_with_what_to_do() {
    let sheet = include_bytes!("files/ledger.xls");
    let refused = extract(sheet, "台账.xls").unwrap_err();
    assert!(matches!(refused, Error::Unreadable { .. }));
    assert!(refused.to_string().contains("另存为"), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_damaged_file_never_panics(kept in 0..NOTICE.len(), changed in prop::collection::vec((0..NOTICE.len(), any::<u8>()), 0..40)) {
        let mut bytes = NOTICE.to_vec();
        for (at, byte) in changed {
            bytes[at] = byte;
        }
        let _ = extract(&bytes, "坏.doc");
        let _ = extract(&bytes[..kept], "断.doc");
    }
}
