//! What one office does stays unseen by those whom it does not concern. The strongest way to say it: the
//! pages of a neighbour are, to the letter, the same before and after. It must not know how scope works.

use std::{collections::BTreeMap, io::Read};

use axum::http::StatusCode;
use fangfei_testkit::{Person, TestApp};

use crate::browser::{Answer, Browser};

/// Words that stand in everything that 清溪镇 writes here and in nothing else.
const FIRM: &str = "翠微谷养老服务中心";
const FACTS: &str = "承诺每季返利百分之九";

fn report<'a>(name: &'a str, division: &'a str) -> [(&'a str, &'a str); 9] {
    [
        ("subject_name", name),
        ("subject", "none"),
        ("division", division),
        ("channel", "grid_patrol"),
        ("found_on", "2024-06-28"),
        ("facts", FACTS),
        ("amount", "约160"),
        ("amount_unit", "wan"),
        ("people", "40余人"),
    ]
}

/// One person posts; the answer must lead on.
async fn done(test: &TestApp, person: &Person, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = Browser::signed_in(test, person)
        .await
        .post(path, fields)
        .await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{path}：{}",
        answer.text
    );
    answer.location
}

async fn reported(test: &TestApp, person: &Person, name: &str) -> String {
    done(
        test,
        person,
        "/clues/new",
        &report(name, person.unit.division.as_str()),
    )
    .await
}

/// What 清溪镇 brought in and the office worked through with the police.
struct Work {
    clue: String,
    assessment: String,
    risk: String,
}

impl Work {
    fn pages(&self) -> [&String; 3] {
        [&self.clue, &self.assessment, &self.risk]
    }
}

/// From the report to the open risk item; of the departments only the police take part.
async fn worked_through(test: &TestApp) -> Work {
    let actors = &test.actors;
    let clue = reported(test, &actors.township, FIRM).await;
    let township = actors.township.unit.id.to_string();
    done(
        test,
        &actors.clerk,
        &format!("{clue}/accept"),
        &[("unit", &township), ("check_due", "2024-08-12")],
    )
    .await;
    let check = [
        ("on", "2024-07-01"),
        ("manner", "现场查看"),
        ("findings", FACTS),
        ("found_amount", "160"),
        ("found_amount_unit", "wan"),
        ("found_people", "180"),
        ("conclusion", "assess"),
    ];
    done(test, &actors.township, &format!("{clue}/check"), &check).await;
    let police = actors.police.unit.id.to_string();
    let assessment = done(
        test,
        &actors.clerk,
        &format!("{clue}/assess"),
        &[("units", &police)],
    )
    .await;
    let view = [
        ("crowd", "medium"),
        ("exposure", "medium"),
        ("spread", "low"),
        ("harm", "low"),
        ("level", "medium"),
        ("reason", FACTS),
    ];
    done(test, &actors.police, &format!("{assessment}/view"), &view).await;
    done(test, &actors.head, &format!("{assessment}/conclude"), &view).await;
    let plan = [
        ("unit", township.as_str()),
        ("owner", "己经办"),
        ("leader", "子镇长"),
        ("track", "rectify"),
        ("plan", FACTS),
        ("due", "2024-09-30"),
    ];
    let risk = done(test, &actors.clerk, &format!("{clue}/hang"), &plan).await;
    Work {
        clue,
        assessment,
        risk,
    }
}

/// Text as an address carries it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Every page on which somebody else's work could show: lists, figures, search, ledgers and their files.
async fn looked_at(browser: &mut Browser) -> BTreeMap<String, String> {
    let mut pages: Vec<String> = [
        "/",
        "/todo",
        "/clues",
        "/clues?state=received",
        "/risks",
        "/subjects",
        "/screening",
        "/assessments",
        "/campaigns",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.extend(["/returns", "/imports", "/units", "/clues/new"].map(str::to_owned));
    for words in [
        FIRM,
        "翠微谷",
        FACTS,
        "返利",
        "XS-2024-000001",
        "FX-2024-0001",
        "HS-2024-0001",
    ] {
        pages.push(format!("/search?q={}", encoded(words)));
        pages.push(format!("/clues?q={}", encoded(words)));
    }
    let index = browser.get("/ledgers").await;
    for ledger in ledgers(&index) {
        pages.extend(["", ".xlsx", ".csv", ".json"].map(|format| format!("{ledger}{format}")));
        pages.push(format!("{ledger}?as_of=2024-07-01"));
    }
    let mut seen = BTreeMap::from([("/ledgers".to_owned(), index.text)]);
    for page in pages {
        let answer = browser.get(&page).await;
        let text = words(&answer);
        seen.insert(page, format!("{}\n{text}", answer.status));
    }
    seen
}

/// The ledgers that the list of ledgers leads to.
fn ledgers(index: &Answer) -> Vec<String> {
    let links = index
        .text
        .split("href=\"/ledgers/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '?', '.']).next());
    let mut found: Vec<String> = links.map(|id| format!("/ledgers/{id}")).collect();
    found.sort();
    found.dedup();
    found
}

/// What stands in an answer, unpacked if it is a workbook.
fn words(answer: &Answer) -> String {
    if !answer.bytes.starts_with(b"PK") {
        return answer.text.clone();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(answer.bytes.as_slice())).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        // The properties hold the moment at which the file was made.
        let properties = file.name().is_ok_and(|name| name.starts_with("docProps/"));
        if !properties {
            file.read_to_string(&mut text).unwrap();
        }
    }
    text
}

/// The pages that are not the same any more.
fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let differs = |(page, text): &(&String, &String)| after.get(*page) != Some(*text);
    before
        .iter()
        .filter(differs)
        .map(|(page, _)| page.clone())
        .collect()
}

#[tokio::test]
async fn a_neighbours_pages_stay_the_same_to_the_letter() {
    let test = TestApp::sqlite().await;
    let actors = &test.actors;
    // The other township, and a department that was not asked.
    for person in [&actors.other_township, &actors.market] {
        reported(&test, person, "自家线索").await;
    }
    let mut neighbours = Vec::new();
    for person in [&actors.other_township, &actors.market] {
        let mut browser = Browser::signed_in(&test, person).await;
        browser.get("/").await;
        let before = looked_at(&mut browser).await;
        assert!(
            before["/clues"].contains("自家线索"),
            "{} 看不到自己的线索",
            person.unit.name
        );
        neighbours.push((person, browser, before));
    }
    let work = worked_through(&test).await;
    for (person, browser, before) in &mut neighbours {
        let after = looked_at(browser).await;
        assert_eq!(
            changed(before, &after),
            Vec::<String>::new(),
            "{} 看得出清溪镇做了什么",
            person.unit.name
        );
        for (page, text) in &after {
            // The page of a search repeats what was looked for.
            let seen = text.contains(FIRM) && !page.contains("q=");
            assert!(!seen, "{}：{page} 上有 {FIRM}", person.unit.name);
        }
        for page in work.pages() {
            assert_eq!(
                browser.get(page).await.status,
                StatusCode::NOT_FOUND,
                "{}：{page}",
                person.unit.name
            );
        }
    }
}

#[tokio::test]
async fn whom_it_concerns_sees_it_in_each_of_these_places() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    let before = [looked_at(&mut clerk).await, looked_at(&mut township).await];
    let work = worked_through(&test).await;
    for (browser, before) in [&mut clerk, &mut township].into_iter().zip(&before) {
        let after = looked_at(browser).await;
        let changed = changed(before, &after);
        let search = format!("/search?q={}", encoded("翠微谷"));
        for page in ["/", "/clues", "/risks", &search] {
            assert!(
                changed.iter().any(|one| one == page),
                "{page} 没有变化：测试看不出泄露"
            );
        }
        for format in [".xlsx", ".csv", ".json"] {
            let shown = after
                .iter()
                .any(|(page, text)| page.ends_with(format) && text.contains(FIRM));
            assert!(shown, "没有一本台账的 {format} 里有它：测试看不出泄露");
        }
        for page in work.pages() {
            assert_eq!(browser.get(page).await.status, StatusCode::OK, "{page}");
        }
    }
}

#[tokio::test]
async fn nobody_out_of_scope_moves_a_record_by_its_address() {
    let test = TestApp::sqlite().await;
    let actors = &test.actors;
    let work = worked_through(&test).await;
    let mut clerk = Browser::signed_in(&test, &actors.clerk).await;
    let mut before = Vec::new();
    for page in work.pages() {
        before.push(clerk.get(page).await.text);
    }
    let steps = [
        (
            &work.clue,
            &[
                "change", "subject", "accept", "refuse", "reassign", "check", "assess", "hang",
            ][..],
        ),
        (&work.assessment, &["view", "invite", "conclude"]),
        (
            &work.risk,
            &[
                "plan",
                "reassess",
                "progress",
                "apply",
                "verify",
                "send-back",
                "close",
                "reopen",
            ],
        ),
    ];
    let typed = [
        ("reason", "试试"),
        ("text", "试试"),
        ("on", "2024-07-01"),
        ("version", "1"),
        ("opinion", "同意"),
    ];
    let fields: Vec<(&str, &str)> = report("改名店", "149921101")
        .into_iter()
        .chain(typed)
        .collect();
    for person in [&actors.other_township, &actors.market, &actors.grid] {
        let mut browser = Browser::signed_in(&test, person).await;
        for (record, steps) in steps {
            for step in steps {
                let path = format!("{record}/{step}");
                let answers = [browser.post(&path, &fields).await, browser.get(&path).await];
                let hidden = [
                    StatusCode::NOT_FOUND,
                    StatusCode::FORBIDDEN,
                    StatusCode::METHOD_NOT_ALLOWED,
                ];
                for answer in answers {
                    assert!(
                        hidden.contains(&answer.status),
                        "{}：{path} {}",
                        person.unit.name,
                        answer.status
                    );
                    assert!(
                        !answer.text.contains(FIRM),
                        "{}：{path} 漏出 {FIRM}",
                        person.unit.name
                    );
                }
            }
        }
    }
    for (page, before) in work.pages().into_iter().zip(before) {
        assert_eq!(clerk.get(page).await.text, before, "{page} 被改动");
    }
}

#[tokio::test]
async fn a_department_sees_its_own_clues_and_not_anothers() {
    let test = TestApp::sqlite().await;
    let actors = &test.actors;
    let own = reported(&test, &actors.police, "公安线索店").await;
    let others = reported(&test, &actors.market, "市监线索店").await;
    let mut police = Browser::signed_in(&test, &actors.police).await;
    let list = police.get("/clues").await.text;
    assert!(list.contains("公安线索店") && !list.contains("市监线索店"));
    assert_eq!(police.get(&own).await.status, StatusCode::OK);
    assert_eq!(police.get(&others).await.status, StatusCode::NOT_FOUND);
    let mut clerk = Browser::signed_in(&test, &actors.clerk).await;
    let list = clerk.get("/clues").await.text;
    assert!(
        list.contains("公安线索店") && list.contains("市监线索店"),
        "处非办看全县"
    );
}

#[tokio::test]
async fn a_clue_that_is_handed_to_a_unit_comes_into_its_sight() {
    let test = TestApp::sqlite().await;
    let actors = &test.actors;
    let clue = reported(&test, &actors.township, FIRM).await;
    let mut market = Browser::signed_in(&test, &actors.market).await;
    assert_eq!(market.get(&clue).await.status, StatusCode::NOT_FOUND);
    let unit = actors.market.unit.id.to_string();
    done(
        &test,
        &actors.clerk,
        &format!("{clue}/accept"),
        &[("unit", &unit), ("check_due", "2024-08-12")],
    )
    .await;
    assert_eq!(market.get(&clue).await.status, StatusCode::OK);
    let unit = actors.township.unit.id.to_string();
    let back = [
        ("unit", unit.as_str()),
        ("check_due", "2024-08-12"),
        ("reason", "属地办理更方便"),
    ];
    done(&test, &actors.clerk, &format!("{clue}/reassign"), &back).await;
    assert_eq!(
        market.get(&clue).await.status,
        StatusCode::NOT_FOUND,
        "改派以后不再看得到"
    );
}

#[tokio::test]
async fn a_grid_worker_reports_but_neither_accepts_nor_sees_beyond_the_village() {
    let test = TestApp::sqlite().await;
    let actors = &test.actors;
    let own = reported(&test, &actors.grid, "河湾村小店").await;
    let towns = reported(&test, &actors.township, FIRM).await;
    let mut grid = Browser::signed_in(&test, &actors.grid).await;
    let page = grid.get(&own).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("受理并交办"), "网格员的页面上有受理");
    let unit = actors.grid.unit.id.to_string();
    let accept = [("unit", unit.as_str()), ("check_due", "2024-08-12")];
    assert_eq!(
        grid.post(&format!("{own}/accept"), &accept).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(grid.get(&towns).await.status, StatusCode::NOT_FOUND);
    let mut township = Browser::signed_in(&test, &actors.township).await;
    assert_eq!(
        township.get(&own).await.status,
        StatusCode::OK,
        "乡镇看得到下面的村"
    );
    let mut other = Browser::signed_in(&test, &actors.other_township).await;
    assert_eq!(other.get(&own).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_registers_a_clue_out_of_their_own_sight() {
    let test = TestApp::sqlite().await;
    let mut township = Browser::signed_in(&test, &test.actors.township).await;
    for division in ["149921201", "149921", "1499", "149922"] {
        let answer = township.post("/clues/new", &report(FIRM, division)).await;
        assert!(
            answer.status.is_client_error(),
            "{division}：{}",
            answer.status
        );
        assert!(answer.text.contains(FIRM), "{division}：填写的内容没有保留");
    }
}

#[tokio::test]
async fn an_auditor_reads_all_of_it_and_is_offered_no_move() {
    let test = TestApp::sqlite().await;
    let work = worked_through(&test).await;
    let mut auditor = Browser::signed_in(&test, &test.actors.auditor).await;
    for path in work.pages() {
        let page = auditor.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let posts: Vec<&str> = page
            .text
            .split("<form")
            .skip(1)
            .filter_map(|form| form.split('>').next())
            .collect();
        let moves = posts
            .iter()
            .filter(|form| form.contains(&format!("action=\"{path}")));
        assert_eq!(moves.count(), 0, "{path}：{posts:?}");
    }
}

#[tokio::test]
async fn an_administrator_sees_no_case_anywhere() {
    let test = TestApp::sqlite().await;
    let mut administrator = Browser::signed_in(&test, &test.actors.administrator).await;
    let before = looked_at(&mut administrator).await;
    let work = worked_through(&test).await;
    let after = looked_at(&mut administrator).await;
    assert_eq!(changed(&before, &after), Vec::<String>::new());
    for page in work.pages() {
        assert_eq!(
            administrator.get(page).await.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
    }
}

#[tokio::test]
async fn an_account_whose_unit_is_closed_sees_nothing() {
    let test = TestApp::sqlite().await;
    let actors = &test.actors;
    let clue = reported(&test, &actors.township, FIRM).await;
    let mut township = Browser::signed_in(&test, &actors.township).await;
    assert_eq!(township.get(&clue).await.status, StatusCode::OK);
    let unit = &actors.township.unit;
    let office = actors.clerk.unit.id.to_string();
    let closed = [
        ("name", unit.name.as_str()),
        ("short_name", &unit.short_name),
        ("kind", unit.kind.code()),
        ("division", unit.division.as_str()),
        ("parent", &office),
    ];
    done(
        &test,
        &actors.administrator,
        &format!("/units/{}", unit.id),
        &closed,
    )
    .await;
    assert_eq!(township.get(&clue).await.status, StatusCode::NOT_FOUND);
    assert!(!township.get("/clues").await.text.contains(FIRM));
}
