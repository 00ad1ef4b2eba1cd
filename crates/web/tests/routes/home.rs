//! The first page over HTTP.

use fangfei_testkit::TestApp;

use crate::browser::Browser;

#[tokio::test]
async fn the_figures_are_those_of_the_lists_behind_them() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let clue = [
        ("subject_name", "清溪康养中心"),
        ("division", "149921101"),
        ("channel", "hotline"),
        ("found_on", "2024-07-01"),
        ("facts", "承诺每月返利"),
        ("subject", "none"),
    ];
    assert_eq!(clerk.post("/clues/new", &clue).await.status.as_u16(), 303);
    let home = clerk.get("/").await.text;
    let tile = home.split("待受理线索").nth(1).unwrap();
    assert!(
        tile.starts_with("</span><span class=\"stat__value\">1<small>条"),
        "{home}"
    );
    assert!(
        clerk
            .get("/clues?state=received")
            .await
            .text
            .contains("清溪康养中心")
    );
    let mut other = Browser::signed_in(&test, &test.actors.other_township).await;
    let home = other.get("/").await.text;
    assert!(
        home.split("待受理线索")
            .nth(1)
            .unwrap()
            .starts_with("</span><span class=\"stat__value\">0"),
        "{home}"
    );
}

#[tokio::test]
async fn whoever_sees_no_case_sees_no_case_figures() {
    let test = TestApp::sqlite().await;
    let mut administrator = Browser::signed_in(&test, &test.actors.administrator).await;
    let home = administrator.get("/").await;
    assert_eq!(home.status.as_u16(), 200);
    assert!(
        home.text.contains("我的待办") && !home.text.contains("待受理线索"),
        "{}",
        home.text
    );
}
