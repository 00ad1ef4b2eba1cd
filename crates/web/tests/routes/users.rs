//! Accounts: added with a first password, changed, never without an administrator.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::browser::Browser;

/// The first password as the page shows it once.
fn shown_password(page: &str) -> String {
    let start = page.find("<code>").unwrap() + 6;
    page[start..].split("</code>").next().unwrap().to_owned()
}

fn unit_of(test: &TestApp) -> String {
    test.actors.market.unit.id.to_string()
}

#[tokio::test]
async fn a_new_person_must_change_the_first_password_before_anything_else() {
    let test = TestApp::sqlite().await;
    let mut admin = Browser::signed_in(&test, &test.actors.administrator).await;
    let unit = unit_of(&test);
    let fields = [
        ("login", "newone"),
        ("name", "子新人"),
        ("unit", unit.as_str()),
        ("roles", "member_clerk"),
        ("active", "on"),
    ];
    let added = admin.post("/users", &fields).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text);
    let password = shown_password(&added.text);

    let mut person = Browser::new(&test);
    let signed = person
        .post_without_token("/sign-in", &[("login", "newone"), ("password", &password)])
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    assert_eq!(person.get("/clues").await.location, "/account");
    let fields = [
        ("old", password.as_str()),
        ("new", "河边垂柳十二株"),
        ("again", "河边垂柳十二株"),
    ];
    let weak = person.post("/account", &fields).await;
    assert!(weak.text.contains("密码至少 10 位"), "{}", weak.text);
    let fields = [
        ("old", password.as_str()),
        ("new", "河边垂柳-十二株-2024"),
        ("again", "河边垂柳-十二株-2024"),
    ];
    assert_eq!(person.post("/account", &fields).await.location, "/sign-in");
    assert_eq!(
        person.get("/").await.status,
        StatusCode::SEE_OTHER,
        "sessions end with the old password"
    );
}

#[tokio::test]
async fn the_last_administrator_can_neither_be_switched_off_nor_lose_the_role() {
    let test = TestApp::sqlite().await;
    let mut admin = Browser::signed_in(&test, &test.actors.administrator).await;
    let person = &test.actors.administrator;
    let unit = person.unit.id.to_string();
    let path = format!("/users/{}", person.user.id);
    let fields = [
        ("login", "admin"),
        ("name", "癸管理"),
        ("unit", unit.as_str()),
        ("roles", "auditor"),
        ("active", "on"),
    ];
    let answer = admin.post(&path, &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        answer.text.contains("最后一个在用的系统管理员"),
        "{}",
        answer.text
    );
    assert_eq!(admin.get("/users").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_login_is_taken_once_and_what_was_typed_stays() {
    let test = TestApp::sqlite().await;
    let mut admin = Browser::signed_in(&test, &test.actors.administrator).await;
    let unit = unit_of(&test);
    let fields = [
        ("login", "CLERK"),
        ("name", "丑重名"),
        ("unit", unit.as_str()),
        ("roles", "member_clerk"),
    ];
    let answer = admin.post("/users", &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text);
    assert!(answer.text.contains("登录名") && answer.text.contains("丑重名"));
}

#[tokio::test]
async fn a_switched_off_account_is_out_at_once() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    assert_eq!(clerk.get("/account").await.status, StatusCode::OK);
    let mut admin = Browser::signed_in(&test, &test.actors.administrator).await;
    let person = &test.actors.clerk;
    let unit = person.unit.id.to_string();
    let fields = [
        ("login", "clerk"),
        ("name", "甲经办"),
        ("unit", unit.as_str()),
        ("roles", "lead_clerk"),
    ];
    assert_eq!(
        admin
            .post(&format!("/users/{}", person.user.id), &fields)
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(clerk.get("/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn others_may_not_keep_accounts() {
    let test = TestApp::sqlite().await;
    for person in [
        &test.actors.clerk,
        &test.actors.head,
        &test.actors.auditor,
        &test.actors.grid,
    ] {
        let mut browser = Browser::signed_in(&test, person).await;
        assert_eq!(
            browser.get("/users").await.status,
            StatusCode::FORBIDDEN,
            "{}",
            person.user.name
        );
        assert_eq!(
            browser.get("/users/new").await.status,
            StatusCode::FORBIDDEN,
            "{}",
            person.user.name
        );
    }
}
