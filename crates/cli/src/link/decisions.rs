//! The journal of people's decisions on matches: a file of JSON lines that is only ever appended to. It must not know
//! how likeness is measured.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use fangfei_lens::link::{
    journal::{Decision, Judgement, in_force},
    run::{Judged, Rows},
};
use fangfei_model::ctx::Clock as _;

use crate::{clock::SystemClock, failure::Failure};

/// Options of `link decide`.
#[derive(Args)]
pub struct DecideArgs {
    /// 决定日志（每行一条 JSON；没有则新建，只追加不改写）
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 一条记录的编号
    #[arg(long, value_name = "ID")]
    left: String,
    /// 另一条记录的编号
    #[arg(long, value_name = "ID")]
    right: String,
    /// 决定：same 合并、different 拆分、withdrawn 撤回此前的决定
    #[arg(long, value_enum)]
    judgement: JudgementArg,
    /// 由谁决定
    #[arg(long, value_name = "NAME")]
    by: String,
    /// 理由
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// What may be decided.
#[derive(Clone, Copy, ValueEnum)]
enum JudgementArg {
    /// 合并
    Same,
    /// 拆分
    Different,
    /// 撤回
    Withdrawn,
}

impl From<JudgementArg> for Judgement {
    fn from(judgement: JudgementArg) -> Self {
        match judgement {
            JudgementArg::Same => Self::Same,
            JudgementArg::Different => Self::Different,
            JudgementArg::Withdrawn => Self::Withdrawn,
        }
    }
}

/// Appends a decision.
pub fn decide(args: &DecideArgs) -> Result<(), Failure> {
    let named = [&args.left, &args.right, &args.by, &args.reason];
    if named.iter().any(|text| text.trim().is_empty()) {
        return Err(Failure::input("编号、决定人和理由都不能为空".to_owned()));
    }
    if args.left == args.right {
        return Err(Failure::input(format!(
            "两个编号都是“{}”，请写两条不同的记录",
            args.left
        )));
    }
    if args.file.exists() {
        read(&args.file)?;
    }
    let decision = Decision {
        left: args.left.clone(),
        right: args.right.clone(),
        judgement: args.judgement.into(),
        by: args.by.clone(),
        at: SystemClock.now().to_string(),
        reason: args.reason.clone(),
    };
    let mut line = serde_json::to_string(&decision).map_err(std::io::Error::from)?;
    line.push('\n');
    let unwritten = |error| {
        let path = args.file.display();
        Failure::input(format!(
            "决定日志“{path}”无法写入（{error}），请检查路径和权限"
        ))
    };
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&args.file);
    file.and_then(|mut file| file.write_all(line.as_bytes()))
        .map_err(unwritten)
}

/// Reads a journal. Refused: a line that is no decision, named by its number.
fn read(path: &Path) -> Result<Vec<Decision>, Failure> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::input(format!(
            "决定日志“{name}”无法读取（{error}），请检查路径和编码"
        ))
    })?;
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let number: usize = number;
            serde_json::from_str(line).map_err(|error| {
                Failure::input(format!(
                    "决定日志“{name}”第 {number} 行不是一条决定（{error}）"
                ))
            })
        })
        .collect()
}

/// What is in force for the rows of a table.
pub fn judged(path: &Path, rows: &Rows) -> Result<Vec<Judged>, Failure> {
    let journal = read(path)?;
    let numbers = rows.numbers();
    let of = |id: &str| numbers.get(id).map(Vec::as_slice).unwrap_or_default();
    let mut out = Vec::new();
    for ((left, right), judgement) in in_force(&journal) {
        let pairs = of(&left)
            .iter()
            .flat_map(|a| of(&right).iter().map(move |b| (*a, *b)));
        out.extend(pairs.map(|(left, right)| Judged {
            left,
            right,
            same: judgement == Judgement::Same,
        }));
    }
    Ok(out)
}
