//! `fangfei refund plan|check`: money divided among claims, claims beside statements. It must not know how shares are computed.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use fangfei_app::refund::{
    self, Allocation, Batch, ClaimsFile, Duplicates, Occasion, PlanTotal, Rule,
};
use fangfei_model::{ctx::CHINA, money::Fen};
use serde::Serialize;

use crate::{clock, failure::Failure};

/// Subcommands of `refund`.
#[derive(Subcommand)]
pub enum RefundCommand {
    /// 按债权名单分配清退资金，精确到分
    Plan(PlanArgs),
    /// 债权名单与流水分析结果逐项核对
    Check(CheckArgs),
}

/// Options of `refund check`.
#[derive(Args)]
pub struct CheckArgs {
    /// 债权名单（csv、xlsx、xls）；有姓名、账号列时按账号、姓名查找
    #[arg(long, value_name = "FILE")]
    claims: PathBuf,
    /// 流水分析结果：flow analyse DIR --json 的输出
    #[arg(long, value_name = "FILE")]
    analysis: PathBuf,
    /// 同一人的几行合并核对
    #[arg(long)]
    add_up: bool,
    /// 每人一行 JSON，最后一行为合计
    #[arg(long)]
    json: bool,
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
    /// 分配规则（TOML）：上限、优先、预留、最低付款额，格式见 docs/refund-rules.md；不写则按净损失比例
    #[arg(long, value_name = "FILE")]
    rule: Option<PathBuf>,
    /// 同一人的几行合并计算（几份合同）；不写则视为重复登记而拒绝
    #[arg(long)]
    add_up: bool,
    /// 几个人共用一个收款账号的理由（如代办、继承，写明材料）；不写则拒绝分配
    #[arg(long, value_name = "REASON")]
    shared_accounts: Option<String>,
    /// 每人一行 JSON，最后一行为合计
    #[arg(long)]
    json: bool,
    /// 把付款清单、个人告知书、公示写到这个文件夹
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 文书上的案件名称
    #[arg(long, value_name = "NAME", default_value = "本案")]
    case: String,
    /// 文书上的付款单位
    #[arg(long, value_name = "NAME", default_value = "处置非法集资工作机构")]
    office: String,
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
    match command {
        RefundCommand::Plan(args) => plan(&args),
        RefundCommand::Check(args) => check(&args),
    }
}

fn claims(path: &Path, add_up: bool) -> Result<ClaimsFile, Failure> {
    let duplicates = if add_up {
        Duplicates::AddUp
    } else {
        Duplicates::Refuse
    };
    let (bytes, name) = read(path)?;
    let file = refund::read_claims(&bytes, &name, duplicates)?;
    say(&file.notes)?;
    Ok(file)
}

fn say(notes: &[String]) -> Result<(), Failure> {
    for note in notes {
        writeln!(std::io::stderr(), "{note}")?;
    }
    Ok(())
}

fn check(args: &CheckArgs) -> Result<(), Failure> {
    let file = claims(&args.claims, args.add_up)?;
    let (bytes, name) = read(&args.analysis)?;
    let found = refund::read_seen(&String::from_utf8_lossy(&bytes), &name)?;
    let (checked, total) = refund::check_claims(&file, &found);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for claim in &checked {
        if args.json {
            json_line(claim, &mut out)?;
            continue;
        }
        writeln!(
            out,
            "{}（第 {} 行）　证明等级建议（只看流水，名单不含书证）：{}",
            claim.claimant,
            claim.row,
            claim.grade.title()
        )?;
        for doubt in &claim.identity {
            writeln!(out, "  账户归属：{doubt}")?;
        }
        for line in &claim.lines {
            let found = line
                .found_fen
                .map_or_else(|| "—".to_owned(), |fen| fen.grouped());
            writeln!(
                out,
                "  {}：申报 {}，流水 {found}　{}",
                line.title,
                line.claimed_fen.grouped(),
                line.note
            )?;
        }
    }
    if args.json {
        json_line(&total, &mut out)?;
    }
    out.flush()?;
    if !args.json {
        writeln!(
            std::io::stderr(),
            "{} 笔：一致 {}，有差异 {}，不能确定 {}，流水中没有 {}",
            total.claims,
            total.same,
            total.differ,
            total.uncertain,
            total.not_found
        )?;
    }
    Ok(())
}

fn plan(args: &PlanArgs) -> Result<(), Failure> {
    let file = claims(&args.claims, args.add_up)?;
    let rule = rule(args)?;
    let accounts = accounts(&file, args)?;
    for class in rule.classes_of_nobody(&file.claims) {
        let note = format!("规则中的优先类别“{class}”在名单中没有人，请核对类别名称是否一致");
        say(&[note])?;
    }
    let earlier = earlier(args)?;
    let allocation = refund::allocate(&file.claims, args.available, &rule, &earlier)
        .map_err(|error| Failure::input(error.to_string()))?;
    if let Some(folder) = &args.out {
        write_papers(&allocation, &file, &rule, (args, accounts), folder)?;
    }
    let out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    if args.json {
        print_json(&allocation, args.seed_batch, out)
    } else {
        print_table(&allocation, out)
    }
}

/// Looks at the accounts to be paid on, and answers what the payment list must say of them. Several
/// people on one account are refused until somebody says why.
fn accounts(file: &ClaimsFile, args: &PlanArgs) -> Result<Vec<String>, Failure> {
    let doubts = refund::account_doubts(file);
    say(&doubts.notes)?;
    let reason = args.shared_accounts.as_deref().map(str::trim);
    let reason = reason.filter(|reason| !reason.is_empty());
    match reason {
        None if !doubts.same_payee.is_empty() => Err(Failure::input(format!(
            "有几个人共用一个收款账号，没有分配（同一笔钱不能付两次，也不能付给别人）：\n{}\n请核实更正；确属代办、继承等情形的，用 --shared-accounts 写明理由和材料",
            doubts.same_payee.join("\n")
        ))),
        reason => {
            let settled = doubts
                .same_payee
                .iter()
                .map(|words| format!("{words}；理由：{}", reason.unwrap_or_default()));
            let settled: Vec<String> = settled.collect();
            say(&settled)?;
            Ok(settled.into_iter().chain(doubts.notes).collect())
        }
    }
}

/// Writes the papers of a division into a folder.
fn write_papers(
    allocation: &Allocation,
    file: &ClaimsFile,
    rule: &Rule,
    (args, notes): (&PlanArgs, Vec<String>),
    folder: &Path,
) -> Result<(), Failure> {
    let occasion = Occasion {
        case: args.case.clone(),
        office: args.office.clone(),
        batch: args.seed_batch.unwrap_or(args.earlier.len() as u64 + 1),
        made_at: CHINA.to_datetime(clock::ctx("清退文书").now()),
        notes,
    };
    let notices_in = folder.join("告知书");
    fs::create_dir_all(&notices_in)?;
    fs::write(
        folder.join("付款清单.xlsx"),
        refund::payment_list(allocation, file, &occasion)?,
    )?;
    fs::write(
        folder.join("公示.docx"),
        refund::public_summary(allocation, rule, &occasion)?,
    )?;
    let mut count = 0;
    for (name, paper) in refund::notices(allocation, file, &occasion) {
        fs::write(notices_in.join(name), paper?)?;
        count += 1;
    }
    writeln!(
        std::io::stderr(),
        "付款清单、公示和 {count} 份告知书已写入 {}",
        folder.display()
    )?;
    Ok(())
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
    let files: Result<Vec<_>, Failure> = args.earlier.iter().map(|path| read(path)).collect();
    Ok(refund::read_paid_all(&files?)?)
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
    let overpaid = allocation.overpaid();
    if overpaid > Fen::ZERO {
        let people = allocation
            .shares
            .iter()
            .filter(|share| share.overpaid > Fen::ZERO);
        let note = format!(
            "其中 {} 人以前各批多付合计 {} 元，应追回，没有计入累计清退率",
            people.count(),
            overpaid.grouped()
        );
        say(&[note])?;
    }
    Ok(())
}
