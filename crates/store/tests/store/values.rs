//! Every kind of field through the database and back, and every comparison.

use fangfei_model::{
    action::Action,
    clue::Clue,
    money::Fen,
    noun::Noun,
    query::{Path, Query, Test},
    record::Value,
};
use fangfei_store::{Error, Page, Reader};
use jiff::civil::date;

use crate::support::{TestClock, clue, stores, subject, system};

async fn numbers(reader: &Reader<'_>, path: &str, test: Test) -> String {
    let query = Query::of(Noun::Clue).when(path, test).by("number", false);
    let rows = reader
        .rows(&query, &["number".into()], Page::first(100))
        .await
        .unwrap();
    rows.iter()
        .map(|r| {
            if let Value::Text(t) = &r.values[0] {
                t.as_str()
            } else {
                "?"
            }
        })
        .collect()
}

/// Four clues, the second without anything optional.
async fn filled(test: &crate::support::TestStore) -> Reader<'static> {
    let ctx = system(&TestClock::new());
    let firm = subject(&ctx, "晋城某某投资有限公司", "140521100");
    let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
    write.insert(&firm).await.unwrap();
    for (number, address) in [
        ("a", Some("P2P大厦100%_号")),
        ("b", None),
        ("c", Some("北京路\\1号")),
        ("d", Some("p2p")),
    ] {
        let mut one = clue(&ctx, number, "140521100");
        one.address = address.map(str::to_owned);
        one.amount = address.map(|a| Fen(a.len() as i64 * 100));
        one.subject = address.map(|_| firm.id);
        one.found_on = date(2024, 6, if number == "d" { 30 } else { 1 });
        write.insert(&one).await.unwrap();
    }
    write.commit().await.unwrap();
    test.store.read(&ctx)
}

#[tokio::test]
async fn comparisons_mean_the_same_on_both_databases() {
    for test in stores().await {
        let reader = filled(&test).await;
        let text = |t: &str| t.to_owned();
        let cases = [
            (
                "number",
                Test::In(vec!["a".into(), "c".into(), "x".into()]),
                "ac",
            ),
            ("number", Test::In(vec![]), ""),
            ("number", Test::NotIn(vec!["a".into()]), "bcd"),
            ("address", Test::NotIn(vec!["p2p".into()]), "ac"),
            ("address", Test::In(vec!["p2p".into(), Value::Null]), "bd"),
            ("address", Test::Contains(text("p2P")), "ad"),
            ("address", Test::Contains(text("%_")), "a"),
            ("address", Test::Contains(text("\\")), "c"),
            ("address", Test::StartsWith(text("北京")), "c"),
            ("address", Test::StartsWith(text("P2P")), "a"),
            ("address", Test::Missing, "b"),
            ("address", Test::Present, "acd"),
            ("amount", Test::From(Value::Int(1_000)), "ac"),
            ("amount", Test::Below(Value::Int(1_000)), "d"),
            (
                "found_on",
                Test::Below(Value::Date(date(2024, 6, 30))),
                "abc",
            ),
            ("found_on", Test::From("2024-06-30".into()), "d"),
            (
                "registered_at",
                Test::From(Value::Date(date(2024, 7, 1))),
                "abcd",
            ),
            (
                "registered_at",
                Test::From(Value::Date(date(2024, 7, 2))),
                "",
            ),
            ("subject.name", Test::Missing, "b"),
            ("subject.kind", Test::In(vec!["enterprise".into()]), "acd"),
        ];
        for (path, condition, wanted) in cases {
            assert_eq!(
                numbers(&reader, path, condition.clone()).await,
                wanted,
                "{path} {condition:?}"
            );
        }
    }
}

#[tokio::test]
async fn values_come_back_as_their_fields_kinds() {
    for test in stores().await {
        let reader = filled(&test).await;
        let one = reader
            .find::<Clue>(&Query::of(Noun::Clue).equals("number", "a"))
            .await
            .unwrap()
            .unwrap()
            .record;
        let paths: Vec<Path> = [
            "number",
            "state",
            "amount",
            "people",
            "found_on",
            "registered_at",
            "subject",
        ]
        .map(Path::from)
        .into();
        let query = Query::of(Noun::Clue).equals("number", "a");
        let row = reader
            .rows(&query, &paths, Page::first(1))
            .await
            .unwrap()
            .remove(0);
        let wanted = [
            Value::from("a"),
            Value::from(one.state.status().code()),
            Value::from(one.amount),
            Value::Null,
            Value::from(one.found_on),
            Value::from(one.registered_at),
            Value::from(one.subject.map(|s| s.uuid())),
        ];
        assert_eq!(row.values, wanted);
    }
}

#[tokio::test]
async fn unknown_values_stand_in_the_same_place_on_both_databases() {
    for test in stores().await {
        let reader = filled(&test).await;
        for (descending, wanted) in [(false, "bdca"), (true, "acdb")] {
            let query = Query::of(Noun::Clue)
                .by("amount", descending)
                .by("number", descending);
            let rows = reader
                .rows(&query, &["number".into()], Page::first(9))
                .await
                .unwrap();
            let order: String = rows.iter().map(|r| format!("{:?}", r.values[0])).collect();
            let letters: String = order
                .chars()
                .filter(|c| wanted.contains(*c) && c.is_lowercase())
                .collect();
            let letters = letters.replace("ext", "");
            assert_eq!(letters, wanted, "{order}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_compared_is_refused_in_words() {
    for test in stores().await {
        let reader = filled(&test).await;
        let refused = |query: Query| {
            let reader = reader.clone();
            async move { reader.count(&query).await.unwrap_err() }
        };
        let error = refused(Query::of(Noun::Clue).equals("found_on", "昨天")).await;
        assert!(
            matches!(
                error,
                Error::Value {
                    title: "发现日期",
                    ..
                }
            ),
            "{error}"
        );
        let error =
            refused(Query::of(Noun::Clue).when("amount", Test::Contains("1".to_owned()))).await;
        assert!(matches!(error, Error::Value { .. }));
        let error = refused(Query::of(Noun::Clue).equals("no_such_field", "1")).await;
        assert!(matches!(error, Error::Path(_)));
        let error = reader
            .list::<Clue>(&Query::of(Noun::Unit), Page::first(1))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::WrongNoun { .. }));
        let error = reader
            .list::<Clue>(&Query::of(Noun::Clue), Page::new(100_001, 1))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::PageTooFar { .. }));
    }
}

#[tokio::test]
async fn a_sum_beyond_the_fen_that_fit_is_an_error_not_a_number() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        for number in ["a", "b"] {
            let mut one = clue(&ctx, number, "140521100");
            one.amount = Some(Fen(i64::MAX - 1));
            write.insert(&one).await.unwrap();
        }
        write.commit().await.unwrap();
        let reader = test.store.read(&ctx);
        let all = Query::of(Noun::Clue);
        assert!(matches!(
            reader.sum(&all, &"amount".into()).await,
            Err(Error::Overflow)
        ));
        let one = all.equals("number", "a");
        assert_eq!(
            reader.sum(&one, &"amount".into()).await.unwrap(),
            i64::MAX - 1
        );
    }
}

#[tokio::test]
async fn text_with_a_zero_byte_does_not_stop_an_import() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let mut one = clue(&ctx, "a\0b", "140521100");
        one.facts = "甲\0乙".to_owned();
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&one).await.unwrap();
        write.commit().await.unwrap();
        let kept = test
            .store
            .read(&ctx)
            .get::<Clue>(one.id.uuid())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept.record, one);
        assert!(test.store.verify(None).await.unwrap().is_sound());
    }
}
