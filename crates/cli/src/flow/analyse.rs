//! `fangfei flow analyse`: every statement of a folder, its accounts and findings. It must not know
//! patterns.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use fangfei_app::money::{
    AnalysisLine, AnalysisRules, ExceptionKind, MoneyReading, Options, analyse, read_files,
};

use super::files;
use crate::failure::Failure;

/// Options of `flow analyse`.
#[derive(Args)]
pub struct AnalyseArgs {
    /// 流水所在的文件夹（或单个文件）
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// 列对应方案（JSON），可以给多个
    #[arg(long, value_name = "FILE")]
    profile: Vec<PathBuf>,
    /// 资金特征的参数文件（TOML），代替随程序提供的同名一份，可以给多个
    #[arg(long, value_name = "FILE")]
    parameters: Vec<PathBuf>,
    /// 一年期LPR表（TOML），代替随程序提供的一份
    #[arg(long, value_name = "FILE")]
    lpr: Option<PathBuf>,
    /// 每个账户、每项发现、每名参与人一行 JSON
    #[arg(long)]
    json: bool,
}

/// Reads and analyses. What was refused is told on standard error; nothing readable at all is refused
/// input.
pub fn run(args: &AnalyseArgs) -> Result<(), Failure> {
    let profiles = files::profiles(&args.profile)?;
    let reading = read_files(files::load(&args.folders)?, &profiles, &Options::default());
    for problem in reading.refused.iter().chain(&reading.aside) {
        writeln!(std::io::stderr(), "提示：{problem}")?;
    }
    if reading.statements.is_empty() && reading.lists.is_empty() {
        return Err(Failure::input(
            "没有读到任何流水；请检查文件夹里是否有 xlsx、xls、csv 格式的流水",
        ));
    }
    if let Some(problem) = unread(&reading) {
        writeln!(std::io::stderr(), "提示：{problem}")?;
    }
    let lines = analyse(&reading, &rules(args)?);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for line in &lines {
        if args.json {
            let json =
                serde_json::to_string(line).map_err(|error| Failure::input(error.to_string()))?;
            writeln!(out, "{json}")?;
        } else if let Some(text) = words(line) {
            writeln!(out, "{text}")?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Rows that could not be read, with the first as an example: they are in no figure.
fn unread(reading: &MoneyReading) -> Option<String> {
    let all = &reading.reconciliation.exceptions;
    let mut rows = all.iter().filter(|e| e.kind == ExceptionKind::Unreadable);
    let first = rows.next()?;
    let (file, _) = reading.place(first.row.statement)?;
    Some(format!(
        "有{}行读不出来，没有计入，例如“{file}”第{}行：{}；全部见 flow read 输出的 exceptions.csv",
        rows.count() + 1,
        first.row.row,
        first.reason,
    ))
}

fn rules(args: &AnalyseArgs) -> Result<AnalysisRules, Failure> {
    let mut rules = AnalysisRules::shipped()?;
    for path in &args.parameters {
        rules.replace_pattern(&files::text(path)?, &path.display().to_string())?;
    }
    if let Some(path) = &args.lpr {
        rules.replace_lpr(&files::text(path)?, &path.display().to_string())?;
    }
    Ok(rules)
}

/// A line for a person; accounts without statements are left to the tables.
fn words(line: &AnalysisLine) -> Option<String> {
    match line {
        AnalysisLine::Account(account) if account.held => Some(format!(
            "账户 {} {}：收 {} 元，付 {} 元，{} 笔",
            account.account,
            account.name.as_deref().unwrap_or("户名不详"),
            account.received_fen.grouped(),
            account.paid_fen.grouped(),
            account.transfers
        )),
        AnalysisLine::Account(_) => None,
        AnalysisLine::Finding(finding) => Some(format!(
            "发现 {}（{}）：{}",
            finding.title,
            finding.accounts.join("、"),
            finding.reason
        )),
        AnalysisLine::Participant(one) => Some(format!(
            "参与人 {} {}：投入 {} 元，返还本金 {} 元，收益 {} 元，净损失 {} 元{}",
            one.account,
            one.name.as_deref().unwrap_or(""),
            one.paid_in_fen.grouped(),
            one.returned_fen.grouped(),
            one.yield_fen.grouped(),
            one.net_fen.grouped(),
            if one.certain {
                String::new()
            } else {
                format!("（待核实：{}）", one.doubts.join("；"))
            }
        )),
        AnalysisLine::Unattributed { amount_fen, rows } => Some(format!(
            "另有 {} 元（{} 笔）转入集资账户，流水没有写明是谁",
            amount_fen.grouped(),
            rows.len()
        )),
        AnalysisLine::Lpr { note } => Some(note.clone()),
        AnalysisLine::Refused { reason } => Some(format!("未读 {reason}")),
        AnalysisLine::Total {
            rows,
            transfers,
            twins,
            exceptions,
        } => Some(format!(
            "原始行 {rows} = 往来 {transfers} + 对方同笔 {twins} + 列明的其他行 {exceptions}\n这些是资金往来特征的提示，供人工核查，不是违法认定。"
        )),
    }
}
