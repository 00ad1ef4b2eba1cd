//! Funds inquiries over HTTP: from the lawful ground to an approved refund, masked numbers, who gets
//! in and who does not.

use axum::http::StatusCode;
use fangfei_app::worker;
use fangfei_testkit::{
    TestApp,
    scheme::{self, Dirt, Kind, Recipe},
};

use crate::{
    browser::Browser,
    lifecycle::{follow, message, with},
};

const OPEN: [(&str, &str); 7] = [
    ("title", "康乐养生馆资金核查"),
    ("subject_name", "康乐养生馆"),
    ("division", "149921"),
    ("ground", "police"),
    ("obtained_by", "县公安局移交"),
    ("document", "云公（经）调证字〔2024〕12号"),
    ("dated", "2024-06-28"),
];

async fn opened(browser: &mut Browser) -> String {
    let answer = browser.post("/funds/new", &OPEN).await;
    follow(browser, answer).await.0
}

#[tokio::test]
async fn an_inquiry_without_its_document_is_shown_again_with_what_was_typed() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let answer = clerk
        .post("/funds/new", &with(&OPEN, "document", " "))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("请填写法律文书文号"));
    assert!(
        answer.text.contains("县公安局移交"),
        "nothing typed is lost"
    );
}

#[tokio::test]
async fn statements_become_findings_with_rows_and_numbers_stay_masked() {
    let test = TestApp::sqlite().await;
    let story = scheme::tell(Recipe {
        seed: 7,
        kind: Kind::ElderCare,
        investors: 25,
        dirt: Dirt::CLEAN,
    });
    let folder = scheme::print(&story).unwrap();
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let inquiry = opened(&mut clerk).await;
    let files: Vec<(&str, &str, &[u8])> = folder
        .files
        .iter()
        .map(|file| ("files", file.name.as_str(), file.bytes.as_slice()))
        .collect();
    let sent = clerk
        .upload(
            &format!("{inquiry}/statements"),
            &[("ground", "0"), ("note", "")],
            &files,
        )
        .await;
    let (_, page) = follow(&mut clerk, sent).await;
    assert!(page.contains(&folder.files[0].name) && page.contains("尚未分析"));
    let asked = clerk.post(&format!("{inquiry}/analyse"), &[]).await;
    let (_, page) = follow(&mut clerk, asked).await;
    assert!(page.contains("正在后台分析"));
    worker::drain(&test.app, &test.system()).await.unwrap();
    let page = clerk.get(&inquiry).await.text;
    assert!(
        page.contains("成为资金往来") && page.contains("非交易行"),
        "{page}"
    );
    let findings = clerk.get(&format!("{inquiry}/findings")).await.text;
    assert!(
        findings.contains("不是认定") && findings.contains("第 "),
        "rows by file and row"
    );
    for page in ["", "/findings", "/participants", "/curve"] {
        let text = clerk.get(&format!("{inquiry}{page}")).await.text;
        for person in scheme::participants(&story, &folder) {
            for number in person.accounts.iter().filter(|n| n.len() >= 12) {
                assert!(!text.contains(number.as_str()), "{page} 显示了完整账号");
            }
        }
    }
    let key = findings
        .split("name=\"finding\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let judge = format!("{inquiry}/judge");
    let bare = clerk
        .post(&judge, &[("finding", &key), ("verdict", "adopted")])
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [
        ("finding", key.as_str()),
        ("verdict", "adopted"),
        ("reason", "与合同一致"),
    ];
    let judged = clerk.post(&judge, &form).await;
    assert_eq!(judged.status, StatusCode::SEE_OTHER, "{}", message(&judged));
    let page = clerk.get(&format!("{inquiry}/participants/0")).await;
    assert!(page.status == StatusCode::OK && page.text.contains("逐笔"));
    let traced = clerk.get(&format!("{inquiry}/trace?account=0")).await;
    assert!(traced.status == StatusCode::OK && traced.text.contains("<svg"));
    assert!(traced.text.contains("data-graph=") && traced.text.contains("导出 Excel"));
    let graph = clerk.get(&format!("{inquiry}/trace/graph?account=0")).await;
    assert!(graph.text.starts_with("{\"width\":"), "{}", graph.text);
    let ledger: serde_json::Value = serde_json::from_str(&graph.text).unwrap();
    let (from, to) = (&ledger["edges"][0][0], &ledger["edges"][0][1]);
    let place = |node: &serde_json::Value| {
        let at = usize::try_from(node.as_u64().unwrap()).unwrap();
        ledger["nodes"][at][0].clone()
    };
    let edge = format!("payer={}&payee={}", place(from), place(to));
    let rows = clerk
        .get(&format!("{inquiry}/trace/rows?account=0&{edge}"))
        .await;
    assert!(
        rows.text.contains("\"followed\"") && rows.text.contains("第 "),
        "{}",
        rows.text
    );
    let mut police = Browser::signed_in(&test, &test.actors.police).await;
    for part in ["graph", "rows"] {
        let hidden = police
            .get(&format!("{inquiry}/trace/{part}?account=0&{edge}"))
            .await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    }
    let file = clerk
        .get(&format!("{inquiry}/trace?account=0&format=xlsx"))
        .await;
    assert_eq!(file.status, StatusCode::OK);
    let wild = clerk.get(&format!("{inquiry}/trace?account=999999")).await;
    assert!(wild.text.contains("没有这个账户"), "{}", wild.text);
    let file = clerk
        .get(&format!("{inquiry}/participants?format=xlsx"))
        .await;
    assert_eq!(file.status, StatusCode::OK);
}

#[tokio::test]
async fn a_claim_is_confirmed_by_another_and_refunded_after_approval() {
    let test = TestApp::sqlite().await;
    let people = &test.actors;
    let mut clerk = Browser::signed_in(&test, &people.clerk).await;
    let mut reviewer = Browser::signed_in(&test, &people.reviewer).await;
    let mut head = Browser::signed_in(&test, &people.head).await;
    let inquiry = opened(&mut clerk).await;
    let form = [
        ("name", "甲某"),
        ("paid_in", "1"),
        ("paid_in_unit", "wan"),
        ("payee_number", "6222020409001234567"),
        ("payee_bank", "某某银行"),
        ("document_kind", "contract"),
        ("document_text", "合同12号"),
    ];
    let answer = clerk.post(&format!("{inquiry}/claims/new"), &form).await;
    let (claim, page) = follow(&mut clerk, answer).await;
    assert!(page.contains("10,000.00") && page.contains("6222****4567"));
    assert!(!page.contains("6222020409001234567"), "masked");
    let confirm = [
        ("paid_in", "10000"),
        ("returned", "0"),
        ("received", "0"),
        ("grade", "papers"),
    ];
    let own = clerk.post(&format!("{claim}/confirm"), &confirm).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    let done = reviewer.post(&format!("{claim}/confirm"), &confirm).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", message(&done));
    let draft = [
        ("source_kind", "remaining"),
        ("source_amount", "4000"),
        ("source_document", "入账凭证1号"),
        ("basis", "net_loss"),
        ("before_fine", "on"),
    ];
    let fined = clerk
        .post(
            &format!("{inquiry}/refunds/new"),
            &with(&draft, "before_fine", ""),
        )
        .await;
    assert_eq!(fined.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fined.text.contains("第三十二条") && fined.text.contains("入账凭证1号"));
    let answer = clerk.post(&format!("{inquiry}/refunds/new"), &draft).await;
    let (batch, _) = follow(&mut clerk, answer).await;
    let answer = clerk.post(&format!("{batch}/allocate"), &[]).await;
    let (_, page) = follow(&mut clerk, answer).await;
    assert!(
        page.contains("4,000.00") && page.contains("40.00"),
        "{page}"
    );
    let refused = clerk.post(&format!("{batch}/approve"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let answer = head.post(&format!("{batch}/approve"), &[]).await;
    let (_, page) = follow(&mut head, answer).await;
    assert!(page.contains("已批准") && page.contains("付款清单"));
    let list = head.get(&format!("{batch}/payments.xlsx")).await;
    assert_eq!(list.status, StatusCode::OK);
    let mut police = Browser::signed_in(&test, &people.police).await;
    for hidden in [&inquiry, &claim, &batch] {
        assert_eq!(police.get(hidden).await.status, StatusCode::NOT_FOUND);
    }
    let mut auditor = Browser::signed_in(&test, &people.auditor).await;
    assert_eq!(auditor.get(&claim).await.status, StatusCode::FORBIDDEN);
    let journal = auditor.get("/audit").await.text;
    assert!(journal.contains("批准退付批次") && !journal.contains("6222020409001234567"));
}
