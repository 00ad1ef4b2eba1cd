//! Kept counts: what they answer must be what counting the records answers, for every reader, after
//! every write; and where somebody changed them it must come to light and be made good.

use fangfei_model::{
    action::Action,
    clue::{Acceptance, Clue, ClueState},
    ctx::{Ctx, Stamp},
    id::UnitId,
    noun::Noun,
    query::{Path, Query, Test},
    record::Value,
    scope::Scope,
};
use fangfei_store::Reader;
use jiff::{ToSpan, civil::date};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use uuid::Uuid;

use crate::support::{TestClock, TestStore, clue, seeing, stores, system};

const DIVISIONS: [&str; 5] = [
    "140521",
    "140521100",
    "140521100201",
    "140521199",
    "140522101",
];

fn unit(n: u8) -> UnitId {
    UnitId::from(Uuid::from_u128(0xB000 + u128::from(n)))
}

/// One clue in the making: where, whose, found so many days after 2024-01-01, in which state.
#[derive(Debug, Clone)]
struct Made {
    division: usize,
    unit: Option<u8>,
    origin: Option<u8>,
    found: i32,
    state: u8,
}

fn made() -> impl Strategy<Value = Made> {
    let unit = || proptest::option::of(0_u8..2);
    (0..DIVISIONS.len(), unit(), unit(), 0..120_i32, 0_u8..3).prop_map(
        |(division, unit, origin, found, state)| Made {
            division,
            unit,
            origin,
            found,
            state,
        },
    )
}

impl Made {
    fn put(&self, stamp: &Stamp, one: Clue) -> Clue {
        let day = date(2024, 1, 1).saturating_add(self.found.days());
        let acceptance = |n: u8| Acceptance {
            stamp: stamp.clone(),
            unit: unit(n),
            check_due: day.saturating_add(20.days()),
            reassigned: Vec::new(),
        };
        Clue {
            division: DIVISIONS[self.division].parse().unwrap(),
            unit: self.unit.map(unit),
            origin_unit: self.origin.map(unit),
            found_on: day,
            state: match self.state {
                0 => ClueState::Received,
                1 => ClueState::Refused {
                    stamp: stamp.clone(),
                    reason: "重复".to_owned(),
                },
                _ => ClueState::Accepted {
                    acceptance: acceptance(self.unit.unwrap_or_default()),
                },
            },
            ..one
        }
    }
}

/// Questions that the kept counts answer: whole, by code, by day inside and at the ends of months.
fn questions() -> Vec<Query> {
    let all = || Query::of(Noun::Clue);
    let accepted = || all().equals("state", "accepted");
    let due = |month, day| Test::Below(date(2024, month, day).into());
    vec![
        all(),
        accepted(),
        all().when("state", Test::NotIn(vec!["accepted".into()])),
        all().when("division", Test::StartsWith("140521100".to_owned())),
        accepted().when("check_due", due(3, 1)),
        accepted().when("check_due", due(3, 17)),
        all().when("found_on", Test::From(date(2024, 2, 1).into())),
        all()
            .when("found_on", Test::From(date(2024, 1, 20).into()))
            .when("found_on", Test::Below(date(2024, 4, 9).into())),
        all()
            .when("found_on", Test::From(Value::from("2024-02-03")))
            .when("found_on", Test::Below(Value::from("2024-02-11"))),
    ]
}

fn readers(test: &TestStore, ctx: &Ctx) -> Vec<Reader<'static>> {
    let division = |code: &str| code.parse().unwrap();
    let scopes = [
        Scope::All,
        Scope::Nothing,
        Scope::Division {
            division: division("140521"),
        },
        Scope::Division {
            division: division("140521100"),
        },
        Scope::Unit {
            division: division("140521"),
            unit: unit(1),
        },
    ];
    scopes
        .map(|scope| test.store.read(&seeing(ctx, scope)))
        .into()
}

/// Counting the records themselves, up to more than there are, is never answered from kept counts.
async fn agree(reader: &Reader<'_>) {
    for query in questions() {
        let records = reader.count_up_to(&query, 10_000).await.unwrap();
        assert_eq!(reader.count(&query).await.unwrap(), records, "{query:?}");
        assert_eq!(
            reader.count_within(&query, 10_000).await.unwrap(),
            (records, false)
        );
    }
    for path in ["state", "division"] {
        let path = Path::from(path);
        for (value, count) in reader
            .group_count(&Query::of(Noun::Clue), &path)
            .await
            .unwrap()
        {
            let group = Query::of(Noun::Clue).when(&path.0, Test::In(vec![value.clone()]));
            assert_eq!(
                reader.count_up_to(&group, 10_000).await.unwrap(),
                count,
                "{value:?}"
            );
        }
    }
    let from = Query::of(Noun::Clue).when("found_on", Test::From(date(2024, 2, 1).into()));
    for (first, count) in reader
        .count_by_month(&from, &"found_on".into())
        .await
        .unwrap()
    {
        let month = Query::of(Noun::Clue)
            .when("found_on", Test::From(first.into()))
            .when(
                "found_on",
                Test::Below(first.saturating_add(1.months()).into()),
            );
        assert_eq!(
            reader.count_up_to(&month, 10_000).await.unwrap(),
            count,
            "{first}"
        );
    }
}

async fn write_and_compare(test: &TestStore, ctx: &Ctx, made: &[Made], changed: &[(usize, Made)]) {
    let stamp = ctx.stamp();
    let clues: Vec<Clue> = made
        .iter()
        .map(|m| m.put(&stamp, clue(ctx, "1", "140521")))
        .collect();
    let mut write = test.store.write(ctx, Action::Import).await.unwrap();
    write.insert_all(&clues).await.unwrap();
    // What a transaction has written counts inside it already.
    agree(&write.reader()).await;
    write.commit().await.unwrap();
    for (at, change) in changed {
        let mut write = test.store.write(ctx, Action::ClueChange).await.unwrap();
        let id = clues[at % clues.len()].id.uuid();
        let before = write.get::<Clue>(id).await.unwrap().unwrap();
        let after = change.put(&stamp, before.record.clone());
        write.update(&before, after).await.unwrap();
        // Every third one is not kept.
        if at % 3 > 0 {
            write.commit().await.unwrap();
        }
    }
    for reader in readers(test, ctx) {
        agree(&reader).await;
    }
    let found = test.store.verify(None).await.unwrap();
    assert!(found.is_sound(), "{:?}", found.problems);
}

#[test]
fn kept_counts_are_those_of_the_records_for_every_reader() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let case = (
        prop::collection::vec(made(), 1..25),
        prop::collection::vec((0_usize..25, made()), 0..8),
    );
    let mut runner = TestRunner::new(Config::with_cases(8));
    runner
        .run(&case, |(made, changed)| {
            runtime.block_on(async {
                for test in stores().await {
                    let clock = TestClock::new();
                    write_and_compare(&test, &system(&clock), &made, &changed).await;
                }
            });
            Ok(())
        })
        .unwrap();
}

async fn three_clues(test: &TestStore) -> Ctx {
    let ctx = system(&TestClock::new());
    let mut write = test.store.write(&ctx, Action::Import).await.unwrap();
    for number in ["1", "2", "3"] {
        write
            .insert(&clue(&ctx, number, "140521100"))
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    ctx
}

#[tokio::test]
async fn a_changed_count_comes_to_light_and_is_made_good() {
    for test in stores().await {
        let ctx = three_clues(&test).await;
        test.tamper("UPDATE tally SET records = records + 4 WHERE tally = 'clue.state'")
            .await;
        let found = test.store.verify(None).await.unwrap();
        let told: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("received、140521100") && told[0].contains("相差 4"),
            "{told:?}"
        );
        let mut write = test.store.write(&ctx, Action::SetUp).await.unwrap();
        write.recount().await.unwrap();
        write.commit().await.unwrap();
        assert!(test.store.verify(None).await.unwrap().is_sound());
    }
}

#[tokio::test]
async fn a_database_from_before_counts_were_kept_has_them_after_its_upgrade() {
    for test in stores().await {
        let ctx = three_clues(&test).await;
        test.tamper("DROP TABLE tally").await;
        test.tamper("DELETE FROM seaql_migrations WHERE version = 'm0003_kept_counts'")
            .await;
        test.store.migrate().await.unwrap();
        let received = Query::of(Noun::Clue).equals("state", "received");
        assert_eq!(test.store.read(&ctx).count(&received).await.unwrap(), 3);
        assert!(test.store.verify(None).await.unwrap().is_sound());
    }
}
