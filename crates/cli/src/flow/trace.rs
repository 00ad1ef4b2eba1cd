//! `fangfei flow trace`: where an account's money went, or where it came from. It must not know the rules.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use fangfei_app::money::{
    self, Direction, MoneyReading, Options, Trace, TraceLine, TraceRequest, TraceRule, read_files,
};
use fangfei_model::money::Fen;
use jiff::civil::Date;

use super::files;
use crate::failure::Failure;

/// How mixed money is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RuleName {
    /// 先进先出
    Fifo,
    /// 按比例
    Proportional,
}

/// Options of `flow trace`.
#[derive(Args)]
#[command(group(clap::ArgGroup::new("way").required(true).args(["from", "back"])))]
pub struct TraceArgs {
    /// 流水所在的文件夹（或单个文件）
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// 追踪这个账户付出的钱的去向（账号；只有一个同名账户时可写户名）
    #[arg(long, value_name = "ACCOUNT")]
    from: Option<String>,
    /// 追溯这个账户收到的钱的来源
    #[arg(long, value_name = "ACCOUNT")]
    back: Option<String>,
    /// 最多追踪几层
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=50))]
    hops: u32,
    /// 起点只取这一天及以后的往来（2024-03-01）
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// 起点只取这一天及以前的往来
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// 低于这个金额（元）的部分不再往下追踪
    #[arg(long, value_name = "YUAN", default_value = "1000", value_parser = yuan)]
    least: Fen,
    /// 混同资金的区分规则
    #[arg(long, value_enum, default_value_t = RuleName::Fifo)]
    rule: RuleName,
    /// 图写到这个文件
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// 明细表（每笔往来及其流水行）写到这个文件
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// 每个账户、每条资金线一行 JSON
    #[arg(long)]
    json: bool,
    /// 列对应方案（JSON），可以给多个
    #[arg(long, value_name = "FILE")]
    profile: Vec<PathBuf>,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| format!("“{text}”不是日期，请写成 2024-03-01 的样子"))
}

fn yuan(text: &str) -> Result<Fen, String> {
    Fen::parse_yuan(text).map_err(|fault| fault.to_string())
}

/// Reads, follows, prints and draws.
pub fn run(args: &TraceArgs) -> Result<(), Failure> {
    let profiles = files::profiles(&args.profile)?;
    let reading = read_files(files::load(&args.folders)?, &profiles, &Options::default());
    for problem in reading.refused.iter().chain(&reading.aside) {
        writeln!(std::io::stderr(), "提示：{problem}")?;
    }
    let trace = money::follow(&reading, &request(args))?;
    if let Some(path) = &args.svg {
        fs::write(path, money::trace_svg(&reading, &trace))?;
    }
    if let Some(path) = &args.csv {
        // Excel takes csv for UTF-8 only with a mark at its head.
        fs::write(
            path,
            format!("\u{feff}{}", money::trace_csv(&reading, &trace)),
        )?;
    }
    print(args.json, &reading, &trace)
}

fn request(args: &TraceArgs) -> TraceRequest {
    // The group of arguments requires one of them.
    let account = args.back.as_ref().or(args.from.as_ref());
    let direction = match args.back {
        Some(_) => Direction::Back,
        None => Direction::Forward,
    };
    TraceRequest {
        account: account.cloned().unwrap_or_default(),
        direction,
        rule: match args.rule {
            RuleName::Fifo => TraceRule::Fifo,
            RuleName::Proportional => TraceRule::Proportional,
        },
        hops: args.hops,
        since: args.since,
        until: args.until,
        least: args.least,
    }
}

fn print(json: bool, reading: &MoneyReading, trace: &Trace) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for line in money::trace_lines(reading, trace) {
        if json {
            let json =
                serde_json::to_string(&line).map_err(|error| Failure::input(error.to_string()))?;
            writeln!(out, "{json}")?;
        } else if let Some(text) = words(&line) {
            writeln!(out, "{text}")?;
        }
    }
    Ok(out.flush()?)
}

/// A line for a person; accounts stand in the lines between them.
fn words(line: &TraceLine) -> Option<String> {
    match line {
        TraceLine::Account { .. } => None,
        TraceLine::Edge {
            hop,
            payer,
            payee,
            amount_fen,
            parts,
        } => Some(format!(
            "第{hop}层　{payer} → {payee}　{} 元（{} 笔）",
            amount_fen.grouped(),
            parts.len()
        )),
        TraceLine::Total {
            rule,
            total_fen,
            cut,
            ..
        } => {
            let cut = match cut.as_str() {
                "" => String::new(),
                cut => format!("\n{cut}"),
            };
            Some(format!("起点合计 {} 元。{rule}{cut}", total_fen.grouped()))
        }
    }
}
