//! Papers as Word files: form, order, hostile text. It must not look at the page by eye.
#![expect(clippy::unwrap_used, reason = "a failing helper is a failing test")]

use std::io::{Cursor, Read};

use fangfei_model::money::Fen;
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    docx::{
        Attachment, Block, Form, FormCell, FormRow, Paper, PrintLine, RedHead, Signature, Table,
        one_by_one,
    },
};
use jiff::civil::date;
use quick_xml::events::Event;

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn document(paper: &Paper) -> String {
    part(&paper.to_docx().unwrap(), "word/document.xml")
}

/// The runs' texts in order; fails on XML that is not well formed.
fn texts(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) if e.name().as_ref() == "w:t" => {
                inside = true;
                found.push(String::new());
            }
            Event::End(e) if e.name().as_ref() == "w:t" => inside = false,
            Event::Text(t) if inside => found.last_mut().unwrap().push_str(&t.xml10_content()),
            Event::GeneralRef(r) if inside => {
                let c = match &*r.xml10_content() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => r.resolve_char_ref().unwrap().unwrap(),
                };
                found.last_mut().unwrap().push(c);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn report() -> Paper {
    let table = Table {
        columns: vec![
            Column::new("乡镇", Kind::Text),
            Column::new("户数", Kind::Integer).under("排查"),
            Column::new("金额", Kind::Money(MoneyUnit::WanYuan)).under("排查"),
        ],
        rows: vec![
            vec!["青禾镇".into(), 3.into(), Fen(1_234_567_800).into()],
            vec![Cell::Empty],
        ],
        ..Table::default()
    };
    Paper {
        head: Some(RedHead {
            issuer: "青禾县处非办文件".into(),
            number: "青处非办字〔2024〕3号".into(),
        }),
        title: "关于三季度情况的报告".into(),
        addressee: "市处非办".into(),
        body: vec![
            Block::Heading(1, "一、总体情况".into()),
            Block::Paragraph("甲\n乙".into()),
        ],
        attachments: vec![
            Attachment::new("统计表", vec![Block::Table(table)]).landscape(),
            Attachment::new("名册（另附）", vec![]),
        ],
        signature: Some(Signature {
            unit: "青禾县处非办".into(),
            date: date(2024, 10, 8),
        }),
        annotation: "联系人：某某".into(),
        print_line: Some(PrintLine {
            copies_to: "县公安局".into(),
            printer: "青禾县处非办".into(),
            printed_on: date(2024, 10, 8),
        }),
    }
}

#[test]
fn the_parts_stand_in_the_order_of_the_standard() {
    let xml = document(&report());
    let all = texts(&xml).join("|");
    let order = [
        "青禾县处非办文件",
        "青处非办字〔2024〕3号",
        "关于三季度情况的报告",
        "市处非办：",
        "一、总体情况",
        "甲",
        "乙",
        "附件：1.统计表",
        "2.名册（另附）",
        "青禾县处非办",
        "2024年10月8日",
        "（联系人：某某）",
        "附件1",
        "青禾镇",
        "1,234.57",
        "抄送：县公安局。",
        "2024年10月8日印发",
    ];
    let mut from = 0;
    for expected in order {
        let at = all[from..]
            .find(expected)
            .unwrap_or_else(|| panic!("{expected} after {}", &all[..from]));
        from += at + expected.len();
    }
}

#[test]
fn page_and_type_follow_the_standard() {
    let xml = document(&report());
    assert!(
        xml.contains(r#"w:pgSz w:w="11906" w:h="16838""#)
            && xml.contains(r#"w:top="2098" w:right="1474""#)
    );
    assert!(xml.contains(r#"w:w="16838" w:h="11906" w:orient="landscape""#));
    assert!(xml.contains("黑体") && xml.contains("仿宋_GB2312") && xml.contains("方正小标宋简体"));
    assert!(
        xml.contains(r#"w:line="560" w:lineRule="exact""#),
        "28 points fixed"
    );
}

#[test]
fn every_section_has_page_numbers_and_header_rows_repeat() {
    let docx = report().to_docx().unwrap();
    let xml = part(&docx, "word/document.xml");
    let sections = xml.matches("<w:sectPr").count();
    assert_eq!(sections, 3);
    assert_eq!(
        xml.matches(r#"<w:footerReference w:type="default""#)
            .count(),
        sections
    );
    assert_eq!(xml.matches("<w:tblHeader />").count(), 2);
    assert!(part(&docx, "word/footer1.xml").contains("PAGE"));
}

#[test]
fn forms_keep_their_grid_under_tall_cells() {
    let form = Form {
        columns: vec![1, 2, 1],
        rows: vec![
            vec![
                FormCell::label("主体").down(2),
                FormCell::value("名称").across(2),
            ]
            .into(),
            vec![FormCell::value("代码"), FormCell::value("日期")].into(),
            FormRow::tall(
                vec![
                    FormCell::label("意见"),
                    FormCell::value("").across(9).signed("签字："),
                ],
                5,
            ),
            vec![FormCell::label("只有一格")].into(),
        ],
    };
    let xml = document(&Paper {
        title: "登记表".into(),
        body: vec![Block::Form(form)],
        ..Paper::default()
    });
    for row in xml.split("<w:tr>").skip(1) {
        let row = row.split("</w:tr>").next().unwrap();
        let spans: usize = row
            .split("<w:gridSpan w:val=\"")
            .skip(1)
            .map(|s| s.split('"').next().unwrap().parse::<usize>().unwrap() - 1)
            .sum();
        assert_eq!(row.matches("<w:tc>").count() + spans, 3, "{row}");
    }
    assert_eq!(xml.matches("w:vMerge").count(), 2);
}

#[test]
fn hostile_text_is_text() {
    let hostile = "<w:p>&\"'\u{0}\u{1b}😀]]>\u{fffe}<w:cantSplit />";
    let paper = Paper {
        body: vec![Block::Paragraph(hostile.into())],
        ..report()
    };
    let xml = document(&paper);
    assert!(
        texts(&xml).contains(&"<w:p>&\"'\u{fffd}\u{fffd}😀]]>\u{fffd}<w:cantSplit />".to_owned())
    );
    assert_eq!(
        xml.matches("<w:tblHeader />").count(),
        2,
        "text cannot become markup"
    );
}

#[test]
fn an_empty_paper_and_an_empty_form_still_open() {
    let body = vec![Block::Form(Form::default()), Block::Table(Table::default())];
    assert!(
        texts(&document(&Paper {
            body,
            ..Paper::default()
        }))
        .is_empty()
    );
}

#[test]
fn the_same_paper_makes_the_same_bytes() {
    assert_eq!(report().to_docx().unwrap(), report().to_docx().unwrap());
}

#[test]
fn notices_begin_on_pages_of_their_own_without_numbers() {
    let notice = |name: &str| Paper {
        title: "退付通知书".into(),
        addressee: name.into(),
        body: vec![Block::Paragraph(format!("{name}的退付情况"))],
        ..Paper::default()
    };
    let file = one_by_one(&[notice("甲某"), notice("乙某"), notice("丙某")]).unwrap();
    let xml = part(&file, "word/document.xml");
    assert_eq!(xml.matches("<w:pageBreakBefore").count(), 2, "{xml}");
    assert!(!xml.contains("footerReference"));
    assert_eq!(
        texts(&xml)
            .iter()
            .filter(|t| t.contains("退付通知书"))
            .count(),
        3
    );
}
