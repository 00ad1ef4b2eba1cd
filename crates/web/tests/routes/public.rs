//! The site for the public: no cookies, no script, the office's own channels.

use std::sync::Arc;

use axum::{body::Body, http::Request};
use fangfei_testkit::TestApp;
use fangfei_web::{Web, public};
use tower::ServiceExt;

use crate::browser::Browser;

async fn open(test: &TestApp, path: &str) -> (axum::http::HeaderMap, String) {
    let web = Arc::new(Web::new(
        test.app.clone(),
        test.clock.clone(),
        test.ids(),
        false,
    ));
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let response = public::router(web).oneshot(request).await.unwrap();
    let headers = response.headers().clone();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    (headers, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn no_cookie_and_no_script_meet_a_visitor() {
    let test = TestApp::sqlite().await;
    for path in ["/", "/licensed", "/licensed?name=%E9%93%B6%E8%A1%8C"] {
        let (headers, page) = open(&test, path).await;
        assert!(!headers.contains_key("set-cookie"), "{path}");
        assert!(!page.contains("<script"), "{path}");
    }
}

#[tokio::test]
async fn a_published_phone_stands_on_the_first_page() {
    let test = TestApp::sqlite().await;
    let mut admin = Browser::signed_in(&test, &test.actors.administrator).await;
    let unit = &test.actors.market.unit;
    let division = unit.division.to_string();
    let fields = [
        ("name", unit.name.as_str()),
        ("short_name", &unit.short_name),
        ("kind", "member"),
        ("division", &division),
        ("phone", "0350-5550123"),
        ("active", "on"),
    ];
    let saved = admin.post(&format!("/units/{}", unit.id), &fields).await;
    assert_eq!(saved.location, "/units", "{}", saved.text);
    let (_, page) = open(&test, "/").await;
    assert!(page.contains("0350-5550123") && page.contains("云溪县市场监督管理局"));
}

#[tokio::test]
async fn absence_from_the_list_is_not_called_unlawful() {
    let test = TestApp::sqlite().await;
    let (_, page) = open(&test, "/licensed?name=%E6%9F%90%E6%9F%90%E8%B4%A2%E5%AF%8C").await;
    assert!(page.contains("没有查到不等于违法"));
}
