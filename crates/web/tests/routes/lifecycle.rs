//! The common lifecycle over HTTP: a township reports, the office accepts, units are heard, the head
//! concludes, the item is closed and opened again; and what is refused on the way.

use axum::http::StatusCode;
use fangfei_testkit::{Person, TestApp};

use crate::browser::{Answer, Browser};

/// 清溪镇.
const TOWN: &str = "149921101";

const REPORT: [(&str, &str); 9] = [
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
fn with<'a>(
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
async fn follow(browser: &mut Browser, answer: Answer) -> (String, String) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", message(&answer));
    let page = browser.get(&answer.location).await;
    assert_eq!(page.status, StatusCode::OK, "{}", answer.location);
    (answer.location, page.text)
}

/// What a page says is wrong, for failing tests.
fn message(answer: &Answer) -> String {
    let start = answer.text.find("callout--danger").unwrap_or(0);
    answer.text[start..].chars().take(600).collect()
}

async fn reported(test: &TestApp) -> String {
    let mut township = Browser::signed_in(test, &test.actors.township).await;
    let answer = township.post("/clues/new", &REPORT).await;
    follow(&mut township, answer).await.0
}

async fn post(test: &TestApp, person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    Browser::signed_in(test, person)
        .await
        .post(path, fields)
        .await
}

async fn accepted(test: &TestApp) -> String {
    let clue = reported(test).await;
    let unit = test.actors.township.unit.id.to_string();
    let fields = [("unit", unit.as_str()), ("check_due", "2024-08-12")];
    let answer = post(test, &test.actors.clerk, &format!("{clue}/accept"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", message(&answer));
    clue
}

const CHECK: [(&str, &str); 7] = [
    ("on", "2024-07-01"),
    ("manner", "现场查看"),
    ("findings", "店内有返利宣传单"),
    ("found_amount", "160"),
    ("found_amount_unit", "wan"),
    ("found_people", "180"),
    ("conclusion", "assess"),
];

async fn assessing(test: &TestApp) -> (String, String) {
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

const VIEW: [(&str, &str); 6] = [
    ("crowd", "medium"),
    ("exposure", "medium"),
    ("spread", "low"),
    ("harm", "low"),
    ("level", "medium"),
    ("reason", "人数和金额都已过百"),
];

async fn graded(test: &TestApp) -> String {
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

async fn listed(test: &TestApp) -> String {
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

#[tokio::test]
async fn a_clue_is_reported_and_shown_with_its_number() {
    let test = TestApp::sqlite().await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let answer = township.post("/clues/new", &REPORT).await;
    let (address, page) = follow(&mut township, answer).await;
    assert!(address.starts_with("/clues/"));
    for words in [
        "XS-2024-000001 已登记",
        "康乐养生店",
        "待受理",
        "约 160 万元",
        "约 40 人",
        "清溪镇",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(
        !page.contains("受理并交办"),
        "a township is not offered what it may not do"
    );
    let list = township.get("/clues").await;
    assert!(list.text.contains("康乐养生店") && list.text.contains("XS-2024-000001"));
}

#[tokio::test]
async fn a_wrong_report_keeps_what_was_typed_and_says_what_is_wrong() {
    let test = TestApp::sqlite().await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let fields = with(&with(&REPORT, "found_on", "4月31日"), "amount", "几百万");
    let answer = township.post("/clues/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "4月31日",
        "几百万",
        "办讲座，存一万元每月返二百元",
        "有 2 处需要改正",
    ] {
        assert!(answer.text.contains(words), "{words}");
    }
    assert!(
        township
            .get("/clues")
            .await
            .text
            .contains("没有符合条件的线索")
    );
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let test = TestApp::sqlite().await;
    let clue = reported(&test).await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let answer = clerk
        .post_without_token(&format!("{clue}/refuse"), &[("reason", "重复")])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(clerk.get(&clue).await.text.contains("待受理"));
}

#[tokio::test]
async fn out_of_scope_is_not_found_whatever_is_tried() {
    let test = TestApp::sqlite().await;
    let clue = reported(&test).await;
    let mut stranger = Browser::signed_in(&test, &test.actors.other_township).await;
    for path in [
        clue.clone(),
        format!("{clue}.docx"),
        format!("{clue}/change"),
        format!("{clue}/subject"),
    ] {
        assert_eq!(
            stranger.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let answer = stranger.post(&format!("{clue}/check"), &CHECK).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(
        !stranger
            .get("/clues?q=康乐")
            .await
            .text
            .contains("康乐养生店")
    );
    assert_eq!(
        stranger.get("/clues/not-an-id").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        stranger
            .get("/risks/019077e9-0000-7000-8000-000000000000")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn who_may_not_is_told_so() {
    let test = TestApp::sqlite().await;
    let clue = reported(&test).await;
    let denied = post(
        &test,
        &test.actors.township,
        &format!("{clue}/accept"),
        &[("unit", "x"), ("check_due", "2024-08-12")],
    )
    .await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    assert!(denied.text.contains("受理或不予受理线索"));
    let mut admin = Browser::signed_in(&test, &test.actors.administrator).await;
    assert_eq!(admin.get("/clues").await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.get("/risks").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_impossible_move_is_a_conflict_with_the_reason_and_the_text_kept() {
    let test = TestApp::sqlite().await;
    let clue = accepted(&test).await;
    let answer = post(
        &test,
        &test.actors.clerk,
        &format!("{clue}/refuse"),
        &[("reason", "与另一条重复登记")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text.contains("目前是“待初核”") && answer.text.contains("与另一条重复登记"));
}

#[tokio::test]
async fn the_acceptance_form_proposes_the_township_and_the_usual_term() {
    let test = TestApp::sqlite().await;
    let clue = reported(&test).await;
    let page = Browser::signed_in(&test, &test.actors.clerk)
        .await
        .get(&clue)
        .await
        .text;
    assert!(page.contains("2024-08-12") && page.contains("默认自受理起 30 个工作日"));
    assert!(
        page.contains("selected>清溪镇人民政府"),
        "the township of the place is proposed"
    );
    assert!(
        !page.contains("北山乡人民政府"),
        "a unit that would not see it is not offered"
    );
}

#[tokio::test]
async fn supplementing_shows_before_and_after_in_the_history() {
    let test = TestApp::sqlite().await;
    let clue = reported(&test).await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let form = township.get(&format!("{clue}/change")).await;
    assert!(
        form.text.contains("约1600000.00") && form.text.contains("name=\"version\" value=\"1\"")
    );
    let fields = with(&with(&REPORT, "facts", "又有十人投入"), "version", "1");
    let answer = township.post(&format!("{clue}/change"), &fields).await;
    let (_, page) = follow(&mut township, answer).await;
    assert!(page.contains("主要情况：“办讲座，存一万元每月返二百元” → “又有十人投入”"));
    let late = township
        .post(
            &format!("{clue}/change"),
            &with(&fields, "facts", "旧页面上的补充"),
        )
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("旧页面上的补充") && late.text.contains("已被他人修改"));
}

#[tokio::test]
async fn the_filter_narrows_the_list_and_shows_its_conditions() {
    let test = TestApp::sqlite().await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    township.post("/clues/new", &REPORT).await;
    township
        .post(
            "/clues/new",
            &with(&with(&REPORT, "subject_name", "顺达租赁部"), "amount", "20"),
        )
        .await;
    let shown = |text: &str| (text.contains("康乐养生店"), text.contains("顺达租赁部"));
    for (query, expected) in [
        ("", (true, true)),
        ("?amount_from=100", (true, false)),
        ("?amount_to=100", (false, true)),
        ("?q=顺达", (false, true)),
        ("?q=XS-2024-000001", (true, false)),
        ("?division=149921101", (true, true)),
        ("?state=accepted", (false, false)),
        ("?from=2024-07-01&to=2024-07-01", (true, true)),
        ("?from=2024-07-02", (false, false)),
        ("?due=overdue", (false, false)),
        ("?state=nonsense&size=7&page=0&sort=evil", (true, true)),
    ] {
        let page = township.get(&format!("/clues{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let rows = page.text.split("<tbody>").nth(1).unwrap_or_default();
        assert_eq!(shown(rows), expected, "{query}");
    }
    let page = township.get("/clues?level=high&amount_from=5").await.text;
    assert!(
        page.contains("已选条件") && page.contains("5 万元") && page.contains("没有符合条件的线索")
    );
}

#[tokio::test]
async fn an_invited_department_gives_its_view_beside_the_counted_suggestion() {
    let test = TestApp::sqlite().await;
    let (clue, assessment) = assessing(&test).await;
    let mut market = Browser::signed_in(&test, &test.actors.market).await;
    let page = market.get(&assessment).await.text;
    for words in [
        "180 人",
        "满 150 人为中",
        "法释〔2022〕5号",
        "不写个人姓名",
        "发表本单位意见",
        "尚未发表意见",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(
        market.get(&clue).await.status,
        StatusCode::NOT_FOUND,
        "the clue itself is not the department's"
    );
    let bare = market
        .post(&format!("{assessment}/view"), &with(&VIEW, "harm", "high"))
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text.contains("涉稳隐患高于") && bare.text.contains("人数和金额都已过百"));
    let given = market.post(&format!("{assessment}/view"), &VIEW).await;
    let (_, page) = follow(&mut market, given).await;
    assert!(page.contains("修改本单位意见") && page.contains("1 / 2 个单位已发表"));
}

#[tokio::test]
async fn dissent_must_be_answered_and_stays_on_the_page() {
    let test = TestApp::sqlite().await;
    let (_, assessment) = assessing(&test).await;
    post(
        &test,
        &test.actors.police,
        &format!("{assessment}/view"),
        &with(&VIEW, "level", "high"),
    )
    .await;
    let mut head = Browser::signed_in(&test, &test.actors.head).await;
    let form = head.get(&format!("{assessment}/conclude")).await.text;
    assert!(form.contains("还有单位没有发表意见") && form.contains("县市场监管局"));
    let path = format!("{assessment}/conclude");
    let unanswered = head.post(&path, &VIEW).await;
    assert_eq!(unanswered.status, StatusCode::CONFLICT);
    assert!(unanswered.text.contains("不采纳的理由"));
    let answer = head
        .post(&path, &with(&VIEW, "on_dissent", "尚无逾期兑付"))
        .await;
    let (_, page) = follow(&mut head, answer).await;
    assert!(page.contains("不同意见") && page.contains("尚无逾期兑付") && page.contains("已结论"));
}

#[tokio::test]
async fn a_risk_item_runs_from_listing_to_close_out_and_back() {
    let test = TestApp::sqlite().await;
    let item = listed(&test).await;
    let people = &test.actors;
    let mut township = Browser::signed_in(&test, &people.township).await;
    let progress = [
        ("on", "2024-07-01"),
        ("text", "第一批清退"),
        ("refunded", "60"),
        ("refunded_unit", "wan"),
        ("refunded_people", "20"),
    ];
    let answer = township.post(&format!("{item}/progress"), &progress).await;
    let (_, page) = follow(&mut township, answer).await;
    assert!(page.contains("清退 60 万元，20 人") && page.contains("处置中"));
    let bare = township
        .post(&format!("{item}/apply"), &[("statement", "已全部清退")])
        .await;
    assert_eq!(bare.status, StatusCode::CONFLICT);
    assert!(bare.text.contains("没有附证明材料") && bare.text.contains("已全部清退"));
    let record = item.trim_start_matches("/risks/").to_owned();
    let fields = [
        ("noun", "risk_item"),
        ("record", record.as_str()),
        ("kind", "closing_proof"),
        ("note", ""),
        ("back", item.as_str()),
    ];
    let sent = township
        .upload(
            "/evidence",
            &fields,
            &[("files", "清退明细.txt", "张某 8000.00\n".as_bytes())],
        )
        .await;
    assert_eq!(sent.location, item, "{}", message(&sent));
    let page = township.get(&item).await.text;
    let proof = page
        .split("name=\"evidence\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let applied = township
        .post(
            &format!("{item}/apply"),
            &[("statement", "已全部清退"), ("evidence", &proof)],
        )
        .await;
    assert_eq!(
        applied.status,
        StatusCode::SEE_OTHER,
        "{}",
        message(&applied)
    );
    let verified = post(
        &test,
        &people.reviewer,
        &format!("{item}/verify"),
        &[("opinion", "到场查看，属实")],
    )
    .await;
    assert_eq!(
        verified.status,
        StatusCode::SEE_OTHER,
        "{}",
        message(&verified)
    );
    let closed = post(
        &test,
        &people.head,
        &format!("{item}/close"),
        &[("close_note", "同意")],
    )
    .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", message(&closed));
    let mut head = Browser::signed_in(&test, &people.head).await;
    assert!(
        !head
            .get("/risks")
            .await
            .text
            .split("<tbody>")
            .nth(1)
            .unwrap()
            .contains("康乐养生店"),
        "a closed item leaves the list"
    );
    assert!(
        head.get("/risks?state=closed")
            .await
            .text
            .contains("康乐养生店")
    );
    let answer = head
        .post(&format!("{item}/reopen"), &[("reason", "又有人投诉")])
        .await;
    let (_, page) = follow(&mut head, answer).await;
    for words in [
        "重新挂账 1 次",
        "到场查看，属实",
        "批准销号",
        "又有人投诉",
        "已全部清退",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn late_items_are_marked_and_counted() {
    let test = TestApp::sqlite().await;
    listed(&test).await;
    test.clock.set(jiff::civil::date(2024, 10, 10));
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let page = clerk.get("/risks?due=overdue").await.text;
    assert!(page.contains("is-overdue") && page.contains("逾期 10 天"));
}

#[tokio::test]
async fn the_papers_come_as_word_files_with_chinese_names() {
    let test = TestApp::sqlite().await;
    let item = listed(&test).await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let page = clerk.get(&item).await.text;
    let clue = page
        .split("href=\"/clues/")
        .nth(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
    let assessment = page
        .split("href=\"/assessments/")
        .nth(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
    for path in [
        format!("{item}.docx"),
        format!("/clues/{}.docx", clue_in(&page, clue)),
        format!("/assessments/{}.docx", assessment.unwrap()),
    ] {
        let answer = clerk.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.bytes.starts_with(b"PK") && answer.media_type.contains("wordprocessingml"),
            "{path}"
        );
    }
}

/// The id of the clue that the item came from: the link in the lead line, not a list's.
fn clue_in(page: &str, first: Option<String>) -> String {
    let lead = page.split("来自线索 <a href=\"/clues/").nth(1);
    lead.and_then(|rest| rest.split('"').next())
        .map(str::to_owned)
        .or(first)
        .unwrap_or_default()
}
