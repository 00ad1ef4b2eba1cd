//! Joint assessments over HTTP: views beside the counted suggestion, dissent answered and kept.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::{
    browser::Browser,
    lifecycle::{VIEW, assessing, follow, post, with},
};

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
