//! Many writers at once: one after another, no write lost, no number twice, the chain whole.

use std::collections::BTreeSet;

use fangfei_model::{action::Action, clue::Clue, noun::Noun, query::Query};
use fangfei_store::{Error, Page};

use crate::support::{TestClock, clue, stores, system};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_at_the_same_time_keep_the_chain() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (store, ctx) = (test.store.clone(), ctx.clone());
            tasks.spawn(async move {
                for n in 0..10 {
                    let mut write = store.write(&ctx, Action::ClueReport).await.unwrap();
                    let number = write.next_number("clue").await.unwrap();
                    write
                        .insert(&clue(&ctx, &number.to_string(), "140521100"))
                        .await
                        .unwrap();
                    if n % 3 == 2 {
                        drop(write);
                    } else {
                        write.commit().await.unwrap();
                    }
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        let reader = test.store.read(&ctx);
        let rows = reader
            .rows(&Query::of(Noun::Clue), &["number".into()], Page::first(100))
            .await
            .unwrap();
        let numbers: BTreeSet<String> = rows.iter().map(|r| format!("{:?}", r.values[0])).collect();
        let wanted: BTreeSet<String> = (1..=56).map(|n| format!("Text(\"{n}\")")).collect();
        assert_eq!(numbers, wanted, "56 were committed, numbered without gaps");
        let found = test.store.verify(None).await.unwrap();
        assert!(found.is_sound(), "{:?}", found.problems);
        assert_eq!(found.head.size, 56);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_those_who_change_the_same_version_at_once_one_wins() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let one = clue(&ctx, "1", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&one).await.unwrap();
        write.commit().await.unwrap();
        let seen = test
            .store
            .read(&ctx)
            .get::<Clue>(one.id.uuid())
            .await
            .unwrap()
            .unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..6 {
            let (store, ctx, seen) = (test.store.clone(), ctx.clone(), seen.clone());
            tasks.spawn(async move {
                let mut write = store.write(&ctx, Action::ClueChange).await?;
                write
                    .update(
                        &seen,
                        Clue {
                            facts: format!("第{n}人"),
                            ..seen.record.clone()
                        },
                    )
                    .await?;
                write.commit().await
            });
        }
        let outcomes = tasks.join_all().await;
        assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
        assert!(
            outcomes
                .iter()
                .filter_map(|o| o.as_ref().err())
                .all(|e| matches!(e, Error::Stale { .. }))
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_does_not_see_what_is_written_meanwhile() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let snapshot = test.store.snapshot(&ctx).await.unwrap();
        assert_eq!(
            snapshot
                .reader()
                .count(&Query::of(Noun::Clue))
                .await
                .unwrap(),
            0
        );
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&clue(&ctx, "1", "140521100")).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(
            snapshot
                .reader()
                .count(&Query::of(Noun::Clue))
                .await
                .unwrap(),
            0
        );
        assert_eq!(
            test.store
                .read(&ctx)
                .count(&Query::of(Noun::Clue))
                .await
                .unwrap(),
            1
        );
    }
}

#[tokio::test]
async fn readers_cannot_write() {
    let test = stores().await.remove(0);
    let ctx = system(&TestClock::new());
    let reader = test.store.read(&ctx);
    assert_eq!(reader.count(&Query::of(Noun::Clue)).await.unwrap(), 0);
    let reopened = test.reopened().await;
    assert_eq!(
        reopened.schema().await.unwrap().pending,
        Vec::<String>::new()
    );
}
