//! The plans of list pages on SQLite: a filter or an order that opens every row of a county shows
//! here before it shows in an office.

use fangfei_model::{
    noun::Noun,
    query::{Query, Test},
    scope::Scope,
};
use sea_orm::{Statement, sea_query::SelectStatement};

use super::Reader;
use crate::{page::Page, store::Store};

/// How SQLite would find the rows, step by step.
async fn plan(reader: &Reader<'_>, statement: &SelectStatement) -> Vec<String> {
    let backend = reader.conn.backend();
    let built = backend.build(statement);
    let explained = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
        ..built
    };
    let rows = reader.conn.all_raw(explained).await.unwrap();
    let detail = |row: &sea_orm::QueryResult| row.try_get_by::<String, _>("detail").unwrap();
    rows.iter().map(detail).collect()
}

/// The filters of the list of clues, by themselves and together.
fn filters() -> Vec<Query> {
    let all = || Query::of(Noun::Clue);
    let day = || Test::From("2024-05-01".into());
    vec![
        all(),
        all().equals("state", "set_aside"),
        all().equals("channel", "hotline"),
        all().equals("sector", "elder_care"),
        all().equals("level", "high"),
        all().when("division", Test::StartsWith("140521100".to_owned())),
        all().when("found_on", day()),
        all().when("amount", Test::From(100_i64.into())),
        all()
            .equals("channel", "hotline")
            .equals("sector", "elder_care"),
        all()
            .equals("state", "accepted")
            .when("check_due", Test::Below("2024-05-01".into())),
        all()
            .when(
                "channel",
                Test::In(vec!["hotline".into(), "police_110".into()]),
            )
            .when("found_on", day())
            .when("amount", Test::From(100_i64.into())),
    ]
}

const ORDERS: [&str; 5] = ["registered_at", "found_on", "amount", "people", "check_due"];

async fn opened(folder: &std::path::Path) -> Store {
    let store = Store::open(&Store::default_url(folder), folder)
        .await
        .unwrap();
    store.migrate().await.unwrap();
    store
}

fn county() -> Scope {
    Scope::Division {
        division: "140521".parse().unwrap(),
    }
}

fn township() -> Scope {
    Scope::Division {
        division: "140521100".parse().unwrap(),
    }
}

#[tokio::test]
async fn pages_of_clues_are_found_in_an_index_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    for scope in [county(), township()] {
        let reader = Reader::new(store.pool(), scope);
        for filter in filters() {
            for (order, descending) in ORDERS.iter().flat_map(|o| [(o, false), (o, true)]) {
                let query = filter.clone().by(order, descending);
                let page = reader.ids(&query, Page::new(380, 20)).await.unwrap();
                let steps = plan(&reader, &page).await;
                let alone = |step: &String| {
                    step.contains("USING COVERING INDEX") || step.contains("TEMP B-TREE")
                };
                assert!(steps.iter().all(alone), "{query:?}\n{steps:#?}");
            }
        }
    }
    store.close().await.unwrap();
}

#[tokio::test]
async fn what_waits_for_a_unit_is_sought_not_scanned() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    let reader = Reader::new(store.pool(), county());
    let unit = uuid::Uuid::from_u128(7);
    let asked = [
        Query::of(Noun::Clue)
            .equals("state", "accepted")
            .equals("unit", unit)
            .by("check_due", false),
        Query::of(Noun::Clue).equals("subject", unit),
        Query::of(Noun::Clue).equals("campaign", unit),
        Query::of(Noun::Clue).equals("source_number", "7"),
        Query::of(Noun::RiskItem)
            .equals("subject", unit)
            .by("due", false),
        Query::of(Noun::Task)
            .equals("unit", unit)
            .equals("state", "pending")
            .by("due", false),
    ];
    for query in asked {
        let page = reader.ids(&query, Page::first(20)).await.unwrap();
        let steps = plan(&reader, &page).await;
        assert!(
            steps[0].starts_with("SEARCH t USING"),
            "{query:?}\n{steps:#?}"
        );
    }
    store.close().await.unwrap();
}

#[tokio::test]
async fn counts_that_are_kept_do_not_touch_the_records() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    let reader = Reader::new(store.pool(), county());
    let state = Query::of(Noun::Clue).equals("state", "accepted");
    let statement = crate::tally::count(&state, &reader.scope, reader.conn.backend())
        .unwrap()
        .unwrap();
    let steps = plan(&reader, &statement).await;
    assert!(
        steps
            .iter()
            .all(|step| step.contains("PRIMARY KEY (tally=? AND first_key=?)")),
        "{steps:#?}"
    );
    store.close().await.unwrap();
}
