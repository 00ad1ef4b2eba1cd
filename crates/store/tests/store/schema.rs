//! The schema against the model: what the migrations made must be what the fields say.

use fangfei_model::{noun::Noun, record::FieldKind};
use fangfei_store::{Error, Store};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::support::{TestStore, stores};

const BASE: [(&str, bool); 6] = [
    ("id", false),
    ("record_version", true),
    ("written_at", true),
    ("scope_division", false),
    ("scope_unit", false),
    ("scope_origin", false),
];

/// Column names of a table, each with whether it is a whole number.
async fn catalogue(raw: &DatabaseConnection, table: &str) -> Vec<(String, bool)> {
    let backend = raw.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => format!(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
        ),
        _ => format!("SELECT name, type FROM pragma_table_info('{table}') ORDER BY cid"),
    };
    let rows = raw
        .query_all_raw(Statement::from_string(backend, sql))
        .await
        .unwrap();
    let read = |row: &sea_orm::QueryResult| {
        let kind: String = row.try_get_by_index(1).unwrap();
        (
            row.try_get_by_index(0).unwrap(),
            kind.eq_ignore_ascii_case("bigint"),
        )
    };
    rows.iter().map(read).collect()
}

fn expected(noun: Noun, past: bool) -> Vec<(String, bool)> {
    let number = |kind| {
        matches!(
            kind,
            FieldKind::Int | FieldKind::Money | FieldKind::Time | FieldKind::Bool
        )
    };
    let fields = noun.fields().iter().map(|f| (f.name, number(f.kind)));
    let mut columns: Vec<(&str, bool)> = BASE
        .into_iter()
        .chain(fields)
        .chain([("body", false)])
        .collect();
    if past {
        columns.insert(3, ("replaced_at", true));
    }
    let named = columns.into_iter();
    sorted(
        named
            .map(|(name, is_number)| (name.to_owned(), is_number))
            .collect(),
    )
}

/// A column that a later migration added stands last in its table.
fn sorted(mut columns: Vec<(String, bool)>) -> Vec<(String, bool)> {
    columns.sort();
    columns
}

#[tokio::test]
async fn the_tables_have_the_fields_of_the_model() {
    for TestStore {
        url,
        folder: _folder,
        ..
    } in stores().await
    {
        let raw = sea_orm::Database::connect(url.as_str()).await.unwrap();
        for noun in Noun::ALL.iter().copied() {
            let code = noun.code();
            assert_eq!(
                sorted(catalogue(&raw, code).await),
                expected(noun, false),
                "{code}"
            );
            let past = format!("{code}_history");
            assert_eq!(
                sorted(catalogue(&raw, &past).await),
                expected(noun, true),
                "{past}"
            );
        }
    }
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for test in stores().await {
        let before = test.store.schema().await.unwrap();
        test.store.migrate().await.unwrap();
        assert_eq!(test.store.schema().await.unwrap(), before);
        assert!(before.pending.is_empty());
        test.store.require_current_schema().await.unwrap();
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_unharmed() {
    for test in stores().await {
        test.tamper("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)")
            .await;
        let refused = Store::open(&test.url, test.folder.path())
            .await
            .err()
            .unwrap();
        assert!(
            matches!(&refused, Error::SchemaNewer { found } if found == "m9999_later"),
            "{refused}"
        );
        assert!(refused.to_string().contains("比本程序新"));
    }
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Store::open("mysql://x/y", folder.path())
        .await
        .err()
        .unwrap();
    assert!(refused.to_string().contains("sqlite://"), "{refused}");
}
