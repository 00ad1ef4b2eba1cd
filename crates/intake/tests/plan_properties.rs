//! What holds for any text at all: no panic, spans inside the text, time in proportion to length.
//! It must not know particular plans.

#![expect(clippy::unwrap_used, reason = "a reading always has a JSON form")]

use fangfei_intake::plan::{PlanReading, Span, read};
use fangfei_intake::text::extract;
use proptest::prelude::*;

fn spans(value: &serde_json::Value, found: &mut Vec<Span>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, inner) in fields {
                match serde_json::from_value::<Span>(inner.clone()) {
                    Ok(span)
                        if name == "span"
                            || fields.contains_key("issued_on") && !inner.is_array() =>
                    {
                        found.push(span)
                    }
                    _ => spans(inner, found),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| spans(item, found)),
        _ => {}
    }
}

fn assert_in_bounds(text: &str, reading: &PlanReading) {
    let length = text.chars().count();
    let mut found = Vec::new();
    spans(&serde_json::to_value(reading).unwrap(), &mut found);
    for Span(start, end) in found {
        assert!(
            start <= end && end <= length,
            "[{start}, {end}) of {length}"
        );
    }
}

/// Pieces of which plans are made, so that random texts reach the deeper rules.
const PIECES: &[&str] = &[
    "一、",
    "（一）",
    "(二)",
    "1.",
    "1、",
    "①",
    "㈢",
    "第一阶段：",
    "一是",
    "二是",
    "2023年",
    "4月",
    "15日",
    "31日",
    "上旬",
    "底",
    "前",
    "至",
    "—",
    "、",
    "，",
    "。",
    "；",
    "：",
    "\n",
    "\n\n",
    "\t",
    " ",
    "　",
    "即日起",
    "每季度",
    "每月25日前",
    "随时",
    "第一季度",
    "年底",
    "2月30日",
    "次年",
    "今年",
    "《",
    "》",
    "（",
    "）",
    "〔",
    "〕",
    "[2023]",
    "号",
    "云处非办〔2023〕1号",
    "根据",
    "转发",
    "关于",
    "的通知",
    "工作方案",
    "文件",
    "各乡镇",
    "县公安局",
    "县处非办",
    "要",
    "牵头",
    "配合",
    "由",
    "负责",
    "报送",
    "向",
    "完成",
    "建立",
    "台账",
    "清单",
    "附件",
    "附件：1.",
    "联系人：",
    "13800000000",
    "a@b.cn",
    "成员由",
    "组成",
    "组长：",
    "代章",
    "抄送：",
    "“",
    "”",
    "断水",
    "稳控",
    "５",
    "Ⅲ",
    "😀",
    "\u{200b}",
    "|",
    "阶段\t时间\t内容",
    "(一",
    "一）",
    "十",
    "〇",
    "2023.4.15",
    "——",
    "5个工作日内",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_text_is_read_without_a_panic(text in "\\PC{0,300}") {
        assert_in_bounds(&text, &read(&text));
    }

    #[test]
    fn texts_made_of_plan_words_are_read_without_a_panic(picks in prop::collection::vec(prop::sample::select(PIECES), 0..120)) {
        let text = picks.concat();
        assert_in_bounds(&text, &read(&text));
    }

    #[test]
    fn arbitrary_bytes_are_text_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(text) = extract(&bytes, "任意.txt") {
            assert_in_bounds(&text, &read(&text));
        }
    }
}

/// A megabyte in one paragraph: far longer than any plan, and every date in it is still a duty.
#[test]
fn a_paragraph_of_a_megabyte_is_read_to_its_end() {
    let sentence = "各乡镇、县公安局、县市场监管局要加强排查，建立风险台账，于5月3日前向县处非办报送情况，根据《某某方案》（云处〔2023〕1号）。";
    let count = 1_000_000 / sentence.len();
    let text = format!("一、任务\n（一）排查。{}", sentence.repeat(count));
    let reading = read(&text);
    assert_in_bounds(&text, &reading);
    assert_eq!(reading.deadlines.len(), count);
    assert_eq!(reading.document_numbers.len(), 1);
}

/// One piece over and over: what a rule that looks back to the start of the text would never finish.
#[test]
fn a_long_text_of_any_one_piece_is_read() {
    const MORE: &[&str] = &[
        "（1）",
        "5月3日前，",
        "第一阶段（4月1日—4月5日）\n",
        "云溪县排查工作方案\n",
        "附件1：排查表\n",
        "各乡镇：\n",
        "2023年4月1日\n",
        "一、排查\n",
        "台账",
        "李云13800000001，",
        "每月25日前",
        "由县公安局",
        "。1.",
        "《甲》（云处〔2023〕1号）",
        "县公安局、",
        "1\t2月3日\t排查\n",
    ];
    for piece in PIECES.iter().chain(MORE) {
        let text = piece.repeat(60_000 / piece.len());
        assert_in_bounds(&text, &read(&text));
    }
}
