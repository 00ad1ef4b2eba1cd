//! Ledgers: rows as of a past day, conditions, masking, exports that are journaled.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use fangfei_app::{
    Error, Page, journal,
    ledger::{self, Ask, Format, Given as Asked},
};
use fangfei_model::{
    action::Action,
    clue::Channel,
    ctx::Ctx,
    unit::{Contact, Unit},
};
use fangfei_store::JournalFilter;
use fangfei_testkit::TestApp;
use jiff::civil::date;

use crate::records::{Given, add, clue, store};

/// A file in memory that is read after it was written.
#[derive(Clone, Default)]
struct Sheet(Arc<Mutex<Vec<u8>>>);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sheet {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn asked(pairs: &[(&str, &str)]) -> Vec<Asked> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Subjects of the rows, in order.
async fn subjects(test: &TestApp, ctx: &Ctx, name: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let listed = ledger::open(&test.app, ctx, name).unwrap();
    let (ask, problems) = Ask::read(&listed, ctx, &asked(pairs));
    assert_eq!(problems, []);
    let rows = ledger::rows(&test.app, ctx, &listed, &ask, Page::first(100))
        .await
        .unwrap();
    let at = listed
        .columns
        .iter()
        .position(|c| c.path.0 == "subject_name")
        .unwrap();
    rows.iter()
        .map(|row| listed.columns[at].words(&row.cells[at]))
        .collect()
}

async fn three_clues(test: &TestApp) {
    let (qingxi, beishan) = (&test.actors.township.unit, &test.actors.other_township.unit);
    let given = |number, subject, unit: &Unit, channel, amount| Given {
        number,
        subject,
        division: unit.division,
        channel,
        unit: Some(unit.id),
        amount,
    };
    let ctx = test.system();
    let first = clue(
        &ctx,
        &given(
            "XS-2024-000001",
            "清溪养老服务中心",
            qingxi,
            Channel::PublicReport,
            Some(300_000_000),
        ),
    );
    add(test, &[first]).await;
    test.clock.set(date(2024, 7, 10));
    let ctx = test.system();
    let second = clue(
        &ctx,
        &given(
            "XS-2024-000002",
            "=北山合作社",
            beishan,
            Channel::GridPatrol,
            Some(100),
        ),
    );
    let third = clue(
        &ctx,
        &given(
            "XS-2024-000003",
            "清溪投资咨询",
            qingxi,
            Channel::Hotline,
            None,
        ),
    );
    add(test, &[second, third]).await;
}

#[tokio::test]
async fn a_ledger_stands_as_it_stood_on_a_past_day() {
    let test = TestApp::sqlite().await;
    three_clues(&test).await;
    let ctx = test.ctx(&test.actors.clerk);
    assert_eq!(
        subjects(&test, &ctx, "risk-clues", &[("as_of", "2024-07-09")]).await,
        ["清溪养老服务中心"]
    );
    assert_eq!(
        subjects(&test, &ctx, "涉嫌非法集资风险线索台账", &[])
            .await
            .len(),
        3
    );
}

#[tokio::test]
async fn conditions_narrow_and_scope_is_never_left() {
    let test = TestApp::sqlite().await;
    three_clues(&test).await;
    let clerk = test.ctx(&test.actors.clerk);
    let by = |pairs| subjects(&test, &clerk, "risk-clues", pairs);
    assert_eq!(by(&[("channel", "群众举报")]).await, ["清溪养老服务中心"]);
    assert_eq!(by(&[("amount_from", "100万")]).await, ["清溪养老服务中心"]);
    assert_eq!(by(&[("division", "149921201")]).await, ["=北山合作社"]);
    assert_eq!(
        by(&[("sort", "number"), ("q", "清溪")]).await,
        ["清溪养老服务中心", "清溪投资咨询"]
    );
    let township = test.ctx(&test.actors.other_township);
    assert_eq!(
        subjects(&test, &township, "risk-clues", &[]).await,
        ["=北山合作社"]
    );
    let listed = ledger::open(&test.app, &township, "risk-clues").unwrap();
    assert_eq!(
        ledger::list(&test.app, &township, &listed, &Ask::default())
            .await
            .unwrap(),
        (1, false)
    );
}

#[tokio::test]
async fn an_export_carries_the_filter_neutralises_formulas_and_is_journaled() {
    let test = TestApp::sqlite().await;
    three_clues(&test).await;
    let ctx = test.ctx(&test.actors.clerk);
    let listed = ledger::open(&test.app, &ctx, "risk-clues").unwrap();
    let (ask, _) = Ask::read(&listed, &ctx, &asked(&[("division", "149921201")]));
    let sheet = Sheet::default();
    let exported = ledger::export(&test.app, &ctx, &listed, &ask, Format::Csv, sheet.clone())
        .await
        .unwrap();
    assert_eq!(
        (exported.rows, exported.file_name.as_str()),
        (1, "涉嫌非法集资风险线索台账_2024-07-10.csv")
    );
    let text = sheet.text();
    assert!(
        text.starts_with('\u{feff}') && text.contains("涉及金额（万元）"),
        "{text}"
    );
    assert!(
        !text.contains(",=北山") && text.contains("=北山合作社"),
        "{text}"
    );
    let auditor = test.ctx(&test.actors.auditor);
    let filter = JournalFilter {
        action: Some(Action::Export),
        ..JournalFilter::default()
    };
    assert_eq!(
        journal::list(&test.app, &auditor, &filter, Page::first(10))
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn json_holds_money_in_fen() {
    let test = TestApp::sqlite().await;
    three_clues(&test).await;
    let ctx = test.ctx(&test.actors.clerk);
    let listed = ledger::open(&test.app, &ctx, "risk-clues").unwrap();
    let sheet = Sheet::default();
    ledger::export(
        &test.app,
        &ctx,
        &listed,
        &Ask::default(),
        Format::Json,
        sheet.clone(),
    )
    .await
    .unwrap();
    let json: serde_json::Value = serde_json::from_str(&sheet.text()).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .any(|row| row["amount"] == 300_000_000 && row["channel"] == "群众举报")
    );
}

#[tokio::test]
async fn mobiles_are_masked_for_those_without_the_permission() {
    let test = TestApp::sqlite().await;
    let store = store(&test).await;
    let mut write = store
        .write(&test.system(), Action::UnitChange)
        .await
        .unwrap();
    let unit = &test.actors.township.unit;
    let before = write.get::<Unit>(unit.id.uuid()).await.unwrap().unwrap();
    let contact = Contact {
        name: "某联络".to_owned(),
        title: None,
        phone: Some("13800001234".to_owned()),
    };
    write
        .update(
            &before,
            Unit {
                liaison: Some(contact),
                ..unit.clone()
            },
        )
        .await
        .unwrap();
    write.commit().await.unwrap();
    let phone = async |ctx: &Ctx| {
        let listed = ledger::open(&test.app, ctx, "contacts").unwrap();
        let (ask, _) = Ask::read(&listed, ctx, &asked(&[("name", "清溪镇人民政府")]));
        let rows = ledger::rows(&test.app, ctx, &listed, &ask, Page::first(1))
            .await
            .unwrap();
        let at = listed
            .columns
            .iter()
            .position(|c| c.path.0 == "liaison_phone")
            .unwrap();
        listed.columns[at].words(&rows[0].cells[at])
    };
    assert_eq!(phone(&test.ctx(&test.actors.township)).await, "138****1234");
    assert_eq!(phone(&test.ctx(&test.actors.clerk)).await, "13800001234");
}

#[tokio::test]
async fn ledgers_are_closed_to_those_who_see_no_case() {
    let test = TestApp::sqlite().await;
    for person in [&test.actors.administrator, &test.actors.grid] {
        let refused = ledger::open(&test.app, &test.ctx(person), "risk-list");
        assert!(
            matches!(refused, Err(Error::Denied(_))),
            "{}",
            person.user.login
        );
    }
    let unknown = ledger::open(&test.app, &test.ctx(&test.actors.clerk), "没有的台账").unwrap_err();
    assert!(unknown.to_string().contains("risk-list"), "{unknown}");
}
