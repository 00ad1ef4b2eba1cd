//! Campaigns: from a plan file to a running campaign, on pages.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::browser::{Answer, Browser};

const PLAN: &[u8] = include_bytes!("plan.txt");

/// Uploads the plan as the clerk; the answer leads to the review.
async fn uploaded(test: &TestApp) -> (Browser, String) {
    let mut browser = Browser::signed_in(test, &test.actors.clerk).await;
    let answer = browser
        .upload(
            "/campaigns",
            &[("title", "")],
            &[("files", "集中行动方案.txt", PLAN)],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    (browser, answer.location)
}

/// A template started by the head; the answer is the campaign's page.
pub async fn running(test: &TestApp) -> String {
    let mut clerk = Browser::signed_in(test, &test.actors.clerk).await;
    let answer = clerk
        .post(
            "/campaigns/from-template",
            &[("template", "jiezhai"), ("start", "2024-07-01")],
        )
        .await;
    let base = answer.location.trim_end_matches("/review").to_owned();
    let mut head = Browser::signed_in(test, &test.actors.head).await;
    let started = head.post(&format!("{base}/start"), &[]).await;
    assert_eq!(
        (started.status, started.location.as_str()),
        (StatusCode::SEE_OTHER, base.as_str())
    );
    base
}

fn ids<'a>(page: &'a Answer, before: &str) -> Vec<&'a str> {
    page.text
        .split(before)
        .skip(1)
        .filter_map(|rest| rest.get(..32))
        .collect()
}

#[tokio::test]
async fn a_plan_is_reviewed_beside_its_marked_source() {
    let test = TestApp::sqlite().await;
    let (mut browser, review) = uploaded(&test).await;
    let page = browser.get(&review).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("云溪县打击非法集资集中行动方案")
            && page.text.contains("云处非办发〔2024〕6号")
    );
    let marks = page.text.matches("<mark class=\"source__mark").count();
    assert!(marks > 8, "{marks} marks");
    for item in ids(&page, "data-mark=\"m-") {
        let links = page.text.matches(&format!("href=\"#m-{item}\"")).count();
        let places = page.text.matches(&format!("id=\"m-{item}\"")).count();
        assert_eq!(links, places, "every link into the text leads to one place");
    }
}

#[tokio::test]
async fn a_wrong_part_comes_back_with_everything_typed() {
    let test = TestApp::sqlite().await;
    let (mut browser, review) = uploaded(&test).await;
    let base = review.trim_end_matches("/review").to_owned();
    let form = [
        ("title", "报送月报"),
        ("when", "by"),
        ("date", "2024-02-30"),
        ("who", "县公安局"),
    ];
    let answer = browser.post(&format!("{base}/parts/owed/new"), &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("value=\"报送月报\"") && answer.text.contains("value=\"2024-02-30\"")
    );
    assert!(
        answer.text.contains("处需要改正") && answer.text.contains("<mark"),
        "the source stays beside it"
    );
    let right = [
        ("title", "报送月报"),
        ("when", "by"),
        ("date", "2024-08-30"),
        ("who", "县公安局"),
    ];
    let saved = browser
        .post(&format!("{base}/parts/owed/new"), &right)
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(browser.get(&review).await.text.contains("2024-08-30 前"));
}

#[tokio::test]
async fn open_questions_lead_to_their_items_and_keep_the_start_button_away() {
    let test = TestApp::sqlite().await;
    let (mut clerk, review) = uploaded(&test).await;
    let page = clerk.get(&review).await;
    assert!(page.text.contains("启动前还要确定") && !page.text.contains("启动专项行动</button>"));
    let base = review.trim_end_matches("/review");
    let mut head = Browser::signed_in(&test, &test.actors.head).await;
    let refused = head.post(&format!("{base}/start"), &[]).await;
    assert_eq!(
        refused.location, review,
        "the refusal is shown where it can be settled"
    );
    assert!(head.get(&review).await.text.contains("没有确定期限"));
    let question = page
        .text
        .split("<ul class=\"plain-list\"><li><a href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let opened = clerk
        .get(question.unwrap().split('#').next().unwrap())
        .await;
    assert!(
        opened.text.contains("id=\"f-part-title\""),
        "the item's form is open"
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_said_at_the_file_field() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let answer = browser
        .upload(
            "/campaigns",
            &[("title", "夏季行动")],
            &[("files", "扫描件.pdf", b"%PDF-1.7 \n")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("扫描件.pdf") && answer.text.contains("value=\"夏季行动\""));
    let none = browser.upload("/campaigns", &[("title", "")], &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong_day = browser
        .post(
            "/campaigns/from-template",
            &[("template", "bairi"), ("start", "明天"), ("title", "秋季")],
        )
        .await;
    assert_eq!(wrong_day.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong_day.text.contains("value=\"明天\"") && wrong_day.text.contains("value=\"秋季\""));
}

#[tokio::test]
async fn a_running_campaign_shows_who_has_handed_in_what() {
    let test = TestApp::sqlite().await;
    let base = running(&test).await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let page = township.get(&base).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("报送情况")
            && page.text.contains("清溪镇")
            && page.text.contains("schedule__bar")
    );
    assert!(
        !page.text.contains("北山乡</th>"),
        "another township's tasks are out of scope"
    );
    assert!(!page.text.contains("结束行动</a>") && !page.text.contains("核对和修改</a>"));
    let list = township.get("/campaigns").await;
    assert!(list.text.contains("解债类非法集资打击整治") && list.text.contains("进行中"));
}

#[tokio::test]
async fn drafts_and_moves_are_for_those_who_may() {
    let test = TestApp::sqlite().await;
    let (mut clerk, review) = uploaded(&test).await;
    let base = review.trim_end_matches("/review");
    let mut police = Browser::signed_in(&test, &test.actors.police).await;
    for page in [base, review.as_str()] {
        assert_eq!(
            police.get(page).await.status,
            StatusCode::NOT_FOUND,
            "{page}"
        );
    }
    assert_eq!(
        police.get("/campaigns/new").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        clerk.post(&format!("{base}/start"), &[]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        clerk
            .post_without_token(&format!("{base}/fill"), &[])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn ending_asks_first_and_needs_a_reason() {
    let test = TestApp::sqlite().await;
    let base = running(&test).await;
    let mut head = Browser::signed_in(&test, &test.actors.head).await;
    assert!(
        head.get(&format!("{base}/end"))
            .await
            .text
            .contains("没有验收")
    );
    let refused = head.post(&format!("{base}/end"), &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let ended = head
        .post(&format!("{base}/end"), &[("reason", "任务完成")])
        .await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert!(head.get(&base).await.text.contains("结束：任务完成"));
}
