//! `fangfei refund plan`: money divided among claims. It must not know how shares are computed.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use fangfei_app::refund::{self, Allocation, Batch, Duplicates, PlanTotal, Rule};
use fangfei_model::money::Fen;
use serde::Serialize;

use crate::failure::Failure;

/// Subcommands of `refund`.
#[derive(Subcommand)]
pub enum RefundCommand {
    /// 按债权名单分配清退资金，精确到分
    Plan(PlanArgs),
}

/// Options of `refund plan`.
#[derive(Args)]
pub struct PlanArgs {
    /// 债权名单（csv、xlsx、xls）：claimant,paid_in,returned,received，金额单位为元
    #[arg(long, value_name = "FILE")]
    claims: PathBuf,
    /// 可分配资金，单位元
    #[arg(long, value_name = "YUAN", allow_hyphen_values = true, value_parser = available)]
    available: Fen,
    /// 批次号：余数相等时由它抽签决定谁先得 1 分，同一批次号结果相同；不写则按编号先后
    #[arg(long, value_name = "N")]
    seed_batch: Option<u64>,
    /// 以前批次的付款（refund plan --json 的输出，或 claimant,paid 两列的表），可写多个
    #[arg(long, value_name = "FILE")]
    earlier: Vec<PathBuf>,
    /// 分配规则（TOML）：上限、优先、预留、最低付款额；不写则按净损失比例
    #[arg(long, value_name = "FILE")]
    rule: Option<PathBuf>,
    /// 同一人的几行合并计算（几份合同）；不写则视为重复登记而拒绝
    #[arg(long)]
    add_up: bool,
    /// 每人一行 JSON，最后一行为合计
    #[arg(long)]
    json: bool,
}

fn available(text: &str) -> Result<Fen, String> {
    let fen = Fen::parse_yuan(text).map_err(|error| error.to_string())?;
    if fen < Fen::ZERO {
        return Err("可分配资金不能是负数".to_owned());
    }
    Ok(fen)
}

/// Runs a subcommand.
pub fn run(command: RefundCommand) -> Result<(), Failure> {
    let RefundCommand::Plan(args) = command;
    plan(&args)
}

fn plan(args: &PlanArgs) -> Result<(), Failure> {
    let duplicates = if args.add_up {
        Duplicates::AddUp
    } else {
        Duplicates::Refuse
    };
    let (bytes, name) = read(&args.claims)?;
    let file = refund::read_claims(&bytes, &name, duplicates)?;
    for note in &file.notes {
        writeln!(std::io::stderr(), "{note}")?;
    }
    let rule = rule(args)?;
    let earlier = earlier(args)?;
    let allocation = refund::allocate(&file.claims, args.available, &rule, &earlier)
        .map_err(|error| Failure::input(error.to_string()))?;
    let out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    if args.json {
        print_json(&allocation, args.seed_batch, out)
    } else {
        print_table(&allocation, out)
    }
}

fn read(path: &Path) -> Result<(Vec<u8>, String), Failure> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| {
        Failure::input(format!("文件“{name}”无法读取（{error}），请检查路径和权限"))
    })?;
    Ok((bytes, name))
}

fn rule(args: &PlanArgs) -> Result<Rule, Failure> {
    let mut rule = match &args.rule {
        Some(path) => {
            let (bytes, name) = read(path)?;
            refund::read_rule(&String::from_utf8_lossy(&bytes), &name)?
        }
        None => Rule::default(),
    };
    rule.tie_seed = args.seed_batch.or(rule.tie_seed);
    Ok(rule)
}

fn earlier(args: &PlanArgs) -> Result<Vec<Batch>, Failure> {
    let mut batches = Vec::new();
    for (number, path) in (1..).zip(&args.earlier) {
        let (bytes, name) = read(path)?;
        batches.push(refund::read_paid(&bytes, &name, number)?);
    }
    Ok(batches)
}

fn print_json(
    allocation: &Allocation,
    batch: Option<u64>,
    mut out: impl Write,
) -> Result<(), Failure> {
    for line in refund::plan_lines(allocation) {
        json_line(&line, &mut out)?;
    }
    json_line(&PlanTotal::of(allocation, batch), &mut out)?;
    Ok(out.flush()?)
}

fn json_line(line: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

fn print_table(allocation: &Allocation, mut out: impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "集资参与人\t净损失（元）\t以前已付（元）\t本次应付（元）\t暂留（元）"
    )?;
    for share in &allocation.shares {
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}",
            share.claimant, share.loss, share.earlier, share.paid, share.held
        )?;
    }
    out.flush()?;
    let rate = allocation
        .cumulative_rate()
        .map_or_else(|| "（没有损失）".to_owned(), |r| r.percent());
    writeln!(
        std::io::stderr(),
        "{} 人，净损失合计 {} 元；可分配 {} 元 = 本次付 {} + 暂留 {} + 预留 {} + 结余 {}；累计清退率 {rate}",
        allocation.shares.len(),
        allocation.total_loss.grouped(),
        allocation.available.grouped(),
        allocation.paid.grouped(),
        allocation.held.grouped(),
        allocation.reserved.grouped(),
        allocation.left.grouped(),
    )?;
    Ok(())
}
