//! The real plans of the shared folder, when it is there: every dated duty is found and no date is invented.
//! It must not copy their text; only dates, numbers and codes are asserted.

use std::path::PathBuf;

use fangfei_intake::plan::{NumberRole, PlanReading, Recurrence, Span, read};

fn shared(name: &str) -> Option<String> {
    let root = std::env::var_os("FANGFEI_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(root.join("plans").join(name)).ok();
    if text.is_none() {
        eprintln!("passed over: {name} is not in the shared folder");
    }
    text
}

fn due(reading: &PlanReading) -> Vec<String> {
    reading
        .deadlines
        .iter()
        .filter_map(|deadline| deadline.date)
        .map(|date| date.to_string())
        .collect()
}

fn assert_due(name: &str, wanted: &[&str]) {
    let Some(text) = shared(name) else { return };
    let found = due(&read(&text));
    for date in wanted {
        assert!(
            found.iter().any(|known| known == date),
            "{name}: {date} missing in {found:?}"
        );
    }
    let extra: Vec<&String> = found
        .iter()
        .filter(|date| !wanted.contains(&date.as_str()))
        .collect();
    assert!(extra.is_empty(), "{name}: invented {extra:?}");
}

#[test]
fn every_dated_duty_is_found_and_none_invented() {
    assert_due(
        "qinshui-2023.txt",
        &[
            "2023-04-15",
            "2023-05-03",
            "2023-07-03",
            "2023-07-15",
            "2023-07-31",
        ],
    );
    assert_due(
        "shanyin-2024.txt",
        &[
            "2024-06-25",
            "2025-11-01",
            "2024-06-30",
            "2024-08-31",
            "2025-12-31",
        ],
    );
    assert_due(
        "wenchanghu-2020.txt",
        &["2020-06-10", "2020-06-30", "2020-08-31", "2020-09-10"],
    );
    assert_due(
        "jinzhai-2017.txt",
        &["2017-01-15", "2017-03-10", "2017-03-20"],
    );
}

#[test]
fn recurring_reports_have_a_recipient() {
    let Some(text) = shared("shanyin-2024.txt") else {
        return;
    };
    let reading = read(&text);
    let report = reading
        .deadlines
        .iter()
        .find(|deadline| {
            deadline.recurrence == Some(Recurrence::Quarterly) && deadline.what.contains("报送")
        })
        .unwrap();
    assert_eq!(report.to.as_deref(), Some("县政府办"));
    assert_eq!(report.who.len(), 2);
}

#[test]
fn the_traps_of_the_plans_become_warnings() {
    for (name, words) in [
        ("qinshui-2023.txt", "嵌套"),
        ("shanyin-2024.txt", "附件"),
        ("wenchanghu-2020.txt", "代章"),
        ("jinzhai-2017.txt", "两个不同的文号"),
    ] {
        let Some(text) = shared(name) else { continue };
        assert!(
            read(&text)
                .warnings
                .iter()
                .any(|warning| warning.problem.contains(words)),
            "{name}: {words}"
        );
    }
}

#[test]
fn own_wrapped_and_cited_numbers_are_told_apart() {
    let Some(text) = shared("qinshui-2023.txt") else {
        return;
    };
    let roles: Vec<(i16, NumberRole)> = read(&text)
        .document_numbers
        .iter()
        .map(|number| {
            (
                number
                    .normal
                    .parse::<fangfei_model::document_number::DocumentNumber>()
                    .unwrap()
                    .year,
                number.role,
            )
        })
        .collect();
    assert_eq!(
        roles,
        [
            (2023, NumberRole::Own),
            (2023, NumberRole::Wrapped),
            (2023, NumberRole::Basis)
        ]
    );
}

/// Every date printed can be seen in the text it points to: its month there, its year there or that of the document.
#[test]
fn every_date_stands_in_its_span() {
    for name in [
        "qinshui-2023.txt",
        "shanyin-2024.txt",
        "wenchanghu-2020.txt",
        "jinzhai-2017.txt",
    ] {
        let Some(text) = shared(name) else { continue };
        let chars: Vec<char> = text.chars().collect();
        let reading = read(&text);
        let issued = reading.issued_on.unwrap();
        for deadline in &reading.deadlines {
            let Some(date) = deadline.date else { continue };
            let Span(start, end) = deadline.span;
            let words: String = chars[start..end]
                .iter()
                .filter(|c| !c.is_whitespace())
                .collect();
            let month = words.contains(&format!("{}月", date.month()))
                || (date.month() == 12 && words.contains("年底"));
            let year = words.contains(&date.year().to_string()) || issued.year() == date.year();
            assert!(month && year, "{name}: {date} not in “{words}”");
        }
    }
}

#[test]
fn the_ten_ledgers_of_the_township_plan_are_found_one_by_one() {
    let Some(text) = shared("jinzhai-2017.txt") else {
        return;
    };
    let reading = read(&text);
    assert!(
        reading
            .ledgers
            .iter()
            .filter(|ledger| ledger.name.contains("台账"))
            .count()
            >= 10
    );
    assert!(
        reading
            .ledgers
            .iter()
            .all(|ledger| !ledger.name.contains("十个"))
    );
}
