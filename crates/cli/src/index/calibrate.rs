//! `fangfei index calibrate`: weights learned from recorded outcomes beside the experts'. It must not know how.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use fangfei_app::lake::{Calibration, CalibrationOptions, RuleSet, calibrate};
use serde::{Deserialize, Serialize};

use super::{IndexArgs, backtest::outcomes, failed, run::score};
use crate::{failure::Failure, office::OfficeArgs};

/// Options of `index calibrate`.
#[derive(Args)]
pub struct CalibrateArgs {
    #[command(flatten)]
    index: IndexArgs,
    /// 已知结果：subject,label（1 出事，0 没有）
    #[arg(long, value_name = "FILE")]
    outcomes: PathBuf,
    /// 交叉验证的份数
    #[arg(long, value_name = "N", default_value_t = 5)]
    folds: u8,
    /// 权重写到这个文件，供 index run --weights 试用
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 一个 JSON 对象
    #[arg(long)]
    json: bool,
}

/// A file of weights.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightFile {
    /// Version of the rules whose curves are multiplied.
    rules: String,
    /// Factors by indicator.
    weights: BTreeMap<String, f64>,
}

/// The rules with the weights of a file.
pub fn with_weights(rules: &RuleSet, path: &Path) -> Result<RuleSet, Failure> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|e| Failure::input(format!("权重文件“{name}”无法读取（{e}）")))?;
    let file: WeightFile = serde_json::from_str(&text)
        .map_err(|e| Failure::input(format!("权重文件“{name}”第 {} 行有误：{e}", e.line())))?;
    if file.rules != rules.version {
        return Err(Failure::input(format!(
            "权重文件“{name}”是按规则 {} 学习的，现在的规则是 {}；请重新校准",
            file.rules, rules.version
        )));
    }
    rules.with_weights(&name, &file.weights).map_err(failed)
}

/// Runs the command.
pub async fn run(office: &OfficeArgs, args: CalibrateArgs) -> Result<(), Failure> {
    let work = args.index.open(office).await?;
    let outcomes = outcomes(&args.outcomes)?;
    let engine = work.engine().await?;
    let scored = score(&engine, &work).await?;
    let options = CalibrationOptions {
        folds: args.folds,
        ..CalibrationOptions::default()
    };
    let result = calibrate(&scored, &work.rules, &outcomes, &options).map_err(failed)?;
    if let Some(path) = &args.out {
        let file = WeightFile {
            rules: result.rules.clone(),
            weights: result.factors(),
        };
        fs::write(
            path,
            serde_json::to_string_pretty(&file).map_err(io::Error::from)?,
        )?;
        writeln!(
            io::stderr(),
            "权重已写入 {}；可用 index run --weights 试用，不影响现行规则",
            path.display()
        )?;
    }
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &result).map_err(io::Error::from)?;
        return Ok(writeln!(out)?);
    }
    print(&result, &mut out)
}

fn print(result: &Calibration, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "规则 {}：{} 个有结果的主体，其中出事 {} 个",
        result.rules, result.subjects, result.bad
    )?;
    writeln!(
        out,
        "交叉验证 AUC：专家权重 {:.4}，学习权重 {:.4}（{} 份平均）",
        result.expert_auc,
        result.learned_auc,
        result.folds.len()
    )?;
    writeln!(out, "倍数\t有分主体\t其中出事\t指标")?;
    for line in &result.weights {
        writeln!(
            out,
            "{:.2}\t{}\t{}\t{}",
            line.factor, line.subjects, line.bad, line.title
        )?;
    }
    Ok(())
}
