//! What holds for any text at all: no panic, spans inside the text, time in proportion to length.
//! It must not know particular plans.

#![expect(clippy::unwrap_used, reason = "a reading always has a JSON form")]

use std::time::{Duration, Instant};

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

#[test]
fn long_texts_take_time_in_proportion() {
    let sentence = "各乡镇、县公安局、县市场监管局要加强排查，建立风险台账，于5月3日前向县处非办报送情况，根据《某某方案》（云处〔2023〕1号）";
    let time = |count: usize| {
        let text = format!("一、任务\n（一）排查。{}", sentence.repeat(count));
        let start = Instant::now();
        std::hint::black_box(read(&text));
        start.elapsed()
    };
    let (short, long) = (time(200), time(800));
    assert!(
        long < short * 16 + Duration::from_millis(200),
        "{short:?} → {long:?}"
    );
}
