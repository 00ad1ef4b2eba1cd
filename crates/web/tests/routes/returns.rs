//! Returns over HTTP: making, reading, handing up, sending back, accepting.

use fangfei_testkit::TestApp;
use jiff::civil::date;

use crate::browser::Browser;

const QUARTER: [(&str, &str); 3] = [
    ("template", "quarterly"),
    ("period", "2024Q3"),
    ("narrative", "一、总体情况\n本季度平稳。"),
];

/// Makes the third quarter's return and answers its address.
async fn made(browser: &mut Browser) -> String {
    let answer = browser.post("/returns/new", &QUARTER).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text);
    answer.location
}

#[tokio::test]
async fn what_was_typed_is_kept_when_the_period_is_wrong() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let fields = [
        ("template", "quarterly"),
        ("period", "三季"),
        ("narrative", "本季度平稳。"),
    ];
    let answer = browser.post("/returns/new", &fields).await;
    assert_eq!(answer.status.as_u16(), 422);
    assert!(
        answer.text.contains("三季") && answer.text.contains("本季度平稳。"),
        "{}",
        answer.text
    );
    let future = browser
        .post(
            "/returns/new",
            &[("template", "quarterly"), ("period", "2025Q1")],
        )
        .await;
    assert!(
        future.status.as_u16() == 422 && future.text.contains("还没有开始"),
        "{}",
        future.text
    );
}

#[tokio::test]
async fn each_figure_opens_to_its_records() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let clue = [
        ("subject_name", "清溪康养中心"),
        ("division", "149921101"),
        ("channel", "hotline"),
        ("found_on", "2024-07-01"),
        ("facts", "承诺每月返利"),
        ("subject", "none"),
    ];
    assert_eq!(browser.post("/clues/new", &clue).await.status.as_u16(), 303);
    test.clock.set(date(2024, 10, 1));
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let page = made(&mut browser).await;
    let text = browser.get(&page).await.text;
    assert!(
        text.contains("附件1 工作情况统计表") && text.contains("累计挂账＝累计销号＋期末在办"),
        "{text}"
    );
    let rows = browser
        .get(&format!("{page}/rows?figure=work.found"))
        .await
        .text;
    assert!(
        rows.contains("清溪康养中心") && rows.contains("1 条记录"),
        "{rows}"
    );
    let changes = browser.get(&format!("{page}/changes")).await.text;
    assert!(changes.contains("全部一致"), "{changes}");
    assert_eq!(
        browser
            .get(&format!("{page}/rows?figure=work.nothing"))
            .await
            .status
            .as_u16(),
        422
    );
    assert!(
        browser
            .get(&format!("{page}/docx"))
            .await
            .bytes
            .starts_with(b"PK")
    );
    assert!(
        browser
            .get(&format!("{page}/xlsx"))
            .await
            .bytes
            .starts_with(b"PK")
    );
}

#[tokio::test]
async fn a_return_is_handed_up_sent_back_with_a_reason_and_accepted_by_the_receiver() {
    let test = TestApp::sqlite().await;
    test.clock.set(date(2024, 10, 1));
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let mut reviewer = Browser::signed_in(&test, &test.actors.reviewer).await;
    let page = made(&mut township).await;
    assert_eq!(
        township
            .post(&format!("{page}/submit"), &[])
            .await
            .status
            .as_u16(),
        303
    );
    assert_eq!(
        township
            .post(&format!("{page}/accept"), &[])
            .await
            .status
            .as_u16(),
        403
    );
    let blank = reviewer
        .post(&format!("{page}/send-back"), &[("reason", " ")])
        .await;
    assert!(
        blank.status.as_u16() == 409 && blank.text.contains("没有填写理由"),
        "{}",
        blank.text
    );
    assert_eq!(
        reviewer
            .post(&format!("{page}/send-back"), &[("reason", "请核对受理数")])
            .await
            .status
            .as_u16(),
        303
    );
    assert!(township.get(&page).await.text.contains("请核对受理数"));
    assert_eq!(
        township
            .post(&format!("{page}/submit"), &[])
            .await
            .status
            .as_u16(),
        303
    );
    assert_eq!(
        reviewer
            .post(&format!("{page}/accept"), &[])
            .await
            .status
            .as_u16(),
        303
    );
    assert!(reviewer.get(&page).await.text.contains("已接收"));
    let frozen = township
        .post(&format!("{page}/narrative"), &[("narrative", "改一下")])
        .await;
    assert_eq!(frozen.status.as_u16(), 409);
}

#[tokio::test]
async fn returns_of_others_and_forged_posts_are_refused() {
    let test = TestApp::sqlite().await;
    test.clock.set(date(2024, 10, 1));
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let page = made(&mut township).await;
    let mut other = Browser::signed_in(&test, &test.actors.other_township).await;
    assert_eq!(other.get(&page).await.status.as_u16(), 404);
    assert_eq!(
        other.get(&format!("{page}/xlsx")).await.status.as_u16(),
        404
    );
    for step in ["submit", "make", "accept", "send-back", "narrative"] {
        let forged = township
            .post_without_token(&format!("{page}/{step}"), &[("reason", "x")])
            .await;
        assert_eq!(forged.status.as_u16(), 403, "{step}");
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_told_in_words() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    for address in ["/returns/0", "/evidence/zzz", "/campaigns/x/review"] {
        let page = browser.get(address).await;
        assert!(page.status.is_client_error(), "{address}: {}", page.status);
        assert!(
            page.text.contains("读不出来") && !page.text.contains("UUID"),
            "{address}: {}",
            page.text
        );
    }
}
