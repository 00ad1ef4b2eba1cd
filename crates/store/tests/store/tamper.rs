//! Somebody with the database's password changes it past the program: verifying names what.

use fangfei_model::{action::Action, clue::Clue};
use fangfei_store::{Head, Problem};

use crate::support::{TestClock, TestStore, clue, stores, system};

/// Three clues, the first with three versions, in five journal entries.
async fn filled(test: &TestStore) -> Head {
    let clock = TestClock::new();
    let ctx = system(&clock);
    let first = clue(&ctx, "1", "140521100");
    for one in [
        first.clone(),
        clue(&ctx, "2", "140521100"),
        clue(&ctx, "3", "140521100"),
    ] {
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&one).await.unwrap();
        write.commit().await.unwrap();
        clock.advance_seconds(10);
    }
    for facts in ["甲", "乙"] {
        let mut write = test.store.write(&ctx, Action::ClueChange).await.unwrap();
        let stored = write.get::<Clue>(first.id.uuid()).await.unwrap().unwrap();
        write
            .update(
                &stored,
                Clue {
                    facts: facts.to_owned(),
                    ..first.clone()
                },
            )
            .await
            .unwrap();
        write.commit().await.unwrap();
        clock.advance_seconds(10);
    }
    let sound = test.store.verify(None).await.unwrap();
    assert!(sound.is_sound(), "{:?}", sound.problems);
    assert_eq!((sound.versions, sound.head.size), (5, 5));
    sound.head
}

async fn problems(test: &TestStore, remembered: &Head) -> Vec<String> {
    let found = test.store.verify(Some(remembered)).await.unwrap();
    found.problems.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn each_way_of_tampering_is_named() {
    let cases = [
        (
            "UPDATE clue SET body = replace(body, '老年人', '年轻人') WHERE number = '2'",
            "第 1 版的内容被改动",
        ),
        (
            "UPDATE clue SET state = 'closed' WHERE number = '3'",
            "检索列“state”与记录内容不符",
        ),
        (
            "UPDATE clue SET scope_division = '1405' WHERE number = '3'",
            "检索列“scope_division”",
        ),
        (
            "UPDATE clue SET written_at = written_at - 5 WHERE number = '3'",
            "起止时间与审计日志不符",
        ),
        (
            "DELETE FROM clue WHERE number = '2'",
            "第 1 版被删除（写入于审计日志第 2 条）",
        ),
        (
            "DELETE FROM clue_history WHERE record_version = 2",
            "第 2 版被删除（写入于审计日志第 4 条）",
        ),
        (
            "UPDATE clue_history SET replaced_at = replaced_at + 5 WHERE record_version = 1",
            "起止时间",
        ),
        (
            "UPDATE journal SET entry = replace(entry, '测试', '别人') WHERE seq = 3",
            "第 3 条的内容被改动",
        ),
        (
            "UPDATE journal SET actor_name = '别人' WHERE seq = 3",
            "第 3 条的检索列",
        ),
        ("DELETE FROM journal WHERE seq = 3", "缺少第 3 至 3 条"),
        (
            "DELETE FROM journal WHERE seq = 5",
            "首部（5 条）与实际条目（4 条）不符",
        ),
        (
            "UPDATE journal SET signature = (SELECT signature FROM journal WHERE seq = 1) WHERE seq = 2",
            "第 2 条的签名",
        ),
        (
            "DELETE FROM journal_touch WHERE seq = 2",
            "没有审计日志，是绕过系统添加的",
        ),
        (
            "UPDATE journal_touch SET body_hash = 'ab' WHERE seq = 2",
            "第 2 条所写入记录的清单被改动",
        ),
    ];
    for test in stores().await {
        let head = filled(&test).await;
        let raw = test.raw().await;
        for (sql, wanted) in cases {
            let before = snapshot(&raw).await;
            sea_orm::ConnectionTrait::execute_unprepared(&raw, sql)
                .await
                .unwrap();
            let found = problems(&test, &head).await;
            assert!(found.iter().any(|p| p.contains(wanted)), "{sql}: {found:?}");
            restore(&raw, before).await;
            assert_eq!(
                problems(&test, &head).await,
                Vec::<String>::new(),
                "restored after {sql}"
            );
        }
    }
}

const TABLES: [&str; 4] = ["clue", "clue_history", "journal", "journal_touch"];

/// Copies of the tables, to undo a case.
async fn snapshot(raw: &sea_orm::DatabaseConnection) -> Vec<String> {
    for table in TABLES {
        run(
            raw,
            &format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}"),
        )
        .await;
    }
    TABLES.iter().map(|t| (*t).to_owned()).collect()
}

async fn restore(raw: &sea_orm::DatabaseConnection, tables: Vec<String>) {
    for table in tables {
        run(raw, &format!("DELETE FROM {table}")).await;
        run(
            raw,
            &format!("INSERT INTO {table} SELECT * FROM saved_{table}"),
        )
        .await;
        run(raw, &format!("DROP TABLE saved_{table}")).await;
    }
}

async fn run(raw: &sea_orm::DatabaseConnection, sql: &str) {
    sea_orm::ConnectionTrait::execute_unprepared(raw, sql)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_cut_off_end_shows_against_a_remembered_head() {
    for test in stores().await {
        let head = filled(&test).await;
        // A copy of the database from before the last entry, consistent in itself.
        let earlier = "DELETE FROM journal WHERE seq = 5; DELETE FROM journal_touch WHERE seq = 5; \
                       UPDATE clue SET body = (SELECT h.body FROM clue_history h WHERE h.record_version = 2), \
                       facts = '甲', record_version = 2, \
                       written_at = (SELECT h.written_at FROM clue_history h WHERE h.record_version = 2) \
                       WHERE number = '1'; DELETE FROM clue_history WHERE record_version = 2";
        test.tamper(earlier).await;
        let found = test.store.verify(Some(&head)).await.unwrap();
        assert!(
            found.problems.contains(&Problem::Truncated {
                found: 4,
                remembered: 5
            }),
            "{:?}",
            found.problems
        );
        let rewritten = Head {
            size: 4,
            root: head.root,
        };
        let found = test.store.verify(Some(&rewritten)).await.unwrap();
        assert!(found.problems.contains(&Problem::Rewritten { size: 4 }));
    }
}

#[tokio::test]
async fn a_record_added_past_the_program_is_named() {
    for test in stores().await {
        let head = filled(&test).await;
        let raw = test.raw().await;
        run(
            &raw,
            "CREATE TABLE forged AS SELECT * FROM clue WHERE number = '2'",
        )
        .await;
        run(
            &raw,
            "UPDATE forged SET id = '000000000000000000000000000000ff'",
        )
        .await;
        run(&raw, "INSERT INTO clue SELECT * FROM forged").await;
        let found = problems(&test, &head).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains("000000000000000000000000000000ff 第 1 版没有审计日志"),
            "{found:?}"
        );
    }
}
