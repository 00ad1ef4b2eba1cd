//! The one search box: substrings, document numbers, and nothing out of scope.

use fangfei_testkit::TestApp;

use crate::browser::Browser;

#[tokio::test]
async fn units_are_found_by_any_part_of_their_name_within_scope() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let found = clerk
        .get("/search?q=%E5%B8%82%E5%9C%BA%E7%9B%91%E7%9D%A3")
        .await;
    assert!(
        found.text.contains("<mark>市场监督</mark>"),
        "{}",
        found.text
    );
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let found = township.get("/search?q=%E5%8C%97%E5%B1%B1").await;
    assert!(
        !found.text.contains("北山乡人民政府"),
        "another township's unit shows"
    );
}

#[tokio::test]
async fn a_blank_search_says_what_can_be_looked_for() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    assert!(clerk.get("/search?q=").await.text.contains("请在上方输入"));
    assert!(
        clerk
            .get("/search?q=%E4%B8%8D%E5%AD%98%E5%9C%A8%E7%9A%84")
            .await
            .text
            .contains("没有找到")
    );
}
