//! Records put into a test's database as use cases would leave them. It must not hold assertions.

use fangfei_model::{
    action::Action,
    clue::{Channel, Clue, ClueFacts},
    code::division::DivisionCode,
    ctx::Ctx,
    id::{ClueId, UnitId},
    money::Fen,
};
use fangfei_store::Store;
use fangfei_testkit::TestApp;

/// What matters of a clue here.
pub struct Given<'a> {
    /// Number and name.
    pub number: &'a str,
    /// Whom it is about.
    pub subject: &'a str,
    /// Where.
    pub division: DivisionCode,
    /// How it came in.
    pub channel: Channel,
    /// Who found it.
    pub unit: Option<UnitId>,
    /// Money in fen.
    pub amount: Option<i64>,
}

/// The database of a test, for putting records in.
pub async fn store(test: &TestApp) -> Store {
    let settings = test.app.settings();
    Store::open(&settings.database_url, &settings.data_dir)
        .await
        .unwrap()
}

/// A clue registered now.
pub fn clue(ctx: &Ctx, given: &Given<'_>) -> Clue {
    let facts = ClueFacts {
        division: given.division,
        subject: None,
        subject_name: given.subject.to_owned(),
        channel: given.channel,
        sweep_mode: None,
        campaign: None,
        sector: None,
        found_on: ctx.today(),
        facts: "承诺固定回报，向不特定人员收款".to_owned(),
        address: None,
        mode: None,
        amount: given.amount.map(Fen),
        amount_approximate: false,
        people: None,
        people_approximate: false,
    };
    Clue::report(
        ctx.new_id::<ClueId>(),
        given.number.to_owned(),
        ctx.now(),
        given.unit,
        facts,
    )
    .unwrap()
}

/// Puts clues in, at the clock's time.
pub async fn add(test: &TestApp, clues: &[Clue]) {
    let store = store(test).await;
    let mut write = store
        .write(&test.system(), Action::ClueReport)
        .await
        .unwrap();
    write.insert_all(clues).await.unwrap();
    write.commit().await.unwrap();
    store.close().await.unwrap();
}
