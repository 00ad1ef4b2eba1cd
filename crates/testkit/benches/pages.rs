//! Lists, search, ledgers and the first page over HTTP at a million clues, by the real program.
//! `FANGFEI_BENCH_CLUES` asks for fewer; `FANGFEI_BENCH_DATA` keeps the folder for the next run;
//! `FANGFEI_BENCH_POSTGRES=1` keeps the records in a PostgreSQL of this run's own.

use std::{
    error::Error,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use fangfei_testkit::{
    bench::{Client, Program, Row, Timings, add_clues, print},
    demo::{DEMO_PASSWORD, Size, load_on},
    postgres::database_url_for_test,
};
use jiff::civil::date;

const LIMIT: Duration = Duration::from_millis(200);
const MOST_MEMORY_KIB: u64 = 512 * 1024;
const TRIES: usize = 40;

/// Pages, by whom, and addresses whose `{}` takes a number that changes from try to try.
const PAGES: &[(&str, &str, &str)] = &[
    ("工作台 /", "clerk", "/"),
    ("线索列表", "clerk", "/clues?page={}"),
    ("线索列表：状态", "clerk", "/clues?state=accepted&page={}"),
    (
        "线索列表：乡镇、来源",
        "clerk",
        "/clues?division=149921201&channel=hotline&page={}",
    ),
    (
        "线索列表：日期、金额",
        "clerk",
        "/clues?from=2025-03-01&to=2025-06-30&amount_from={}",
    ),
    ("线索列表：逾期初核", "clerk", "/clues?due=overdue&page={}"),
    (
        "线索列表：按金额排序",
        "clerk",
        "/clues?sort=-amount&page={}",
    ),
    (
        "线索列表：来源、领域",
        "clerk",
        "/clues?channel=hotline&sector=elder_care&page={}",
    ),
    (
        "线索列表：多数状态，按人数",
        "clerk",
        "/clues?state=set_aside&sort=-people&page={}",
    ),
    ("线索列表：关键词", "clerk", "/clues?q=%E5%BA%B7%E5%85%BB"),
    ("线索列表：乡镇账号", "township08", "/clues?page={}"),
    ("搜索：字号", "clerk", "/search?q=%E9%91%AB%E6%BA%90"),
    ("搜索：编号", "clerk", "/search?q=XS-2025-0{}"),
    (
        "搜索：乡镇账号",
        "township08",
        "/search?q=%E9%91%AB%E6%BA%90",
    ),
    ("台账：风险线索", "clerk", "/ledgers/risk-clues?page={}"),
    ("台账：线索核查", "clerk", "/ledgers/clue-checks?page={}"),
    ("台账：风险隐患", "clerk", "/ledgers/risk-list?page={}"),
    (
        "台账：日常监管",
        "clerk",
        "/ledgers/daily-supervision?page={}",
    ),
    ("台账：现场核查", "clerk", "/ledgers/site-visits?page={}"),
    (
        "台账：按金额排序",
        "clerk",
        "/ledgers/risk-clues?sort=-amount&page={}",
    ),
    (
        "台账：要求按文字排序",
        "clerk",
        "/ledgers/clue-checks?sort=findings&page={}",
    ),
    (
        "台账：要求按没有索引的列排序",
        "clerk",
        "/ledgers/risk-clues?sort=subject_name&page={}",
    ),
    (
        "台账：十天的线索，按名称排序",
        "clerk",
        "/ledgers/risk-clues?found_on_from=2024-03-01&found_on_to=2024-03-10&sort=subject_name&page={}",
    ),
    (
        "台账：一个月的线索",
        "clerk",
        "/ledgers/risk-clues?found_on_from=2024-03-01&found_on_to=2024-03-31&page={}",
    ),
    ("台账目录", "clerk", "/ledgers"),
    ("风险事项", "clerk", "/risks?page={}"),
    ("主体档案", "clerk", "/subjects?page={}"),
    ("待办", "clerk", "/todo"),
    ("待办：乡镇账号", "township08", "/todo"),
    ("任务", "clerk", "/tasks?page={}"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = std::env::var("FANGFEI_BENCH_CLUES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let database = match std::env::var_os("FANGFEI_BENCH_POSTGRES") {
        Some(_) => Some(database_url_for_test("pages").ok_or("没有安装 PostgreSQL")?),
        None => None,
    };
    let database = database.as_deref();
    let kept = std::env::var_os("FANGFEI_BENCH_DATA").map(PathBuf::from);
    let temporary = tempfile::tempdir()?;
    let data = kept.unwrap_or_else(|| temporary.path().join("county"));
    if !data.join("million").exists() {
        tokio::runtime::Runtime::new()?.block_on(prepare(database, &data, wanted))?;
        std::fs::write(data.join("million"), wanted.to_string())?;
    }
    let program = Program::serve(database, &data)?;
    let mut rows = Vec::new();
    for (what, login, address) in PAGES {
        rows.push(
            measure(&program, what, login, address)
                .unwrap_or_else(|problem| failed(what, &problem)),
        );
    }
    let (now, most) = program.memory_kib();
    rows.push(Row {
        what: "服务进程内存".to_owned(),
        measured: format!("{} MiB, at most {} MiB", now / 1024, most / 1024),
        target: "< 512 MiB".to_owned(),
        reached: most < MOST_MEMORY_KIB,
    });
    print(
        &format!("Pages at {wanted} clues, {TRIES} tries each"),
        &rows,
    );
    Ok(())
}

/// The demo county without its year, then the clues.
async fn prepare(database: Option<&str>, data: &Path, wanted: usize) -> Result<(), Box<dyn Error>> {
    let until = date(2026, 11, 1);
    let size = Size {
        clues: 200,
        ..Size::county(until)
    };
    load_on(database, data, size, &mut |_| {}).await?;
    let began = Instant::now();
    let mut tell = |done: usize| {
        if done.is_multiple_of(100_000) {
            eprintln!("  {done} 条线索，{} 秒", began.elapsed().as_secs());
        }
    };
    add_clues(database, data, wanted, until, &mut tell).await?;
    Ok(())
}

fn measure(
    program: &Program,
    what: &str,
    login: &str,
    address: &str,
) -> Result<Row, Box<dyn Error>> {
    let client = Client::signed_in(program.staff, login, DEMO_PASSWORD)?;
    let mut timings = Timings::default();
    client.get(&address.replace("{}", "1"))?;
    let before = program.processor_time();
    for number in 1..=TRIES {
        timings.add(client.get(&address.replace("{}", &number.to_string()))?.0);
    }
    let each = (program.processor_time() - before) / u32::try_from(TRIES)?;
    let row = timings.row(what, LIMIT);
    Ok(Row {
        measured: format!("{}, CPU {} ms", row.measured, each.as_millis()),
        ..row
    })
}

fn failed(what: &str, problem: &dyn std::fmt::Display) -> Row {
    Row {
        what: what.to_owned(),
        measured: problem.to_string(),
        target: "200".to_owned(),
        reached: false,
    }
}
