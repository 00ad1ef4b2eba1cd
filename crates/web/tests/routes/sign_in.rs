//! Signing in and out.

use axum::http::StatusCode;
use fangfei_testkit::{TestApp, test_app::PASSWORD};

use crate::browser::Browser;

#[tokio::test]
async fn pages_ask_for_a_sign_in_and_lead_back() {
    let test = TestApp::sqlite().await;
    let answer = Browser::new(&test).get("/clues?state=received").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location, "/sign-in?next=%2Fclues%3Fstate%3Dreceived");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_login_and_says_so() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::new(&test);
    let answer = browser
        .post_without_token(
            "/sign-in",
            &[("login", "clerk"), ("password", "不对不对不对")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("登录名或密码不正确"));
    assert!(answer.text.contains("value=\"clerk\"") && !answer.text.contains("不对不对不对"));
}

#[tokio::test]
async fn an_account_closes_for_a_while_after_five_wrong_passwords() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::new(&test);
    for _ in 0..5 {
        browser
            .post_without_token(
                "/sign-in",
                &[("login", "clerk"), ("password", "不对不对不对")],
            )
            .await;
    }
    let right = [("login", "clerk"), ("password", PASSWORD)];
    let answer = browser.post_without_token("/sign-in", &right).await;
    assert!(answer.text.contains("账号暂时关闭"), "{}", answer.text);
    test.clock.advance(jiff::SignedDuration::from_mins(16));
    assert_eq!(
        browser.post_without_token("/sign-in", &right).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_session_ends_when_it_is_left_alone_or_signed_out() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    browser.post("/sign-out", &[]).await;
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    test.clock.advance(jiff::SignedDuration::from_hours(5));
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_without_the_token_is_refused() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let answer = browser.post_without_token("/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
}
