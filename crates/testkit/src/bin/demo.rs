//! Makes the demo county in a data folder and prints what is in it. Run by `cargo xtask demo`, by the
//! browser journeys and by the benchmarks. It must not know how the county is made.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use fangfei_model::{ctx::china_date, permission::Role};
use fangfei_testkit::demo::{Count, DEMO_PASSWORD, Loaded, Size, load_on};
use jiff::{Timestamp, civil::Date};

const USAGE: &str =
    "用法：demo --data 目录 [--database-url 地址] [--check] [--json] [--until 日期]";
/// A county that took less would not have every page filled.
const FEWEST: &[(&str, u64)] = &[
    ("subject", 15_000),
    ("clue", 1_200),
    ("risk_item", 150),
    ("unit", 45),
    ("user", 60),
];

struct Options {
    data: PathBuf,
    database: Option<String>,
    check: bool,
    json: bool,
    until: Date,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let began = Instant::now();
    let database = options.database.as_deref();
    let size = Size::county(options.until);
    let result = load_on(database, &options.data, size, &mut |what| {
        eprintln!("  {what}")
    })
    .await;
    match result {
        Ok(loaded) => report(&options, &loaded, began.elapsed().as_secs()),
        Err(problem) => {
            eprintln!("演示县没有做成：{problem}");
            ExitCode::FAILURE
        }
    }
}

fn report(options: &Options, loaded: &Loaded, seconds: u64) -> ExitCode {
    if options.json {
        match serde_json::to_string_pretty(loaded) {
            Ok(text) => println!("{text}"),
            Err(problem) => eprintln!("{problem}"),
        }
    } else {
        print_counts(loaded, seconds);
        print_accounts(options, loaded);
    }
    let missing: Vec<String> = FEWEST
        .iter()
        .filter_map(|least| missing(&loaded.counts, *least))
        .collect();
    if options.check && !missing.is_empty() {
        eprintln!("演示县不完整：{}", missing.join("；"));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn missing(counts: &[Count], (noun, least): (&str, u64)) -> Option<String> {
    let found = counts
        .iter()
        .find(|count| count.noun == noun)
        .map_or(0, |count| count.all);
    (found < least).then(|| format!("{noun} 只有 {found} 条，应不少于 {least} 条"))
}

fn print_counts(loaded: &Loaded, seconds: u64) {
    match loaded.already {
        true => println!("云溪县（演示）已在这个目录里："),
        false => println!("云溪县（演示）已做成，用时 {seconds} 秒："),
    }
    for count in loaded.counts.iter().filter(|count| count.all > 0) {
        let states: Vec<String> = count
            .states
            .iter()
            .map(|(state, number)| format!("{state} {number}"))
            .collect();
        println!(
            "  {}{:>7}  {}",
            padded(count.title),
            count.all,
            states.join("、")
        );
    }
}

fn print_accounts(options: &Options, loaded: &Loaded) {
    println!("\n账号（密码都是 {DEMO_PASSWORD}）：");
    for role in Role::ALL {
        let mut of_role = loaded
            .accounts
            .iter()
            .filter(|account| account.role == role.code());
        if let Some(first) = of_role.next() {
            let more = of_role.count();
            let more = if more > 0 {
                format!("，另有 {more} 个")
            } else {
                String::new()
            };
            println!(
                "  {}{:<12} {}{more}",
                padded(role.title()),
                first.login,
                first.unit
            );
        }
    }
    println!(
        "  全部账号在 {}",
        options.data.join("accounts.json").display()
    );
    println!("\n可以试：");
    println!("  clerk     受理线索、组织会商、挂账；导入表格；核对一份待启动的专项行动方案");
    println!("  reviewer  核验销号、验收待办；head 定级、批准销号、接收报表");
    println!("  township01、member01  初核、填报进展、报送待办和季报；grid01 登记线索");
    println!("  auditor   查看并校验审计日志；admin 维护单位和用户");
}

/// Chinese words padded to the same width on a terminal.
fn padded(words: &str) -> String {
    let wide = words.chars().count();
    format!("{words}{}", "　".repeat(12_usize.saturating_sub(wide)))
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut data = None;
        let mut database = None;
        let (mut check, mut json) = (false, false);
        let mut until = today();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} 后面缺一个值"));
            match argument.as_str() {
                "--check" => check = true,
                "--json" => json = true,
                "--database-url" => database = Some(value()?),
                "--data" => data = Some(PathBuf::from(value()?)),
                "--until" => {
                    until = value()?
                        .parse()
                        .map_err(|_| "--until 要写成 2026-11-21 这样".to_owned())?
                }
                other => return Err(format!("没有“{other}”这个选项")),
            }
        }
        let data = data.ok_or("没有写 --data")?;
        // A relative path of one part has no parent to make the county beside.
        let data = std::path::absolute(&data).map_err(|problem| problem.to_string())?;
        Ok(Self {
            data,
            database,
            check,
            json,
            until,
        })
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the county's year ends yesterday, so that its pages show it as an office would see it"
)]
fn today() -> Date {
    china_date(Timestamp::now())
}
