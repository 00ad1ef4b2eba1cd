//! To-do and tasks on pages.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::{
    browser::Browser,
    campaigns::running,
    lifecycle::{accepted, reported},
};

/// The address of the first task on a page.
fn task(text: &str) -> String {
    let start = text.find("/tasks/").unwrap();
    text[start..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_unit_hands_in_with_a_file_and_the_office_decides() {
    let test = TestApp::sqlite().await;
    running(&test).await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let todo = township.get("/todo").await;
    assert!(
        todo.text.contains("分管领导和联络员信息") && todo.text.contains("解债类非法集资打击整治")
    );
    let task = task(&todo.text);
    let empty = township
        .upload(&format!("{task}/submit"), &[("text", " ")], &[])
        .await;
    assert_eq!(empty.status, StatusCode::CONFLICT);
    assert!(empty.text.contains("请至少填写完成情况"));
    let file: (&str, &str, &[u8]) = ("files", "名单.txt", "联络员：张某".as_bytes());
    let sent = township
        .upload(
            &format!("{task}/submit"),
            &[("text", "名单见附件")],
            &[file],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = township.get(&task).await;
    assert!(
        page.text.contains("名单见附件")
            && page.text.contains("名单.txt")
            && page.text.contains("已报送")
    );

    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    assert!(
        clerk
            .get("/todo")
            .await
            .text
            .contains("待我单位验收的（1）")
    );
    let no_reason = clerk
        .post(&format!("{task}/send-back"), &[("reason", "")])
        .await;
    assert_eq!(no_reason.status, StatusCode::CONFLICT);
    clerk
        .post(&format!("{task}/send-back"), &[("reason", "缺少电话")])
        .await;
    assert!(
        township
            .get("/todo")
            .await
            .text
            .contains("退回理由：缺少电话")
    );
    township
        .upload(&format!("{task}/submit"), &[("text", "已补电话")], &[])
        .await;
    assert_eq!(
        clerk.post(&format!("{task}/accept"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = clerk.get(&task).await.text;
    assert!(
        page.contains("已验收") && page.contains("名单.txt"),
        "what came with the first submission stays"
    );
}

#[tokio::test]
async fn another_units_task_is_not_handed_in_nor_seen() {
    let test = TestApp::sqlite().await;
    running(&test).await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let task = task(&township.get("/todo").await.text);
    let mut other = Browser::signed_in(&test, &test.actors.other_township).await;
    assert_eq!(other.get(&task).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        other
            .upload(&format!("{task}/submit"), &[("text", "已完成")], &[])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        township.post(&format!("{task}/accept"), &[]).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn late_tasks_lead_and_are_counted_alike_everywhere() {
    let test = TestApp::sqlite().await;
    let base = running(&test).await;
    test.clock.set(jiff::civil::date(2024, 7, 20));
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let page = clerk.get(&base).await.text;
    assert!(page.contains("逾期未报"));
    let late = clerk.get("/tasks?state=overdue").await.text;
    let rows = late.matches("class=\"is-overdue\"").count();
    assert_eq!(
        rows, 4,
        "two townships and two departments owe the contacts"
    );
    assert!(page.contains(&format!(
        "stat--danger\" href=\"/tasks?campaign={}",
        base.rsplit('/').next().unwrap()
    )));
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    assert!(township.get("/todo").await.text.contains("1 项逾期"));
}

/// The number beside 我的待办 in the frame.
fn badge(page: &str) -> u64 {
    let link = page.split("class=\"top__todo\"").nth(1).unwrap();
    let link = link.split("</a>").next().unwrap();
    let number = link.split("count--alert\">").nth(1).unwrap_or("0<");
    number.split('<').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_badge_counts_all_that_the_to_do_lists() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    assert_eq!(badge(&clerk.get("/subjects").await.text), 0);
    reported(&test).await;
    let todo = clerk.get("/todo").await.text;
    assert!(todo.contains("待受理的线索（1）"), "{todo}");
    assert_eq!(badge(&todo), 1);
    accepted(&test).await;
    let home = clerk.get("/").await.text;
    let tile = home.split("stat__label\">我的待办").nth(1).unwrap();
    let shown = badge(&home);
    assert!(
        tile.starts_with(&format!(
            "</span><span class=\"stat__value\">{shown}<small>"
        )),
        "{tile}"
    );
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let todo = township.get("/todo").await.text;
    assert!(todo.contains("待初核的线索（1）"), "{todo}");
    assert!(badge(&todo) > 0);
}

#[tokio::test]
async fn the_list_of_tasks_is_taken_out_as_it_is_seen() {
    let test = TestApp::sqlite().await;
    let base = running(&test).await;
    test.clock.set(jiff::civil::date(2024, 7, 20));
    let campaign = base.rsplit('/').next().unwrap();
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    for state in ["", "overdue", "open", "submitted"] {
        let list = format!("/tasks?campaign={campaign}&state={state}");
        let page = clerk.get(&list).await.text;
        let export = page.split("href=\"/ledgers/tasks.xlsx").nth(1).unwrap();
        let asked = export
            .split('"')
            .next()
            .unwrap()
            .replace("&amp;", "&")
            .replace("&#38;", "&");
        let file = clerk.get(&format!("/ledgers/tasks.csv{asked}")).await;
        assert_eq!(file.status, StatusCode::OK, "{asked}: {}", file.text);
        let rows = page.matches("class=\"row-link\"").count();
        let numbered = |line: &str| {
            let first = line.split(',').next().unwrap_or_default();
            first.trim_matches('"').parse::<u64>().is_ok()
        };
        let exported = file.text.lines().filter(|line| numbered(line)).count();
        assert_eq!(exported, rows, "{state}: {asked}\n{}", file.text);
        assert!(rows < 50, "the comparison needs all rows on one page");
    }
}
