//! Large numbers of records: an import's pace, a list's pace, memory that stays small.

use std::time::Instant;

use fangfei_model::{
    action::Action,
    clue::Clue,
    ctx::Ctx,
    id::UnitId,
    noun::Noun,
    query::{Query, Test},
    scope::Scope,
};
use fangfei_store::{Page, Reader};
use futures::StreamExt;
use uuid::Uuid;

use crate::support::{TestClock, TestStore, clue, of_division, seeing, stores, system};

/// Towns of a county.
const TOWNS: u64 = 13;

fn clues(ctx: &Ctx, clock: &TestClock, from: u64, count: u64) -> Vec<Clue> {
    let one = |n: u64| {
        clock.advance_seconds(7);
        let division = format!("140521{:03}{:03}", 100 + n % TOWNS, 200 + n / TOWNS % 20);
        let mut one = clue(ctx, &format!("XS-2024-{n:07}"), &division);
        let trade = ["商贸", "养老服务", "农业科技", "投资咨询", "文化传媒"][(n % 5) as usize];
        one.subject_name = format!(
            "云溪县{}{}{trade}有限公司",
            char::from_u32(0x4E00 + (n * 31 % 20_000) as u32).unwrap(),
            n % 977
        );
        one.unit = Some(UnitId::from(Uuid::from_u128(u128::from(n % 30))));
        one.origin_unit = one.unit;
        one
    };
    (from..from + count).map(one).collect()
}

async fn fill(test: &TestStore, ctx: &Ctx, clock: &TestClock, total: u64, per_write: u64) {
    for from in (0..total).step_by(per_write as usize) {
        let part = clues(ctx, clock, from, per_write.min(total - from));
        let mut write = test.store.write(ctx, Action::Import).await.unwrap();
        write.insert_all(&part).await.unwrap();
        write.commit().await.unwrap();
    }
}

/// The most memory this process has had, in MiB.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or("0 0");
    line.split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}

#[tokio::test]
async fn thousands_of_rows_go_in_and_stream_out_whole() {
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        fill(&test, &ctx, &clock, 3000, 2000).await;
        let reader = test.store.read(&ctx);
        let query = Query::of(Noun::Clue).by("registered_at", true);
        let rows = reader
            .clone()
            .stream_rows(&query, &["number".into()])
            .await
            .unwrap();
        assert_eq!(
            rows.filter(|r| std::future::ready(r.is_ok())).count().await,
            3000
        );
        let records = reader.stream::<Clue>(&query).await.unwrap();
        assert_eq!(
            records
                .filter(|r| std::future::ready(r.is_ok()))
                .count()
                .await,
            3000
        );
        assert!(test.store.verify(None).await.unwrap().is_sound());
    }
}

#[tokio::test]
#[ignore = "a measurement of minutes: cargo nextest run -p fangfei-store volume --run-ignored only --no-capture"]
async fn measure_a_million_clues() {
    let total: u64 = std::env::var("FANGFEI_VOLUME")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        let start = Instant::now();
        fill(&test, &ctx, &clock, total, 100_000.min(total)).await;
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "== {}: {total} clues in {seconds:.1} s, {:.0}/s, peak {} MiB",
            test.store.database_name(),
            total as f64 / seconds,
            peak_mib()
        );
        timed("optimize", 1, async || test.store.optimize().await.unwrap()).await;
        let county = test.store.read(&of_division(&ctx, "140521"));
        let town = test.store.read(&of_division(&ctx, "140521105"));
        let village = test.store.read(&of_division(&ctx, "140521105207"));
        let division = "140521".parse().unwrap();
        let unit = UnitId::from(Uuid::from_u128(7));
        let member = test
            .store
            .read(&seeing(&ctx, Scope::Unit { division, unit }));
        for (name, reader) in [
            ("county", &county),
            ("town", &town),
            ("village", &village),
            ("member", &member),
        ] {
            measure_lists(name, reader).await;
            measure_search(name, reader).await;
        }
        let query = Query::of(Noun::Clue).by("registered_at", true);
        timed("stream 100k rows", 1, async || {
            let rows = county
                .clone()
                .stream_rows(
                    &query,
                    &[
                        "number".into(),
                        "subject_name".into(),
                        "subject.name".into(),
                    ],
                )
                .await
                .unwrap();
            assert!(
                rows.take(100_000)
                    .all(|r| std::future::ready(r.is_ok()))
                    .await
            );
        })
        .await;
        println!("peak {} MiB", peak_mib());
        if std::env::var("FANGFEI_VOLUME_VERIFY").is_ok() {
            timed("verify", 1, async || {
                assert!(test.store.verify(None).await.unwrap().is_sound())
            })
            .await;
        }
    }
}

async fn measure_lists(name: &str, reader: &Reader<'static>) {
    let newest = Query::of(Noun::Clue).by("registered_at", true);
    let received = newest.clone().equals("state", "received");
    let accepted = newest.clone().equals("state", "accepted");
    let words = newest
        .clone()
        .when("subject_name", Test::Contains("养老".to_owned()));
    let rare = newest
        .clone()
        .when("facts", Test::Contains("没有的词".to_owned()));
    let found = Query::of(Noun::Clue).by("found_on", false);
    let cases = [
        ("newest", newest),
        ("received", received),
        ("accepted", accepted),
        ("contains", words),
        ("contains nothing", rare),
        ("by found_on", found),
    ];
    for (what, query) in cases {
        for offset in [0, 5000] {
            timed(&format!("{name} {what} +{offset}"), 5, async || {
                reader
                    .list::<Clue>(&query, Page::new(offset, 50))
                    .await
                    .unwrap();
            })
            .await;
        }
        timed(&format!("{name} {what} count ≤ 10 000"), 5, async || {
            reader.count_up_to(&query, 10_000).await.unwrap();
        })
        .await;
    }
    timed(&format!("{name} count by state"), 2, async || {
        reader
            .group_count(&Query::of(Noun::Clue), &"state".into())
            .await
            .unwrap();
    })
    .await;
}

async fn measure_search(name: &str, reader: &Reader<'static>) {
    for text in [
        "有限公司",
        "云溪县",
        "养老服务有限公司",
        "0012345",
        "XS-2024-0999999",
        "司",
        "没有这个",
        "县976文化",
    ] {
        timed(&format!("{name} search {text}"), 5, async || {
            reader.search(text, &[], 20).await.unwrap();
        })
        .await;
    }
}

async fn timed(what: &str, times: u32, run: impl AsyncFn()) {
    let mut worst = 0.0_f64;
    for _ in 0..times {
        let start = Instant::now();
        run().await;
        worst = worst.max(start.elapsed().as_secs_f64() * 1000.0);
    }
    println!("{what}: {worst:.1} ms");
}
