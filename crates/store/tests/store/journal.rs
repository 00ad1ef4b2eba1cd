//! The journal as people read it, and as an export that is verified elsewhere.

use fangfei_model::{action::Action, noun::Noun, record::Record};
use fangfei_store::{Error, JournalFilter, Page, Problem, Store, verify_export};

use crate::support::{TestClock, TestStore, clue, of_division, stores, system};

async fn import(test: &TestStore, count: usize) {
    let ctx = of_division(&system(&TestClock::new()), "1405");
    let clues: Vec<_> = (0..count)
        .map(|n| clue(&ctx, &n.to_string(), "140521100"))
        .collect();
    let mut write = test.store.write(&ctx, Action::Import).await.unwrap();
    write.insert_all(&clues).await.unwrap();
    write.reason("年度排查").detail("file", "名单.xlsx");
    write.commit().await.unwrap();
}

#[tokio::test]
async fn an_event_tells_who_did_what_and_why() {
    for test in stores().await {
        import(&test, 3).await;
        let ctx = system(&TestClock::new());
        let journal = test.store.journal(&ctx);
        let events = journal
            .list(&JournalFilter::default(), Page::first(10))
            .await
            .unwrap();
        assert_eq!(events.len(), 1);
        let event = &events[0];
        assert_eq!(
            (event.action, event.actor_name.as_str(), event.touched),
            (Some(Action::Import), "王某", 3)
        );
        assert_eq!(event.reason.as_deref(), Some("年度排查"));
        assert_eq!(event.detail["file"], "名单.xlsx");
        let touched = journal.touched(event.seq, Page::first(10)).await.unwrap();
        assert_eq!(touched.len(), 3);
        let filter = |f: JournalFilter| {
            let journal = journal.clone();
            async move { journal.count_up_to(&f, 9).await.unwrap() }
        };
        assert_eq!(
            filter(JournalFilter {
                actor: event.actor,
                action: event.action,
                ..Default::default()
            })
            .await,
            1
        );
        let record = Some((Noun::Clue, touched[0].id));
        assert_eq!(
            filter(JournalFilter {
                record,
                ..Default::default()
            })
            .await,
            1
        );
        assert_eq!(
            filter(JournalFilter {
                record: Some((Noun::Unit, touched[0].id)),
                ..Default::default()
            })
            .await,
            0
        );
        assert_eq!(
            filter(JournalFilter {
                from: Some(event.at),
                ..Default::default()
            })
            .await,
            1
        );
        assert_eq!(
            filter(JournalFilter {
                before: Some(event.at),
                ..Default::default()
            })
            .await,
            0
        );
    }
}

#[tokio::test]
async fn events_of_units_elsewhere_are_not_shown() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let actor = of_division(&ctx, "140521");
        let mut unit = crate::support::unit(&ctx, "140521");
        unit.id = actor.unit().unwrap();
        let mut write = test.store.write(&actor, Action::UnitAdd).await.unwrap();
        write.insert(&unit).await.unwrap();
        write.commit().await.unwrap();
        let count = async |code: &str| {
            let journal = test.store.journal(&of_division(&ctx, code));
            journal
                .count_up_to(&JournalFilter::default(), 9)
                .await
                .unwrap()
        };
        assert_eq!(
            (
                count("140521").await,
                count("1405").await,
                count("140522").await
            ),
            (1, 1, 0)
        );
        assert_eq!(unit.place().unit, actor.unit());
    }
}

async fn exported(test: &TestStore) -> (String, String) {
    let mut out = Vec::new();
    let journal = test.store.journal(&system(&TestClock::new()));
    let summary = journal.export(&mut out).await.unwrap();
    (String::from_utf8(out).unwrap(), summary.public_key)
}

#[tokio::test]
async fn an_export_is_verified_without_the_database() {
    for test in stores().await {
        import(&test, 3).await;
        import(&test, 200).await;
        let (text, key) = exported(&test).await;
        let head = test.store.journal_head().await.unwrap();
        let found = verify_export(text.as_bytes(), Some(&key), Some(&head)).unwrap();
        assert!(found.is_sound(), "{:?}", found.problems);
        assert_eq!((found.versions, found.head), (203, head));
        let problems = |text: String| {
            verify_export(text.as_bytes(), Some(&key), None)
                .unwrap()
                .problems
        };
        assert_eq!(
            problems(text.replace("年度排查", "季度排查"))[0],
            Problem::EntryChanged { seq: 1 }
        );
        let lines: Vec<&str> = text.lines().collect();
        let without = |skip: usize| {
            lines
                .iter()
                .enumerate()
                .filter(|(n, _)| *n != skip)
                .map(|(_, l)| format!("{l}\n"))
                .collect::<String>()
        };
        assert!(problems(without(1)).contains(&Problem::EntriesMissing { from: 1, to: 1 }));
        assert!(problems(without(3)).contains(&Problem::TouchesDiffer { seq: 2 }));
        assert!(
            problems(format!("{text}不是日志\n")).contains(&Problem::LineUnreadable { line: 5 })
        );
        let other = verify_export(text.as_bytes(), Some("00"), None).unwrap();
        assert_eq!(other.problems, [Problem::OtherKey]);
    }
}

#[tokio::test]
async fn without_its_key_nothing_is_written_and_no_new_key_is_made() {
    for test in stores().await {
        import(&test, 1).await;
        let store: Store = test.reopened().await;
        let key = test.folder.path().join("keys/journal.key");
        std::fs::remove_file(&key).unwrap();
        store.migrate().await.unwrap();
        let refused = store
            .write(&system(&TestClock::new()), Action::ClueReport)
            .await
            .err()
            .unwrap();
        assert!(matches!(refused, Error::KeyMissing { .. }), "{refused}");
        assert!(!key.exists());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_server_may_read_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let test = stores().await.remove(0);
    let mode = std::fs::metadata(test.folder.path().join("keys/journal.key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
