//! Clues over HTTP: reported, filtered, supplemented, moved; and what is refused on the way.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::{
    browser::Browser,
    lifecycle::{CHECK, REPORT, accepted, follow, post, reported, with},
};

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
        form.text.contains("value=\"约160\"") && form.text.contains("name=\"version\" value=\"1\"")
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
    let page = township.get("/clues?state=nonsense&from=abc").await.text;
    assert!(
        page.contains("状态“nonsense”读不出来") && page.contains("起始日期“abc”读不出来"),
        "{page}"
    );
    let page = township.get("/clues?level=high&amount_from=5").await.text;
    assert!(
        page.contains("已选条件")
            && page.contains("金额不低于（万元）")
            && page.contains("没有符合条件的线索")
    );
}

#[tokio::test]
async fn ranges_stay_as_typed_and_numbers_in_running_words_are_masked() {
    let test = TestApp::sqlite().await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let fields = with(&REPORT, "amount", "300-500");
    let fields = with(
        &fields,
        "facts",
        "群里留的电话13911112222，加wx13812345678入金",
    );
    let answer = township.post("/clues/new", &fields).await;
    let (address, page) = follow(&mut township, answer).await;
    for words in ["约 300 万元", "300-500万元", "139****2222", "wx138****5678"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("13911112222"));
    let file = township.get("/ledgers/risk-clues.csv").await;
    assert!(
        file.text.contains("约300.00") && file.text.contains("约40"),
        "{}",
        file.text
    );
    assert!(!file.text.contains("13911112222"));
    let found = township.get("/search?q=%E5%BA%B7%E4%B9%90").await;
    assert!(!found.text.contains("13911112222"), "{}", found.text);
    let form = township.get(&format!("{address}/change")).await;
    assert!(
        form.text.contains("13911112222") && form.text.contains("约300"),
        "{}",
        form.text
    );
}
