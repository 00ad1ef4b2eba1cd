//! The journal: for auditors, with what changed, verified and exported.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::browser::Browser;

#[tokio::test]
async fn an_auditor_reads_who_did_what() {
    let test = TestApp::sqlite().await;
    let mut auditor = Browser::signed_in(&test, &test.actors.auditor).await;
    let list = auditor.get("/audit").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.text.contains("初始化") && list.text.contains("壬审计"));
    let only = auditor.get("/audit?action=sign_in").await;
    assert!(!only.text.contains("<td data-label=\"操作\">初始化"));
    assert_eq!(
        auditor.get("/audit/999").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_proof_names_what_to_write_down() {
    let test = TestApp::sqlite().await;
    let mut auditor = Browser::signed_in(&test, &test.actors.auditor).await;
    let answer = auditor.post("/audit/verify", &[]).await;
    assert!(answer.text.contains("校验通过"), "{}", answer.text);
    assert!(answer.text.contains("根摘要") && answer.text.contains("签名公钥"));
}

#[tokio::test]
async fn an_export_verifies_without_the_database() {
    let test = TestApp::sqlite().await;
    let mut auditor = Browser::signed_in(&test, &test.actors.auditor).await;
    let export = auditor.post("/audit/export", &[]).await;
    let sound = fangfei_app::journal::verify_export(export.bytes.as_slice(), None, None).unwrap();
    assert!(sound.is_sound(), "{:?}", sound.problems);
    let changed = export
        .text
        .replacen("初始化", "初始话", 1)
        .replacen("sign_in", "sign_on", 1);
    assert_ne!(changed, export.text);
    let found = fangfei_app::journal::verify_export(changed.as_bytes(), None, None).unwrap();
    assert!(!found.is_sound());
}
