//! The process is killed while it writes: whatever it acknowledged is there, nothing is half there.

use std::{
    io::{BufRead, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use fangfei_model::{action::Action, clue::Clue, noun::Noun, query::Query};
use fangfei_store::Store;

use crate::support::{TestClock, TestStore, clue, stores, system};

const URL: &str = "FANGFEI_TEST_KILL_URL";
const FOLDER: &str = "FANGFEI_TEST_KILL_FOLDER";

/// Writes without end and says what was acknowledged. Only the test below starts it.
#[tokio::test]
#[ignore = "the child of the test below"]
async fn child() {
    let (Ok(url), Ok(folder)) = (std::env::var(URL), std::env::var(FOLDER)) else {
        return;
    };
    let store = Store::open(&url, Path::new(&folder)).await.unwrap();
    let ctx = system(&TestClock::new());
    let mut out = std::io::stdout();
    loop {
        let mut write = store.write(&ctx, Action::ClueReport).await.unwrap();
        let number = write.next_number("kill").await.unwrap();
        let clues =
            ["甲", "乙", "丙"].map(|part| clue(&ctx, &format!("{number}{part}"), "140521100"));
        write.insert_all(&clues).await.unwrap();
        let stored = write
            .get::<Clue>(clues[0].id.uuid())
            .await
            .unwrap()
            .unwrap();
        write
            .update(
                &stored,
                Clue {
                    facts: "补充".to_owned(),
                    ..clues[0].clone()
                },
            )
            .await
            .unwrap();
        write.commit().await.unwrap();
        writeln!(out, "ACKNOWLEDGED {number}").unwrap();
        out.flush().unwrap();
    }
}

/// Runs the child until it has acknowledged so many writes, then kills it a little later.
fn kill_after(test: &TestStore, writes: usize, pause: Duration) -> i64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child", "--ignored", "--nocapture"])
        .env(URL, &test.url)
        .env(FOLDER, test.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let number = |line: &str| {
        line.split("ACKNOWLEDGED ")
            .nth(1)
            .and_then(|n| n.trim().parse::<i64>().ok())
    };
    let mut acknowledged: Vec<i64> = Vec::new();
    while acknowledged.len() < writes {
        let line = lines.next().unwrap().unwrap();
        acknowledged.extend(number(&line));
    }
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| number(&line)));
    acknowledged.into_iter().max().unwrap()
}

#[test]
fn a_killed_process_loses_nothing_it_acknowledged_and_leaves_nothing_half_written() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for test in runtime.block_on(stores()) {
        for round in 0..4 {
            let last = kill_after(&test, 3, Duration::from_millis(7 * round + 1));
            runtime.block_on(async {
                let store = test.reopened().await;
                let count = store
                    .read(&system(&TestClock::new()))
                    .count(&Query::of(Noun::Clue))
                    .await
                    .unwrap();
                let found = store.verify(None).await.unwrap();
                assert!(found.is_sound(), "{:?}", found.problems);
                assert_eq!(count % 3, 0, "a write has three clues or none");
                assert_eq!(found.head.size * 3, count);
                assert!(
                    found.head.size >= last.unsigned_abs(),
                    "{last} were acknowledged"
                );
                store.close().await.unwrap();
            });
        }
    }
}
