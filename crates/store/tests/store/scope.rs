//! Row scope: the predicate in the database and `Scope::sees` must agree on every row, for the noun
//! itself, for what it refers to, for search and for the past.

use std::collections::BTreeSet;

use fangfei_model::{
    action::Action,
    campaign::Campaign,
    clue::Clue,
    ctx::Ctx,
    id::UnitId,
    noun::Noun,
    query::Query,
    record::{Record, Value},
    scope::Scope,
    subject::Subject,
};
use fangfei_store::Page;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use uuid::Uuid;

use crate::support::{TestClock, TestStore, campaign, clue, seeing, stores, subject, system};

/// A tree of divisions with the awkward ones: codes ending in 9, a town right below a city.
const DIVISIONS: [&str; 14] = [
    "14",
    "1405",
    "140521",
    "140521100",
    "140521100201",
    "140521100201003",
    "140521100299",
    "140521199",
    "140521199999",
    "140522",
    "1499",
    "149981",
    "441900003",
    "4419",
];

#[derive(Debug, Clone)]
struct Placed {
    division: &'static str,
    unit: Option<u8>,
    origin: Option<u8>,
    firm: &'static str,
}

fn unit(n: u8) -> UnitId {
    UnitId::from(Uuid::from_u128(0xA000 + u128::from(n)))
}

fn placed() -> impl Strategy<Value = Placed> {
    let unit = || proptest::option::of(0_u8..3);
    let division = || prop::sample::select(&DIVISIONS[..]);
    (division(), unit(), unit(), division()).prop_map(|(division, unit, origin, firm)| Placed {
        division,
        unit,
        origin,
        firm,
    })
}

fn scope() -> impl Strategy<Value = Scope> {
    let division = || prop::sample::select(&DIVISIONS[..]).prop_map(|d| d.parse().unwrap());
    prop_oneof![
        1 => Just(Scope::All),
        1 => Just(Scope::Nothing),
        4 => division().prop_map(|division| Scope::Division { division }),
        4 => (division(), 0_u8..3).prop_map(|(division, n)| Scope::Unit { division, unit: unit(n) }),
    ]
}

type Written = (Clue, Subject, Campaign);

/// Writes a clue for each place, each about a firm in its own place, and a campaign in the firm's.
async fn fill(test: &TestStore, ctx: &Ctx, places: &[Placed]) -> Vec<Written> {
    let mut write = test.store.write(ctx, Action::Import).await.unwrap();
    let mut written = Vec::new();
    for place in places {
        let firm = subject(ctx, "晋城某某投资有限公司", place.firm);
        let mut one = clue(ctx, "1", place.division);
        one.unit = place.unit.map(unit);
        one.origin_unit = place.origin.map(unit);
        one.subject = Some(firm.id);
        write.insert(&firm).await.unwrap();
        write.insert(&one).await.unwrap();
        let campaign = campaign(ctx, place.firm);
        write.insert(&campaign).await.unwrap();
        written.push((one, firm, campaign));
    }
    write.commit().await.unwrap();
    written
}

/// What the scope should show: ids of clues, each with whether its firm shows.
fn expected(scope: &Scope, written: &[Written]) -> BTreeSet<(Uuid, bool)> {
    let sees = |one: &Clue| scope.sees(&one.place(), Clue::VISIBILITY);
    let firm = |firm: &Subject| scope.sees(&firm.place(), Subject::VISIBILITY);
    written
        .iter()
        .filter(|(c, _, _)| sees(c))
        .map(|(c, s, _)| (c.id.uuid(), firm(s)))
        .collect()
}

async fn check(test: &TestStore, ctx: &Ctx, scope: &Scope, written: &[Written]) {
    let reader = test.store.read(&seeing(ctx, scope.clone()));
    let wanted = expected(scope, written);
    let later = ctx.now() + jiff::SignedDuration::from_hours(1);
    for query in [Query::of(Noun::Clue), Query::of(Noun::Clue).as_of(later)] {
        let rows = reader
            .rows(&query, &["subject.name".into()], Page::first(10_000))
            .await
            .unwrap();
        let shown: BTreeSet<(Uuid, bool)> = rows
            .iter()
            .map(|r| (r.id, r.values[0] != Value::Null))
            .collect();
        assert_eq!(shown, wanted, "{scope:?}");
        assert_eq!(reader.count(&query).await.unwrap(), wanted.len() as u64);
    }
    let ids: BTreeSet<Uuid> = wanted.iter().map(|w| w.0).collect();
    let found = reader
        .search("有限公司", &[Noun::Clue], 10_000)
        .await
        .unwrap();
    assert_eq!(
        found.iter().map(|f| f.id).collect::<BTreeSet<_>>(),
        ids,
        "search, {scope:?}"
    );
    let campaigns: BTreeSet<Uuid> = written
        .iter()
        .filter(|(_, _, c)| scope.sees(&c.place(), Campaign::VISIBILITY))
        .map(|(_, _, c)| c.id.uuid())
        .collect();
    let count = reader.count(&Query::of(Noun::Campaign)).await.unwrap();
    assert_eq!(count, campaigns.len() as u64, "campaigns, {scope:?}");
    let found = reader.search("专项行动", &[], 10_000).await.unwrap();
    assert_eq!(
        found.iter().map(|f| f.id).collect::<BTreeSet<_>>(),
        campaigns,
        "search, {scope:?}"
    );
    let (one, _, _) = &written[0];
    assert_eq!(
        reader.get::<Clue>(one.id.uuid()).await.unwrap().is_some(),
        ids.contains(&one.id.uuid())
    );
    assert_eq!(
        !reader
            .versions::<Clue>(one.id.uuid())
            .await
            .unwrap()
            .is_empty(),
        ids.contains(&one.id.uuid())
    );
}

#[test]
fn the_database_shows_what_the_scope_sees_and_nothing_else() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stores = runtime.block_on(stores());
    let ctx = system(&TestClock::new());
    let written = std::cell::RefCell::new(Vec::new());
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(12)
    });
    let cases = (
        prop::collection::vec(placed(), 1..12),
        prop::collection::vec(scope(), 1..6),
    );
    let outcome = runner.run(&cases, |(places, scopes)| {
        runtime.block_on(async {
            for (n, test) in stores.iter().enumerate() {
                let mut all = written.take();
                if all.len() <= n {
                    all.push(Vec::new());
                }
                let new = fill(test, &ctx, &places).await;
                all[n].extend(new);
                for scope in &scopes {
                    check(test, &ctx, scope, &all[n]).await;
                }
                written.replace(all);
            }
        });
        Ok(())
    });
    outcome.unwrap();
}
