//! Writing and reading records.

use fangfei_model::{
    action::Action,
    clue::Clue,
    noun::Noun,
    query::{Query, Test},
    record::Value,
};
use fangfei_store::{Error, Page};
use jiff::SignedDuration;

use crate::support::{TestClock, clue, of_division, stores, subject, system};

#[tokio::test]
async fn what_is_written_reads_back_and_every_version_stays() {
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        let first = clue(&ctx, "1", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&first).await.unwrap();
        let receipt = write.commit().await.unwrap();
        assert_eq!(receipt.seq, 1);

        clock.advance_seconds(60);
        let mut write = test.store.write(&ctx, Action::ClueChange).await.unwrap();
        let stored = write.get::<Clue>(first.id.uuid()).await.unwrap().unwrap();
        let changed = Clue {
            facts: "补充：已有三十人投入".to_owned(),
            ..first.clone()
        };
        write.update(&stored, changed.clone()).await.unwrap();
        write.commit().await.unwrap();

        let reader = test.store.read(&ctx);
        let now = reader.get::<Clue>(first.id.uuid()).await.unwrap().unwrap();
        assert_eq!((now.version, &now.record), (2, &changed));
        let versions = reader.versions::<Clue>(first.id.uuid()).await.unwrap();
        assert_eq!(versions.iter().map(|v| v.seq).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(versions[0].stored.record, first);
        assert_eq!(versions[0].valid_to, Some(now.valid_from));
    }
}

#[tokio::test]
async fn the_second_of_two_who_opened_the_same_version_is_told_so() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let first = clue(&ctx, "1", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&first).await.unwrap();
        write.commit().await.unwrap();
        let seen = test
            .store
            .read(&ctx)
            .get::<Clue>(first.id.uuid())
            .await
            .unwrap()
            .unwrap();
        let with = |facts: &str| Clue {
            facts: facts.to_owned(),
            ..first.clone()
        };

        let mut write = test.store.write(&ctx, Action::ClueChange).await.unwrap();
        write.update(&seen, with("甲")).await.unwrap();
        write.commit().await.unwrap();
        let mut write = test.store.write(&ctx, Action::ClueChange).await.unwrap();
        let refused = write.update(&seen, with("乙")).await.unwrap_err();
        assert!(
            matches!(
                refused,
                Error::Stale {
                    noun: Noun::Clue,
                    ..
                }
            ),
            "{refused}"
        );
        assert!(matches!(
            write.commit().await.unwrap_err(),
            Error::Abandoned
        ));
        let kept = test
            .store
            .read(&ctx)
            .get::<Clue>(first.id.uuid())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept.record.facts, "甲");
    }
}

#[tokio::test]
async fn a_clock_that_stands_still_still_orders_versions() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let first = clue(&ctx, "1", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&first).await.unwrap();
        let mut stored = write.get::<Clue>(first.id.uuid()).await.unwrap().unwrap();
        for facts in ["甲", "乙"] {
            stored = write
                .update(
                    &stored,
                    Clue {
                        facts: facts.to_owned(),
                        ..first.clone()
                    },
                )
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        let versions = test
            .store
            .read(&ctx)
            .versions::<Clue>(first.id.uuid())
            .await
            .unwrap();
        assert!(
            versions
                .windows(2)
                .all(|w| w[0].stored.valid_from < w[1].stored.valid_from)
        );
    }
}

#[tokio::test]
async fn the_same_content_makes_no_version() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let first = clue(&ctx, "1", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&first).await.unwrap();
        let stored = write.get::<Clue>(first.id.uuid()).await.unwrap().unwrap();
        write.update(&stored, first.clone()).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(
            test.store
                .read(&ctx)
                .versions::<Clue>(first.id.uuid())
                .await
                .unwrap()
                .len(),
            1
        );
    }
}

#[tokio::test]
async fn a_write_that_is_dropped_leaves_nothing() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        for _ in 0..3 {
            let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
            write.insert(&clue(&ctx, "1", "140521100")).await.unwrap();
            write.next_number("clue").await.unwrap();
            drop(write);
        }
        let reader = test.store.read(&ctx);
        assert_eq!(reader.count(&Query::of(Noun::Clue)).await.unwrap(), 0);
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        assert_eq!(
            write.next_number("clue").await.unwrap(),
            1,
            "a number taken in vain is given back"
        );
        assert_eq!(write.next_numbers("clue", 10).await.unwrap(), 2..12);
        assert_eq!(write.commit().await.unwrap().seq, 1);
    }
}

#[tokio::test]
async fn nobody_writes_what_he_does_not_see() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let clerk = of_division(&ctx, "140521100");
        let mut write = test.store.write(&clerk, Action::ClueReport).await.unwrap();
        let refused = write
            .insert(&clue(&ctx, "1", "140521101"))
            .await
            .unwrap_err();
        assert!(matches!(refused, Error::OutOfScope { noun: Noun::Clue }));
        drop(write);

        let here = clue(&ctx, "2", "140521100");
        let mut write = test.store.write(&clerk, Action::ClueReport).await.unwrap();
        write.insert(&here).await.unwrap();
        let stored = write.get::<Clue>(here.id.uuid()).await.unwrap().unwrap();
        let moved = Clue {
            division: "140521101".parse().unwrap(),
            ..here
        };
        assert!(matches!(
            write.update(&stored, moved).await.unwrap_err(),
            Error::OutOfScope { .. }
        ));
    }
}

#[tokio::test]
async fn an_id_taken_twice_is_a_duplicate() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let one = clue(&ctx, "1", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&one).await.unwrap();
        let refused = write.insert(&one).await.unwrap_err();
        assert!(
            matches!(
                refused,
                Error::Duplicate {
                    noun: Noun::Clue,
                    field: "id",
                    ..
                }
            ),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_ledger_follows_references_and_counts_add_up() {
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        let firm = subject(&ctx, "晋城某某投资有限公司", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&firm).await.unwrap();
        for n in 0..5 {
            let mut one = clue(&ctx, &n.to_string(), "140521100");
            one.subject = (n % 2 == 0).then_some(firm.id);
            one.amount = Some(fangfei_model::money::Fen(n * 100 + 1));
            write.insert(&one).await.unwrap();
        }
        write.commit().await.unwrap();
        let reader = test.store.read(&ctx);
        let of_firm = Query::of(Noun::Clue)
            .when("subject.name", Test::Contains("某某投资".to_owned()))
            .by("number", true);
        let rows = reader
            .rows(
                &of_firm,
                &["number".into(), "subject.name".into()],
                Page::first(2),
            )
            .await
            .unwrap();
        assert_eq!(
            rows[0].values,
            [Value::from("4"), Value::from(firm.name.as_str())]
        );
        assert_eq!(rows.len(), 2);
        assert_eq!(reader.count(&of_firm).await.unwrap(), 3);
        assert_eq!(reader.count_up_to(&of_firm, 2).await.unwrap(), 2);
        assert_eq!(
            reader.sum(&of_firm, &"amount".into()).await.unwrap(),
            1 + 201 + 401
        );
        let by_firm = reader
            .group_count(&Query::of(Noun::Clue), &"subject.name".into())
            .await
            .unwrap();
        assert_eq!(
            by_firm,
            [(Value::Null, 2), (Value::from(firm.name.as_str()), 3)]
        );

        let at = clock.now_plus(SignedDuration::from_secs(1));
        assert_eq!(
            reader
                .sum(&of_firm.clone().as_of(at), &"amount".into())
                .await
                .unwrap(),
            603
        );
        assert_eq!(
            reader
                .count(&of_firm.as_of(clock.now_plus(SignedDuration::ZERO)))
                .await
                .unwrap(),
            0
        );
    }
}
