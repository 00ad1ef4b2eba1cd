//! Ledgers over HTTP: the list, one ledger with its conditions, files.

use fangfei_testkit::TestApp;

use crate::browser::Browser;

/// Reports a clue through the page.
async fn report(browser: &mut Browser, subject: &str, division: &str) {
    let fields = [
        ("subject_name", subject),
        ("division", division),
        ("channel", "public_report"),
        ("found_on", "2024-07-01"),
        ("facts", "承诺每月返利，向老年人收款"),
        ("subject", "none"),
        ("amount", "300"),
        ("amount_unit", "wan"),
    ];
    let answer = browser.post("/clues/new", &fields).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text);
}

#[tokio::test]
async fn every_ledger_opens_and_says_where_it_comes_from() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let list = browser.get("/ledgers").await;
    assert!(
        list.text.contains("风险隐患清单（挂账销号）") && list.text.contains("金寨方案"),
        "{}",
        list.text
    );
    for ledger in &test.app.rules().ledgers {
        let page = browser.get(&format!("/ledgers/{}", ledger.id)).await;
        assert_eq!(page.status.as_u16(), 200, "{}", ledger.id);
        assert!(page.text.contains(&ledger.title), "{}", ledger.id);
    }
    assert_eq!(browser.get("/ledgers/nothing").await.status.as_u16(), 422);
}

#[tokio::test]
async fn the_file_holds_what_the_page_shows() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    report(&mut browser, "清溪康养中心", "149921101").await;
    report(&mut browser, "北山合作社", "149921201").await;
    let page = browser.get("/ledgers/risk-clues?division=149921101").await;
    assert!(page.text.contains("清溪康养中心") && !page.text.contains("北山合作社"));
    assert!(
        page.text
            .contains("/ledgers/risk-clues.csv?division=149921101"),
        "{}",
        page.text
    );
    let file = browser
        .get("/ledgers/risk-clues.csv?division=149921101")
        .await;
    assert!(
        file.text.contains("清溪康养中心") && !file.text.contains("北山合作社"),
        "{}",
        file.text
    );
    let book = browser
        .get("/ledgers/risk-clues.xlsx?division=149921101")
        .await;
    assert!(book.bytes.starts_with(b"PK") && book.media_type.contains("spreadsheetml"));
    let list = browser
        .get("/ledgers/risk-clues.csv?q=%E5%8C%97%E5%B1%B1&from=2024-07-01&sort=-registered")
        .await;
    assert!(
        list.text.contains("北山合作社") && !list.text.contains("清溪康养中心"),
        "{}",
        list.text
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_said_at_its_field_and_stops_an_export() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::signed_in(&test, &test.actors.clerk).await;
    let page = browser
        .get("/ledgers/risk-clues?found_on_from=2024-02-31&as_of=2030-01-01")
        .await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(
        page.text.contains("2024-02-31") && page.text.contains("还没有到"),
        "{}",
        page.text
    );
    assert!(page.text.contains("有条件没有生效"), "{}", page.text);
    let sorted = browser.get("/ledgers/risk-clues?sort=facts").await;
    assert!(sorted.text.contains("不能按它排序"), "{}", sorted.text);
    let file = browser
        .get("/ledgers/risk-clues.csv?found_on_from=2024-02-31")
        .await;
    assert_eq!(file.status.as_u16(), 422);
    let wrong = browser.get("/ledgers/risk-clues.pdf").await;
    assert!(
        wrong.status.as_u16() == 422 && wrong.text.contains("xlsx"),
        "{}",
        wrong.text
    );
}

#[tokio::test]
async fn a_township_takes_out_its_own_rows_only() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    report(&mut clerk, "清溪康养中心", "149921101").await;
    let mut other = Browser::signed_in(&test, &test.actors.other_township).await;
    let file = other.get("/ledgers/risk-clues.csv").await;
    assert!(
        file.status.is_success() && !file.text.contains("清溪康养中心"),
        "{}",
        file.text
    );
    let mut grid = Browser::signed_in(&test, &test.actors.grid).await;
    assert_eq!(
        grid.get("/ledgers/risk-clues.csv").await.status.as_u16(),
        403
    );
}
