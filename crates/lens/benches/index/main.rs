//! The index of a million invented firms with proportionate side tables: loading, all indicators, the whole output.
//!
//! `FANGFEI_BENCH_FIRMS` sets the number (default 1 000 000), `FANGFEI_BENCH_LAKE` keeps the lake in a folder, where
//! `benches/peers/index.py` runs the same SQL. It must not know the command line.

mod province;

use std::{
    env,
    error::Error,
    fs,
    io::Write,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use fangfei_lens::{
    index::{Engine, RuleSet},
    lake::{Lake, Limits, Manifest},
    screen::Screen,
};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn Error>> {
    let firms: u32 = env::var("FANGFEI_BENCH_FIRMS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let scratch = tempfile::tempdir()?;
    let folder =
        env::var("FANGFEI_BENCH_LAKE").map_or_else(|_| scratch.path().to_owned(), PathBuf::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(measure(firms, &folder))
}

async fn measure(firms: u32, folder: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let lake = Lake::open(folder)?;
    if Manifest::read(&lake).await?.generation == 0 {
        let start = Instant::now();
        let rows = province::fill(&lake, firms).await?;
        show("装载", start.elapsed(), &format!("{rows} 条"));
    }
    let screen = Arc::new(Screen::builtin()?);
    let rules = RuleSet::of_folder(&folder.join("no-rules"), screen.version())?;
    let as_of = date(2024, 6, 30);
    let start = Instant::now();
    let engine = Engine::open(
        &lake,
        &screen,
        as_of,
        Limits {
            memory_mib: 2048,
            threads: 2,
        },
    )
    .await?;
    show("打开", start.elapsed(), "");
    let start = Instant::now();
    let mut ready = (Duration::ZERO, 0.0);
    let scored = engine
        .run(&rules, |number, _| {
            if number == 0 {
                ready = (start.elapsed(), cpu_seconds());
            }
        })
        .await?;
    show("备料", ready.0, &format!("至此共用 CPU {:.2} s", ready.1));
    show(
        "指标",
        start.elapsed(),
        &format!("{} 个指标，{} 个主体", rules.indicators.len(), scored.len()),
    );
    let written = Instant::now();
    let mut out = std::io::BufWriter::new(fs::File::create(folder.join("index.jsonl"))?);
    scored.write_lines(
        &scored.ranking(),
        &rules,
        engine.manifest(),
        as_of,
        &mut out,
    )?;
    out.flush()?;
    show("输出", written.elapsed(), "index.jsonl");
    show(
        "合计",
        start.elapsed(),
        &format!("内存最高 {} MiB", peak_mib()),
    );
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a benchmark's table")]
fn show(what: &str, time: Duration, more: &str) {
    println!(
        "{what}\t{:.2} s\t共用 CPU {:.2} s\t{more}",
        time.as_secs_f64(),
        cpu_seconds()
    );
}

/// User and system time of the process so far, which other programs on the machine do not lengthen.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or("");
    let ticks: u64 = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    std::time::Duration::from_millis(ticks * 10).as_secs_f64()
}

/// The most memory the process ever held.
fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .map_or(0, |kib| kib / 1024)
}
