//! The steps of the common lifecycle over HTTP, for tests that begin further on: a township reports,
//! the office accepts, units are heard, the head concludes, the item is listed.

use axum::http::StatusCode;
use fangfei_testkit::{Person, TestApp};

use crate::browser::{Answer, Browser};

/// 清溪镇.
pub const TOWN: &str = "149921101";

pub const REPORT: [(&str, &str); 9] = [
    ("subject_name", "康乐养生店"),
    ("subject", "none"),
    ("division", TOWN),
    ("channel", "grid_patrol"),
    ("found_on", "2024-06-28"),
    ("facts", "办讲座，存一万元每月返二百元"),
    ("amount", "约160"),
    ("amount_unit", "wan"),
    ("people", "40余人"),
];

/// The form with one field typed otherwise.
pub fn with<'a>(
    fields: &[(&'a str, &'a str)],
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let mut changed: Vec<_> = fields
        .iter()
        .copied()
        .filter(|(known, _)| *known != name)
        .collect();
    changed.push((name, value));
    changed
}

/// The redirect's address, with the message of the page it leads to.
pub async fn follow(browser: &mut Browser, answer: Answer) -> (String, String) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", message(&answer));
    let page = browser.get(&answer.location).await;
    assert_eq!(page.status, StatusCode::OK, "{}", answer.location);
    (answer.location, page.text)
}

/// What a page says is wrong, for failing tests.
pub fn message(answer: &Answer) -> String {
    let start = answer.text.find("callout--danger").unwrap_or(0);
    answer.text[start..].chars().take(600).collect()
}

pub async fn reported(test: &TestApp) -> String {
    let mut township = Browser::signed_in(test, &test.actors.township).await;
    let answer = township.post("/clues/new", &REPORT).await;
    follow(&mut township, answer).await.0
}

pub async fn post(test: &TestApp, person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    Browser::signed_in(test, person)
        .await
        .post(path, fields)
        .await
}

pub async fn accepted(test: &TestApp) -> String {
    let clue = reported(test).await;
    let unit = test.actors.township.unit.id.to_string();
    let fields = [("unit", unit.as_str()), ("check_due", "2024-08-12")];
    let answer = post(test, &test.actors.clerk, &format!("{clue}/accept"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", message(&answer));
    clue
}

pub const CHECK: [(&str, &str); 7] = [
    ("on", "2024-07-01"),
    ("manner", "现场查看"),
    ("findings", "店内有返利宣传单"),
    ("found_amount", "160"),
    ("found_amount_unit", "wan"),
    ("found_people", "180"),
    ("conclusion", "assess"),
];

pub async fn assessing(test: &TestApp) -> (String, String) {
    let clue = accepted(test).await;
    let checked = post(
        test,
        &test.actors.township,
        &format!("{clue}/check"),
        &CHECK,
    )
    .await;
    assert_eq!(
        checked.status,
        StatusCode::SEE_OTHER,
        "{}",
        message(&checked)
    );
    let (police, market) = (
        test.actors.police.unit.id.to_string(),
        test.actors.market.unit.id.to_string(),
    );
    let units = [("units", police.as_str()), ("units", market.as_str())];
    let opened = post(test, &test.actors.clerk, &format!("{clue}/assess"), &units).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", message(&opened));
    (clue, opened.location)
}

pub const VIEW: [(&str, &str); 6] = [
    ("crowd", "medium"),
    ("exposure", "medium"),
    ("spread", "low"),
    ("harm", "low"),
    ("level", "medium"),
    ("reason", "人数和金额都已过百"),
];

pub async fn graded(test: &TestApp) -> String {
    let (clue, assessment) = assessing(test).await;
    for person in [&test.actors.police, &test.actors.market] {
        let given = post(test, person, &format!("{assessment}/view"), &VIEW).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", message(&given));
    }
    let concluded = post(
        test,
        &test.actors.head,
        &format!("{assessment}/conclude"),
        &VIEW,
    )
    .await;
    assert_eq!(
        concluded.status,
        StatusCode::SEE_OTHER,
        "{}",
        message(&concluded)
    );
    clue
}

pub async fn listed(test: &TestApp) -> String {
    let clue = graded(test).await;
    let unit = test.actors.township.unit.id.to_string();
    let plan = [
        ("unit", unit.as_str()),
        ("owner", "己经办"),
        ("leader", "子镇长"),
        ("track", "rectify"),
        ("plan", "责令停止宣传，分批清退"),
        ("due", "2024-09-30"),
    ];
    let answer = post(test, &test.actors.clerk, &format!("{clue}/hang"), &plan).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", message(&answer));
    answer.location
}
