//! Text cases of promised yields (`tests/text/yields.txt`) and what holds for any text. It must not know how they are read.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{fmt::Write, path::Path};

use fangfei_lens::text::yields::{Annual, Yield, YieldKind, find};
use proptest::prelude::*;

fn shown(found: &Yield) -> String {
    let kind = match found.kind {
        YieldKind::Promised => "promised",
        YieldKind::Charged => "charged",
        YieldKind::Official => "official",
    };
    let range = match (found.annual, found.annual_high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}-{high}"),
        _ => "?".to_owned(),
    };
    format!("{range} {kind} {}", found.text)
}

#[test]
fn every_case_is_read_as_a_reader_would() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/text/yields.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let mut cases: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
    {
        match line.strip_prefix("  ") {
            Some(expected) => cases.last_mut().unwrap().1.push(expected.trim()),
            None => cases.push((line, Vec::new())),
        }
    }
    let mut wrong = String::new();
    for (text, expected) in &cases {
        let found: Vec<String> = find(text).iter().map(shown).collect();
        if found != *expected {
            writeln!(
                wrong,
                "{text}\n  expected {expected:?}\n  found    {found:?}"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases.len() >= 150, "only {} cases", cases.len());
}

fn only(text: &str) -> i64 {
    let found = find(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0].annual.unwrap().millionths()
}

#[test]
fn json_says_the_rate_as_a_number() {
    let json = serde_json::to_value(&find("月息2分")[0]).unwrap();
    assert_eq!(json["annual"], 0.24);
    assert_eq!(json["kind"], "promised");
    assert_eq!(json["span"], serde_json::json!([0, 4]));
    let untold = serde_json::to_value(&find("收益翻番")[0]).unwrap();
    assert!(untold["annual"].is_null());
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(hundredths in 1_i64..9_999, term in 0_usize..5, wide in any::<bool>()) {
        let (word, times) = [("年化收益", 1), ("月息", 12), ("日返", 365), ("每周收益", 52), ("季返", 4)][term];
        let mut figure = format!("{}.{:02}%", hundredths / 100, hundredths % 100);
        if wide {
            figure = figure.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
        }
        prop_assert_eq!(only(&format!("稳健理财，{word}{figure}，欢迎咨询")), hundredths * 100 * times);
    }

    #[test]
    fn a_higher_promise_is_never_a_lower_rate(sum in 1_i64..100, more in 0_i64..100, days in 1_i64..365) {
        let read = |gain: i64| only(&format!("存10万{days}天返利{gain}00元"));
        prop_assert!(read(sum) <= read(sum + more));
        let multiple = |years: i64| only(&format!("{years}年翻倍"));
        prop_assert!(multiple(1 + days % 10) >= multiple(2 + days % 10));
    }

    #[test]
    fn any_text_is_read_without_fail(text in "(月息|年化|日返|一|二|三|十|百|千|万|半|分|厘|%|％|1|2|0|\\.|,|，|年|月|天|个|翻倍|倍|返|送|存|投|元|块|每|回本|至|-|~|百分之| |\n|贷款|\\PC){0,24}") {
        let mut last = 0;
        for found in find(&text) {
            let printed: String = text.chars().skip(found.span.0).take(found.span.1 - found.span.0).collect();
            prop_assert_eq!(&printed, &found.text);
            prop_assert!(found.span.0 >= last && found.span.0 < found.span.1);
            last = found.span.1;
            let annual = found.annual.map(Annual::millionths);
            prop_assert!(annual <= found.annual_high.map(Annual::millionths) && annual != Some(0));
        }
    }
}
