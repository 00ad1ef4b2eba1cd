//! Risk items over HTTP: from listing to close-out and back, late ones marked, papers.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::{
    browser::Browser,
    lifecycle::{follow, listed, message, post},
};

#[tokio::test]
async fn a_risk_item_runs_from_listing_to_close_out_and_back() {
    let test = TestApp::sqlite().await;
    let item = listed(&test).await;
    let people = &test.actors;
    let mut township = Browser::signed_in(&test, &people.township).await;
    let progress = [
        ("on", "2024-07-01"),
        ("text", "第一批清退"),
        ("refunded", "60"),
        ("refunded_unit", "wan"),
        ("refunded_people", "20"),
    ];
    let answer = township.post(&format!("{item}/progress"), &progress).await;
    let (_, page) = follow(&mut township, answer).await;
    assert!(page.contains("清退 60 万元，20 人") && page.contains("处置中"));
    let bare = township
        .post(&format!("{item}/apply"), &[("statement", "已全部清退")])
        .await;
    assert_eq!(bare.status, StatusCode::CONFLICT);
    assert!(bare.text.contains("没有附证明材料") && bare.text.contains("已全部清退"));
    let record = item.trim_start_matches("/risks/").to_owned();
    let fields = [
        ("noun", "risk_item"),
        ("record", record.as_str()),
        ("kind", "closing_proof"),
        ("note", ""),
        ("back", item.as_str()),
    ];
    let sent = township
        .upload(
            "/evidence",
            &fields,
            &[("files", "清退明细.txt", "张某 8000.00\n".as_bytes())],
        )
        .await;
    assert_eq!(sent.location, item, "{}", message(&sent));
    let page = township.get(&item).await.text;
    let proof = page
        .split("name=\"evidence\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let applied = township
        .post(
            &format!("{item}/apply"),
            &[("statement", "已全部清退"), ("evidence", &proof)],
        )
        .await;
    assert_eq!(
        applied.status,
        StatusCode::SEE_OTHER,
        "{}",
        message(&applied)
    );
    let verified = post(
        &test,
        &people.reviewer,
        &format!("{item}/verify"),
        &[("opinion", "到场查看，属实")],
    )
    .await;
    assert_eq!(
        verified.status,
        StatusCode::SEE_OTHER,
        "{}",
        message(&verified)
    );
    let closed = post(
        &test,
        &people.head,
        &format!("{item}/close"),
        &[("close_note", "同意")],
    )
    .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", message(&closed));
    let mut head = Browser::signed_in(&test, &people.head).await;
    assert!(
        !head
            .get("/risks")
            .await
            .text
            .split("<tbody>")
            .nth(1)
            .unwrap()
            .contains("康乐养生店"),
        "a closed item leaves the list"
    );
    assert!(
        head.get("/risks?state=closed")
            .await
            .text
            .contains("康乐养生店")
    );
    let answer = head
        .post(&format!("{item}/reopen"), &[("reason", "又有人投诉")])
        .await;
    let (_, page) = follow(&mut head, answer).await;
    for words in [
        "重新挂账 1 次",
        "到场查看，属实",
        "批准销号",
        "又有人投诉",
        "已全部清退",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_refund_entered_wrong_is_put_right_with_its_reason_and_what_stood_there_is_kept() {
    let test = TestApp::sqlite().await;
    let item = listed(&test).await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let entered = [
        ("on", "2024-07-01"),
        ("text", "第一批清退"),
        ("refunded", "600"),
        ("refunded_unit", "wan"),
        ("refunded_people", "20"),
    ];
    let answer = township.post(&format!("{item}/progress"), &entered).await;
    let (_, page) = follow(&mut township, answer).await;
    let correct = format!("{item}/progress/0");
    assert!(page.contains(&format!("href=\"{correct}\">更正</a>")));
    let form = township.get(&correct).await.text;
    assert!(form.contains("6000000.00") && form.contains("第一批清退"));
    let version = form.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap().to_owned();
    let corrected = |reason| {
        [
            ("version", version.as_str()),
            ("on", "2024-07-01"),
            ("text", "第一批清退"),
            ("refunded", "60"),
            ("refunded_unit", "wan"),
            ("refunded_people", "20"),
            ("reason", reason),
        ]
    };
    let bare = township.post(&correct, &corrected("")).await;
    assert_eq!(bare.status, StatusCode::CONFLICT, "a reason is needed");
    assert!(bare.text.contains("value=\"60\""), "what was typed is kept");
    let sent = township.post(&correct, &corrected("多写一个零")).await;
    assert_eq!(sent.location, item, "{}", message(&sent));
    let page = township.get(&item).await.text;
    for words in ["清退 60 万元", "多写一个零", "更正前", "清退 600 万元"] {
        assert!(page.contains(words), "{words}");
    }
    let stale = township.post(&correct, &corrected("再改")).await;
    assert_eq!(
        stale.status,
        StatusCode::CONFLICT,
        "the item has changed since"
    );
    let other = post(
        &test,
        &test.actors.other_township,
        &correct,
        &corrected("不归我管"),
    )
    .await;
    assert!(other.status.is_client_error());
}

#[tokio::test]
async fn a_file_too_large_is_refused_and_what_was_typed_beside_it_is_shown_again() {
    let test = TestApp::sqlite().await;
    let item = listed(&test).await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let record = item.trim_start_matches("/risks/").to_owned();
    let fields = [
        ("noun", "risk_item"),
        ("record", record.as_str()),
        ("kind", "closing_proof"),
        ("back", item.as_str()),
        ("note", "清退凭证扫描件第一册"),
    ];
    let large = vec![0_u8; 65 * 1024 * 1024];
    let files = [("files", "扫描件.pdf", large.as_slice())];
    let sent = township.upload("/evidence", &fields, &files).await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    for words in ["扫描件.pdf", "64 MB", "清退凭证扫描件第一册"] {
        assert!(sent.text.contains(words), "{words}");
    }
    assert!(!township.get(&item).await.text.contains("扫描件.pdf"));
}

#[tokio::test]
async fn late_items_are_marked_and_counted() {
    let test = TestApp::sqlite().await;
    listed(&test).await;
    test.clock.set(jiff::civil::date(2024, 10, 10));
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let page = clerk.get("/risks?due=overdue").await.text;
    assert!(page.contains("is-overdue") && page.contains("逾期 10 天"));
}

#[tokio::test]
async fn the_papers_come_as_word_files_with_chinese_names() {
    let test = TestApp::sqlite().await;
    let item = listed(&test).await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let page = clerk.get(&item).await.text;
    let clue = page
        .split("href=\"/clues/")
        .nth(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
    let assessment = page
        .split("href=\"/assessments/")
        .nth(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
    for path in [
        format!("{item}.docx"),
        format!("/clues/{}.docx", clue_in(&page, clue)),
        format!("/assessments/{}.docx", assessment.unwrap()),
    ] {
        let answer = clerk.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.bytes.starts_with(b"PK") && answer.media_type.contains("wordprocessingml"),
            "{path}"
        );
    }
}

/// The id of the clue that the item came from: the link in the lead line, not a list's.
fn clue_in(page: &str, first: Option<String>) -> String {
    let lead = page.split("来自线索 <a href=\"/clues/").nth(1);
    lead.and_then(|rest| rest.split('"').next())
        .map(str::to_owned)
        .or(first)
        .unwrap_or_default()
}
