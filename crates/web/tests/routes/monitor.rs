//! Monitoring over HTTP: facts loaded from a file, the index run, every point of a subject with its row,
//! alerts worked through, rule sets tried and published by somebody else.

use axum::http::StatusCode;
use fangfei_app::worker;
use fangfei_testkit::TestApp;

use crate::{
    browser::Browser,
    lifecycle::{follow, message},
};

const CODE: &str = "91350100M000100Y43";
const NAME: &str = "云溪县聚财财富管理有限公司";

/// A firm on file about which a file of adverts has much to say.
async fn watched(clerk: &mut Browser) -> String {
    let fields = [
        ("name", NAME),
        ("kind", "enterprise"),
        ("uscc", CODE),
        ("scope_text", "投资理财；债务化解；以房养老"),
    ];
    let made = clerk.post("/subjects/new", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let mut adverts = "统一社会信用代码,发现日期,媒介,内容\n".to_owned();
    for day in 1..=6 {
        adverts.push_str(&format!(
            "{CODE},2024-06-0{day},短信,保本保息 稳赚不赔 原始股 解债 推荐奖 团队奖 以房养老 央企背景\n"
        ));
    }
    adverts.push_str(&format!("{CODE},八小时前,短信,保本保息\n"));
    let loaded = load(clerk, "advert", "六月广告.csv", adverts.as_bytes()).await;
    assert!(
        loaded.contains("新增 6 条") && loaded.contains("未接收 1 行"),
        "{loaded}"
    );
    assert!(loaded.contains("八小时前"), "the refused cell is shown");
    let complaints =
        format!("统一社会信用代码,收到日期,渠道,事项,件数\n{CODE},2024-06-10,12345,到期不兑付,9\n");
    load(clerk, "complaint", "六月投诉.csv", complaints.as_bytes()).await;
    let penalties = format!(
        "统一社会信用代码,决定书文号,处罚决定日期,违法事实,罚款金额\n{CODE},云处非罚〔2024〕1号,2024-05-10,非法集资,200000\n"
    );
    load(clerk, "penalty", "五月处罚.csv", penalties.as_bytes()).await;
    let again = load(clerk, "advert", "六月广告.csv", adverts.as_bytes()).await;
    assert!(again.contains("已经装入过"), "{again}");
    made.location
}

async fn load(browser: &mut Browser, table: &str, name: &str, bytes: &[u8]) -> String {
    let fields = [("table", table), ("known_on", "")];
    let files = [("file", name, bytes)];
    let answer = browser.upload("/monitor/data", &fields, &files).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", message(&answer));
    answer.text
}

async fn run(test: &TestApp, clerk: &mut Browser) -> String {
    let asked = clerk.post("/monitor", &[("as_of", "")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    worker::drain(&test.app, &test.system()).await.unwrap();
    clerk.get("/monitor").await.text
}

#[tokio::test]
async fn an_index_leads_from_the_overview_down_to_the_row_of_a_file() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let subject = watched(&mut clerk).await;
    let overview = run(&test, &mut clerk).await;
    assert!(overview.contains(NAME), "{overview}");
    let index = clerk.get(&format!("{subject}/index")).await;
    assert_eq!(index.status, StatusCode::OK);
    assert!(
        index.text.contains("六月广告.csv") && index.text.contains("第 2 行"),
        "{}",
        index.text
    );
    assert!(index.text.contains("条例") && index.text.contains("还不知道的"));
    let fact = clerk
        .get(&link(&index.text, &format!("{subject}/facts/")))
        .await;
    assert_eq!(fact.status, StatusCode::OK, "{}", message(&fact));
    assert!(
        fact.text.contains("第 2 行") && fact.text.contains("得知日期"),
        "{}",
        fact.text
    );
    let nowhere = clerk.get(&format!("{subject}/facts/7")).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let ties = clerk.get(&format!("{subject}/ties")).await;
    assert!(ties.text.contains("没有查到关联企业"), "{}", ties.text);
}

#[tokio::test]
async fn a_day_in_the_future_is_refused_with_what_was_typed() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let answer = clerk.post("/monitor", &[("as_of", "2031-01-01")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("2031-01-01") && answer.text.contains("还没有数据"));
}

#[tokio::test]
async fn an_alert_becomes_a_clue_and_changes_nothing_about_the_subject() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    let subject = watched(&mut clerk).await;
    let before = clerk.get(&subject).await.text;
    run(&test, &mut clerk).await;
    let inbox = clerk.get("/alerts").await.text;
    let alert = link(&inbox, "/alerts/");
    let page = clerk.get(&alert).await.text;
    assert!(
        page.contains(NAME) && page.contains("不改变主体的任何状态"),
        "{page}"
    );
    let bare = clerk
        .post(
            &format!("{alert}/rest"),
            &[("until", "2024-08-01"), ("reason", " ")],
        )
        .await;
    assert_eq!(bare.status, StatusCode::CONFLICT);
    let form = [("until", "2024-08-01"), ("reason", "已约谈，等材料")];
    let rested = clerk.post(&format!("{alert}/rest"), &form).await;
    assert_eq!(rested.status, StatusCode::SEE_OTHER, "{}", message(&rested));
    let again = run(&test, &mut clerk).await;
    assert!(
        again.contains("并入 1 条"),
        "the same subject has one alert: {again}"
    );
    let sent = clerk.post(&format!("{alert}/clue"), &[]).await;
    let (clue, page) = follow(&mut clerk, sent).await;
    assert!(
        clue.starts_with("/clues/") && page.contains("监测平台推送"),
        "{page}"
    );
    let twice = clerk.post(&format!("{alert}/clue"), &[]).await;
    let (_, page) = follow(&mut clerk, twice).await;
    assert!(
        page.contains("已转线索") && page.contains("不能转为线索"),
        "{page}"
    );
    let after = clerk.get(&subject).await.text;
    let state = |text: &str| text.matches("登记状态").count();
    assert_eq!(state(&before), state(&after));
}

#[tokio::test]
async fn a_rule_set_is_tried_and_published_by_somebody_else() {
    let test = TestApp::sqlite().await;
    let mut clerk = Browser::signed_in(&test, &test.actors.clerk).await;
    watched(&mut clerk).await;
    run(&test, &mut clerk).await;
    let nameless = clerk.post("/rule-sets", &[("title", " ")]).await;
    assert_eq!(nameless.status, StatusCode::CONFLICT, "{}", nameless.text);
    let made = clerk.post("/rule-sets", &[("title", "养老领域加强")]).await;
    let (set, _) = follow(&mut clerk, made).await;
    let editor = format!("{set}/files/advert_elderly");
    let text = clerk.get(&editor).await.text;
    assert!(
        text.contains("SELECT"),
        "the shipped text is there to start from: {text}"
    );
    let wrong = clerk
        .post(&editor, &[("text", "id = \"advert_elderly\"\ntitle = 3\n")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("第 2 行") && wrong.text.contains("title = 3"),
        "{}",
        wrong.text
    );
    let shipped = fangfei_app::monitor::shipped_text(&test.app, "advert_elderly").unwrap();
    for (right, misspelt) in [("SELECT", "SELEC"), ("refs(ref)", "refs(rf)")] {
        let broken = shipped.replace(right, misspelt);
        assert_ne!(broken, shipped);
        let refused = clerk.post(&editor, &[("text", broken.as_str())]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text.contains("SQL 有误") && refused.text.contains(misspelt),
            "{}",
            refused.text
        );
    }
    let off = format!(
        "{}\nstate = \"off\"\n",
        fangfei_app::monitor::shipped_text(&test.app, "advert_elderly")
            .unwrap()
            .split("sql =")
            .next()
            .unwrap()
    );
    let off = format!("{off}sql = '''\nSELECT subject, 1 AS value, ref AS rows FROM advert\n'''\n");
    let kept = clerk.post(&editor, &[("text", &off)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", message(&kept));
    let mut reviewer = Browser::signed_in(&test, &test.actors.reviewer).await;
    let untried = reviewer
        .post(&format!("{set}/publish"), &[("reason", "同意")])
        .await;
    assert!(
        message(&untried).contains("没有试运行"),
        "{}",
        message(&untried)
    );
    let asked = clerk.post(&format!("{set}/trial"), &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    worker::drain(&test.app, &test.system()).await.unwrap();
    let page = clerk.get(&set).await.text;
    assert!(
        page.contains("离开预警") && page.contains("试运行记录"),
        "{page}"
    );
    let own = clerk
        .post(&format!("{set}/publish"), &[("reason", "同意")])
        .await;
    assert_eq!(
        own.status,
        StatusCode::FORBIDDEN,
        "a clerk does not publish"
    );
    let done = reviewer
        .post(&format!("{set}/publish"), &[("reason", "试运行可以接受")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", message(&done));
    assert!(reviewer.get(&set).await.text.contains("已发布"));
}

fn link(page: &str, to: &str) -> String {
    let found = page
        .split('"')
        .find(|part| part.starts_with(to) && part.len() > to.len());
    found
        .unwrap_or_else(|| panic!("no link to {to}: {page}"))
        .to_owned()
}
