//! Pages of imports: upload, mapping, preview, run, result, returned rows.

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::browser::Browser;

const LIST: &str = "企业名称,统一社会信用代码,街巷,所属乡镇\n\
云溪县甲禾商贸有限公司,,前街1号,清溪镇\n云溪县乙禾商贸有限公司,91149921000000000,后街2号,北山乡\n";

async fn uploaded(browser: &mut Browser, kind: &str, text: &[u8]) -> String {
    let answer = browser
        .upload("/imports", &[("kind", kind)], &[("file", "名录.csv", text)])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location
}

#[tokio::test]
async fn a_file_is_looked_at_corrected_run_and_returned_with_reasons() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let path = uploaded(&mut browser, "subject", LIST.as_bytes()).await;
    let review = browser.get(&path).await;
    assert_eq!(review.status, StatusCode::OK);
    assert!(
        review.text.contains("前街1号") && review.text.contains("将退回的行"),
        "{}",
        review.text
    );
    assert!(
        !browser.get("/subjects").await.text.contains("甲禾"),
        "nothing is written yet"
    );
    let mapping = [
        ("column-0-0", "名录"),
        ("field-0-0", "name"),
        ("column-0-1", "名录"),
        ("field-0-1", "uscc"),
        ("column-0-2", "名录"),
        ("field-0-2", "business_address"),
        ("column-0-3", "名录"),
        ("field-0-3", "township"),
        ("sheet", "名录"),
        ("year", "24"),
    ];
    let wrong = browser.post(&format!("{path}/mapping"), &mapping).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("四位数字"));
    let saved = browser
        .post(&format!("{path}/mapping"), &mapping[..9])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(browser.get(&path).await.text.contains("人工指定"));
    assert_eq!(
        browser
            .post(&format!("{path}/profile"), &[("name", "商户表")])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        browser.post(&format!("{path}/start"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(browser.get(&path).await.text.contains("正在导入"));
    fangfei_app::worker::drain(&test.app, &test.system())
        .await
        .unwrap();
    let result = browser.get(&path).await;
    assert!(result.text.contains("下载退回的行"), "{}", result.text);
    let file = browser.get(&format!("{path}/rejected")).await;
    assert!(
        file.media_type.starts_with("text/csv") && file.text.contains("导入结果"),
        "{}",
        file.text
    );
    assert!(
        browser
            .get("/subjects")
            .await
            .text
            .contains("云溪县甲禾商贸有限公司")
    );
}

#[tokio::test]
async fn a_file_that_is_no_table_is_refused_at_the_form() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    for (name, bytes) in [
        ("照片.png", b"\x89PNG\r\n\x1a\n0000".as_slice()),
        ("空.csv", b""),
        ("坏.xlsx", b"PK\x03\x04broken"),
    ] {
        let answer = browser
            .upload("/imports", &[("kind", "subject")], &[("file", name, bytes)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let none = browser
        .upload("/imports", &[("kind", "subject")], &[])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unsigned = browser
        .upload_without_token(
            "/imports",
            &[("kind", "subject")],
            &[("file", "a.csv", LIST.as_bytes())],
        )
        .await;
    assert_eq!(unsigned.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_may_not_import_is_told_and_others_runs_are_unseen() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.township).await;
    let path = uploaded(&mut browser, "subject", LIST.as_bytes()).await;
    let mut other = Browser::signed_in(&test, &test.actors.other_township).await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        other.post(&format!("{path}/start"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
    let mut grid = Browser::signed_in(&test, &test.actors.grid).await;
    assert_eq!(grid.get("/imports").await.status, StatusCode::FORBIDDEN);
    let reference = browser
        .upload(
            "/imports",
            &[("kind", "division")],
            &[(
                "file",
                "区划.csv",
                "代码,名称\n149921101,清溪镇\n".as_bytes(),
            )],
        )
        .await;
    assert_eq!(reference.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_run_given_up_stays_on_the_list_as_not_done() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let path = uploaded(&mut browser, "subject", LIST.as_bytes()).await;
    assert_eq!(
        browser.post(&format!("{path}/withdraw"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(browser.get(&path).await.text.contains("由上传人放弃"));
    let again = browser.post(&format!("{path}/start"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(
        browser.get(&path).await.text.contains("不能开始导入"),
        "the refusal is shown once"
    );
}

#[tokio::test]
async fn no_full_number_and_no_reporter_reaches_a_page() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let (id, phone, other) = ("11010119900307002X", "13911112222", "13911113333");
    let register = format!(
        "填表人：甲某 电话：{other}\n企业名称,法定代表人,身份证号,联系电话,紧急联络,统一社会信用代码\n\
         云溪县甲禾商贸有限公司,甲某,{id},{phone},微信{other},\n\
         云溪县乙禾商贸有限公司,乙某,,139111122220,,{id}\n"
    );
    let ledger = format!(
        "被举报主体,受理时间,线索内容,举报人,联系电话\n\
         云溪县甲禾商贸有限公司,2024-06-03,丁某某来电称返利,丁某某,{phone}\n\
         云溪县乙禾商贸有限公司,,返利,丁某某,{phone}\n"
    );
    for (kind, text) in [("subject", register), ("clue", ledger)] {
        let path = uploaded(&mut browser, kind, text.as_bytes()).await;
        let review = browser.get(&path).await;
        assert_eq!(review.status, StatusCode::OK);
        assert_eq!(
            browser.post(&format!("{path}/start"), &[]).await.status,
            StatusCode::SEE_OTHER
        );
        fangfei_app::worker::drain(&test.app, &test.system())
            .await
            .unwrap();
        let list = browser.get(&format!("/{kind}s")).await;
        let mut shown = format!(
            "{}{}{}",
            review.text,
            browser.get(&path).await.text,
            list.text
        );
        let records = format!("href=\"/{kind}s/");
        for link in list.text.split(&records).skip(1) {
            let link = link.split('"').next().unwrap_or_default();
            shown.push_str(&browser.get(&format!("/{kind}s/{link}")).await.text);
        }
        for words in [id, phone, other, "139111122220", "丁某某"] {
            assert!(!shown.contains(words), "{words} on a page of {kind}");
        }
        assert!(
            shown.contains("云溪县甲禾商贸有限公司")
                && shown.contains(if kind == "clue" {
                    "举报人信息"
                } else {
                    "139****2222"
                })
        );
    }
}
