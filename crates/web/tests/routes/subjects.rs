//! Pages of subjects, screening and evidence.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::browser::Browser;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000000000000000";

async fn made(browser: &mut Browser, name: &str) -> String {
    let fields = [
        ("name", name),
        ("kind", "enterprise"),
        ("person_role", "法定代表人"),
        ("person_name", "甲某"),
        ("person_id", "11010119900307109X"),
        ("person_phone", "13800001234"),
        ("scope_text", "企业管理咨询；财富管理"),
    ];
    let answer = browser.post("/subjects/new", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location
}

#[tokio::test]
async fn a_file_is_made_screened_shown_masked_and_listed() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let path = made(&mut browser, "云溪县某某财富管理有限公司").await;
    let page = browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("138****1234") && !page.text.contains("13800001234"));
    assert!(!page.text.contains("11010119900307109X"));
    assert!(page.text.contains("source__mark--warning") && page.text.contains("依据"));
    let list = browser
        .get("/subjects?q=%E8%B4%A2%E5%AF%8C&hits=yes&class=A")
        .await;
    assert!(
        list.text.contains("云溪县某某财富管理有限公司"),
        "{}",
        list.text
    );
    let paper = browser.get(&format!("{path}.docx")).await;
    assert!(paper.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_wrong_form_keeps_everything_typed() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let fields = [
        ("name", "云溪县甲禾商贸有限公司"),
        ("kind", "enterprise"),
        ("uscc", "9114992100000000"),
        ("mode", "预付消费返利"),
    ];
    let answer = browser.post("/subjects/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for typed in ["云溪县甲禾商贸有限公司", "9114992100000000", "预付消费返利"] {
        assert!(answer.text.contains(typed), "{typed}");
    }
    let refused = browser.post_without_token("/subjects/new", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_second_file_of_the_same_subject_leads_to_the_first() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let path = made(&mut browser, "云溪县甲禾商贸有限公司").await;
    let again = browser
        .post(
            "/subjects/new",
            &[("name", "云溪县甲禾商贸有限公司"), ("kind", "enterprise")],
        )
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains(&path));
}

#[tokio::test]
async fn full_numbers_need_a_reason_and_the_right() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let path = made(&mut browser, "云溪县甲禾商贸有限公司").await;
    let numbers = format!("{path}/numbers");
    let empty = browser.post(&numbers, &[("reason", "")]).await;
    assert_eq!(empty.status, StatusCode::CONFLICT);
    assert!(!empty.text.contains("13800001234"));
    let shown = browser
        .post(&numbers, &[("reason", "通知约谈负责人")])
        .await;
    assert!(shown.text.contains("13800001234") && shown.text.contains("11010119900307109X"));
    let mut police = Browser::signed_in(&test, &test.actors.police).await;
    let police_page = police.get(&path).await;
    assert_eq!(
        police_page.status,
        StatusCode::OK,
        "the register is common to the division's units"
    );
    assert!(!police_page.text.contains("查看完整号码"));
    assert_eq!(police.get(&numbers).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_township_finds_nothing() {
    let test = TestApp::sqlite().await;
    let mut own = Browser::signed_in(&test, &test.actors.township).await;
    let path = made(&mut own, "清溪镇甲禾商行").await;
    let mut other = Browser::signed_in(&test, &test.actors.other_township).await;
    for page in [
        path.clone(),
        format!("{path}/change"),
        format!("{path}.docx"),
    ] {
        assert_eq!(
            other.get(&page).await.status,
            StatusCode::NOT_FOUND,
            "{page}"
        );
    }
    assert!(!other.get("/subjects").await.text.contains("甲禾商行"));
}

#[tokio::test]
async fn evidence_is_added_from_the_page_and_only_downloaded() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let path = made(&mut browser, "云溪县甲禾商贸有限公司").await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let fields = [
        ("noun", "subject"),
        ("record", id.as_str()),
        ("kind", "shop_front"),
        ("note", ""),
        ("back", path.as_str()),
    ];
    let script = b"<script>alert(1)</script>".as_slice();
    let answer = browser
        .upload(
            "/evidence",
            &fields,
            &[("files", "门头.png", PNG), ("files", "网页.html", script)],
        )
        .await;
    assert_eq!(
        (answer.status, answer.location.as_str()),
        (StatusCode::SEE_OTHER, path.as_str())
    );
    let page = browser.get(&path).await.text;
    let at = page.find("/evidence/").unwrap();
    let file = page[at..].split('"').next().unwrap().to_owned();
    let opened = browser.get(&file).await;
    assert_eq!(
        (opened.status, opened.bytes.as_slice()),
        (StatusCode::OK, PNG)
    );
    let web_page = page[at + 10..]
        .find("/evidence/")
        .map(|next| page[at + 10 + next..].split('"').next().unwrap().to_owned());
    assert_eq!(
        browser.get(&web_page.unwrap()).await.media_type,
        "application/octet-stream"
    );
    let away = browser
        .upload(
            "/evidence",
            &[
                ("noun", "subject"),
                ("record", &id),
                ("kind", "other"),
                ("back", "//example.org"),
            ],
            &[("files", "a.png", PNG)],
        )
        .await;
    assert_eq!(away.location, "/");
    let none = browser
        .upload_without_token("/evidence", &fields, &[("files", "门头.png", PNG)])
        .await;
    assert_eq!(none.status, StatusCode::FORBIDDEN);
    let mut other = Browser::signed_in(&test, &test.actors.other_township).await;
    assert_eq!(other.get(&file).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_pasted_text_is_checked_and_not_kept() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let answer = browser
        .post(
            "/screening",
            &[
                ("field", "text"),
                ("text", "年化收益18%，保本保息，稳赚不赔"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.text.contains("source__mark--warning"),
        "{}",
        answer.text
    );
    let empty = browser
        .post("/screening", &[("field", "text"), ("text", " ")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!browser.get("/screening").await.text.contains("稳赚不赔"));
    assert_eq!(
        browser.post("/screening/run", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    fangfei_app::worker::drain(&test.app, &test.system())
        .await
        .unwrap();
}
