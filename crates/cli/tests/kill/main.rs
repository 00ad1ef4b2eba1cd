//! The real program is killed again and again while several people report clues at once: whatever it
//! answered for is there exactly once, nothing is half there, and the journal proves it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

mod http;
mod reporter;
mod server;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use fangfei_model::{
    clue::Clue,
    ctx::{Actor, Clock, Ctx, IdSource},
    id::RequestId,
    noun::Noun,
    query::Query,
};
use fangfei_store::{Page, Store};
use fangfei_testkit::{Actors, CountedIds, TestClock, test_app::prepare_folder};
use jiff::civil::date;

use crate::{reporter::Reporter, server::Server};

/// How often the program is killed.
const ROUNDS: usize = 6;

/// Two browsers for each of these people.
fn reporters(actors: &Actors, server: &Server) -> Vec<Reporter> {
    let people = [
        &actors.clerk,
        &actors.township,
        &actors.other_township,
        &actors.grid,
    ];
    people
        .into_iter()
        .chain(people)
        .enumerate()
        .map(|(n, person)| Reporter::signed_in(n, person, server))
        .collect()
}

/// All of them report without pause until the program is killed under them.
fn report_until_killed(reporters: &mut [Reporter], server: Server, pause: Duration) {
    let address = server.address.clone();
    thread::scope(|scope| {
        for reporter in reporters {
            let address = address.as_str();
            scope.spawn(move || reporter.report_until_cut(address));
        }
        thread::sleep(pause);
        server.kill();
    });
}

/// Every clue in the database.
async fn clues(folder: &Path) -> Vec<Clue> {
    let clock = Arc::new(TestClock::at(date(2030, 1, 1)));
    let ids = Arc::new(CountedIds::seeded(9));
    let request = RequestId::from(ids.next(clock.now()));
    let ctx = Ctx::new(Actor::System { task: "核对" }, request, clock, ids);
    let store = Store::open(&Store::default_url(folder), folder)
        .await
        .unwrap();
    let found = store
        .read(&ctx)
        .list::<Clue>(&Query::of(Noun::Clue), Page::first(10_000))
        .await
        .unwrap();
    store.close().await.unwrap();
    found.into_iter().map(|stored| stored.record).collect()
}

/// What is in the database against what was sent and what was answered for.
fn compare(found: &[Clue], reporters: &[Reporter]) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for clue in found {
        *times.entry(&clue.subject_name).or_default() += 1;
        assert_eq!(
            clue.facts,
            reporter::facts(&clue.subject_name),
            "{} 只写了一半",
            clue.number
        );
    }
    for reporter in reporters {
        for mark in &reporter.acknowledged {
            assert_eq!(times.get(mark.as_str()), Some(&1), "{mark} 答复过");
        }
        for mark in &reporter.sent {
            assert!(
                times.remove(mark.as_str()).unwrap_or(0) <= 1,
                "{mark} 登记了两次"
            );
        }
    }
    assert!(times.is_empty(), "没有人登记过：{times:?}");
    let numbers: BTreeSet<&str> = found.iter().map(|clue| clue.number.as_str()).collect();
    assert_eq!(numbers.len(), found.len(), "编号重复");
    let last = numbers
        .last()
        .and_then(|number| number.rsplit('-').next())
        .and_then(|n| n.parse().ok());
    assert_eq!(last, Some(found.len()), "编号有缺号");
}

#[test]
fn every_acknowledged_clue_survives_a_kill_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let actors = runtime.block_on(prepare_folder(folder.path()));
    let mut server = Server::start(folder.path());
    let mut reporters = reporters(&actors, &server);
    for _ in 0..ROUNDS {
        let pause = Duration::from_millis(rand::random_range(40..700));
        report_until_killed(&mut reporters, server, pause);
        server = Server::start(folder.path());
    }
    let acknowledged: usize = reporters
        .iter()
        .map(|reporter| reporter.acknowledged.len())
        .sum();
    assert!(
        acknowledged > ROUNDS,
        "只答复了 {acknowledged} 条，什么也没有试到"
    );
    for reporter in &mut reporters {
        reporter.reopen_last(&server.address);
    }
    assert!(server.stop().success(), "收到终止信号应当正常结束");
    let found = runtime.block_on(clues(folder.path()));
    compare(&found, &reporters);
    let verified = server::fangfei(folder.path())
        .args(["audit", "verify", "--json"])
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&verified.stdout);
    assert!(
        verified.status.success() && words.contains("\"sound\":true"),
        "{words}"
    );
    eprintln!(
        "杀死 {ROUNDS} 次，答复 {acknowledged} 条，库中 {} 条",
        found.len()
    );
}
