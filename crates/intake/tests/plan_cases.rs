//! Self-made plans of many kinds beside what must be read from them. `UPDATE_PLANS=1` writes the expected
//! readings anew, to be reviewed by hand. It must not hold any real document.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it cannot read its own files"
)]

use std::path::PathBuf;

use fangfei_intake::plan::{PlanReading, Span, read};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/plans")
}

fn plans() -> Vec<(PathBuf, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    files.sort();
    files
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

fn plan(name: &str) -> PlanReading {
    read(&std::fs::read_to_string(folder().join(name)).unwrap())
}

#[test]
fn every_plan_is_read_as_reviewed() {
    let plans = plans();
    assert!(plans.len() >= 12);
    for (path, text) in plans {
        let expected = path.with_extension("json");
        let found = serde_json::to_value(read(&text)).unwrap();
        if std::env::var_os("UPDATE_PLANS").is_some() {
            std::fs::write(
                &expected,
                serde_json::to_string_pretty(&found).unwrap() + "\n",
            )
            .unwrap();
            continue;
        }
        let known: Value =
            serde_json::from_str(&std::fs::read_to_string(&expected).unwrap()).unwrap();
        for (field, value) in known.as_object().unwrap() {
            assert_eq!(
                found.get(field),
                Some(value),
                "{field} in {}",
                path.display()
            );
        }
    }
}

#[test]
fn spans_lie_in_the_text_and_show_what_was_read() {
    for (path, text) in plans() {
        let chars: Vec<char> = text.chars().collect();
        let bare = |Span(start, end): Span| {
            chars[start..end]
                .iter()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        let reading = read(&text);
        for ledger in &reading.ledgers {
            assert_eq!(bare(ledger.span), ledger.name, "{}", path.display());
        }
        for number in &reading.document_numbers {
            assert_eq!(bare(number.span), number.printed, "{}", path.display());
        }
        for deadline in &reading.deadlines {
            assert!(
                !bare(deadline.span).is_empty() && !deadline.what.is_empty(),
                "{deadline:?}"
            );
        }
    }
}

/// Line breaks inside sentences, as scanning leaves them, must not change what is read. Left out are
/// tables, whose lines are rows, and a web page without lines, which scanning does not produce.
#[test]
fn a_broken_scan_reads_like_the_whole_text() {
    for (path, text) in plans().into_iter().filter(|(path, _)| {
        let name = path.to_string_lossy();
        !name.contains("table") && !name.contains("run-in")
    }) {
        let (whole, broken) = (read(&text), read(&broken_at(&text, 34)));
        let dates = |reading: &PlanReading| {
            reading
                .deadlines
                .iter()
                .filter_map(|deadline| deadline.date)
                .collect::<Vec<_>>()
        };
        assert_eq!(dates(&whole), dates(&broken), "{}", path.display());
        let numbers = |reading: &PlanReading| {
            reading
                .document_numbers
                .iter()
                .map(|number| (number.normal.clone(), number.role))
                .collect::<Vec<_>>()
        };
        assert_eq!(numbers(&whole), numbers(&broken), "{}", path.display());
        assert_eq!(
            whole
                .phases
                .iter()
                .map(|p| (p.start, p.end))
                .collect::<Vec<_>>(),
            broken
                .phases
                .iter()
                .map(|p| (p.start, p.end))
                .collect::<Vec<_>>()
        );
    }
}

fn broken_at(text: &str, width: usize) -> String {
    let lines = text.lines().map(|line| {
        let chars: Vec<char> = line.chars().collect();
        chars
            .chunks(width)
            .map(|chunk| chunk.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("\n")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_plan_without_a_year_gets_none() {
    let reading = plan("04-no-year.txt");
    assert_eq!(reading.issued_on, None);
    assert!(
        reading
            .deadlines
            .iter()
            .all(|deadline| deadline.date.is_none() && deadline.relative.is_some())
    );
    assert!(
        reading
            .warnings
            .iter()
            .any(|warning| warning.problem.contains("没有写年份"))
    );
}

#[test]
fn a_forwarded_notice_keeps_both_numbers_apart() {
    let reading = plan("03-nested-forward.txt");
    let numbers: Vec<String> = reading
        .document_numbers
        .iter()
        .map(|number| format!("{} {:?}", number.normal, number.role))
        .collect();
    assert_eq!(
        numbers,
        ["石教字〔2022〕19号 Own", "石处非办发〔2022〕7号 Wrapped"]
    );
}

#[test]
fn a_winter_action_crosses_the_year() {
    let reading = plan("05-cross-year-number-only.txt");
    let ends: Vec<String> = reading
        .phases
        .iter()
        .filter_map(|phase| phase.end)
        .map(|end| end.to_string())
        .collect();
    assert_eq!(ends, ["2023-11-30", "2024-01-31", "2024-02-29"]);
}
