//! The whole way once, on SQLite and on PostgreSQL: a plan is read and started, a firm imported, a
//! clue reported, checked, assessed, listed, closed; the ledger shows it as of any day; the quarterly
//! return is made, accepted and frozen; what is entered late shows as a difference; the journal holds.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

mod case;
mod plan;
mod tables;

use fangfei_testkit::TestApp;

#[tokio::test]
async fn from_plan_to_return_on_sqlite() {
    story(&TestApp::sqlite().await).await;
}

#[tokio::test]
async fn from_plan_to_return_on_postgres() {
    if let Some(test) = TestApp::postgres("story").await {
        story(&test).await;
    }
}

async fn story(test: &TestApp) {
    let campaign = plan::read_and_start(test).await;
    let firm = plan::import_register(test).await;
    let first = case::reported(test, campaign, &firm).await;
    let item = case::listed(test, first).await;
    case::closed_by_three_people(test, item).await;
    let late = case::checked_but_not_entered(test, campaign).await;
    tables::ledger_as_of_any_day(test).await;
    let made = tables::made_handed_up_and_accepted(test, campaign).await;
    case::entered_late(test, late).await;
    tables::late_entry_is_a_difference(test, made, late).await;
    tables::journal_holds(test).await;
}
