//! The end: what ledger, return and journal say of it.

use fangfei_app::{
    Page, journal,
    ledger::{self, Ask},
    periodic_return::{self, NewReturn},
};
use fangfei_model::{
    id::{CampaignId, ClueId, ReturnId},
    periodic_return::ReturnStatus,
};
use fangfei_testkit::TestApp;
use jiff::civil::{Date, date};

/// On the list on the day it stood there, in the state of that day.
pub async fn ledger_as_of_any_day(test: &TestApp) {
    assert_eq!(states(test, date(2024, 7, 29)).await, Vec::<String>::new());
    assert_eq!(states(test, date(2024, 7, 30)).await, ["已挂账"]);
    assert_eq!(states(test, date(2024, 8, 15)).await, ["申请销号"]);
    assert_eq!(states(test, date(2024, 8, 28)).await, ["已销号"]);
}

async fn states(test: &TestApp, day: Date) -> Vec<String> {
    let ctx = test.ctx(&test.actors.clerk);
    let listed = ledger::open(&test.app, &ctx, "risk-list").unwrap();
    let ask = Ask {
        as_of: Some(day),
        ..Ask::default()
    };
    let rows = ledger::rows(&test.app, &ctx, &listed, &ask, Page::first(10))
        .await
        .unwrap();
    let state = listed
        .columns
        .iter()
        .position(|column| column.path.0 == "state")
        .unwrap();
    rows.iter()
        .map(|row| listed.columns[state].words(&row.cells[state]))
        .collect()
}

/// Made by the township after the quarter, handed up, accepted by the office above.
pub async fn made_handed_up_and_accepted(test: &TestApp, campaign: CampaignId) -> ReturnId {
    test.clock.set(date(2024, 10, 2));
    let township = test.ctx(&test.actors.township);
    let new = NewReturn {
        campaign: Some(campaign),
        template: "quarterly".to_owned(),
        period: "2024Q3".parse().unwrap(),
        unit: test.actors.township.unit.id,
        narrative: Some("按方案开展".to_owned()),
    };
    let made = periodic_return::make(&test.app, &township, new)
        .await
        .unwrap()
        .record;
    let totals = ["work.found", "work.accepted", "work.checked"].map(|id| made.computed.total(id));
    assert_eq!(totals, [2, 2, 1]);
    assert_eq!(made.computed.broken, []);
    periodic_return::submit(&test.app, &township, made.id)
        .await
        .unwrap();
    test.clock.set(date(2024, 10, 5));
    let accepted = periodic_return::accept(&test.app, &test.ctx(&test.actors.reviewer), made.id)
        .await
        .unwrap();
    assert_eq!(accepted.record.status(), ReturnStatus::Accepted);
    made.id
}

/// The accepted figure stays; the late check stands beside it with its record.
pub async fn late_entry_is_a_difference(test: &TestApp, id: ReturnId, late: ClueId) {
    let reviewer = test.ctx(&test.actors.reviewer);
    let record = periodic_return::show(&test.app, &reviewer, id)
        .await
        .unwrap()
        .stored
        .record;
    assert_eq!(record.computed.total("work.checked"), 1);
    let changes = periodic_return::compare(&test.app, &reviewer, &record)
        .await
        .unwrap();
    let change = changes
        .iter()
        .find(|change| change.id == "work.checked")
        .unwrap();
    assert_eq!((change.frozen, change.current), (1, 2));
    assert_eq!(
        (change.came.as_slice(), change.went.as_slice()),
        ([late.uuid()].as_slice(), [].as_slice())
    );
}

/// Everything that was written is in the journal, unbroken.
pub async fn journal_holds(test: &TestApp) {
    let auditor = test.ctx(&test.actors.auditor);
    let verified = journal::verify(&test.app, &auditor, None).await.unwrap();
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
}
