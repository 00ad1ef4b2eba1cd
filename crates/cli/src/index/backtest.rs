//! `fangfei index backtest`: past days run again and compared with recorded outcomes. It must not know how.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;
use fangfei_app::lake::{
    Backtest, BacktestOptions, DayIndex, Limits, Outcomes, Points, backtest, read_outcomes,
};
use jiff::{ToSpan, civil::Date};

use super::{IndexArgs, Workspace, failed, open_engine, read_rules, run::score};
use crate::{failure::Failure, office::OfficeArgs};

/// Options of `index backtest`.
#[derive(Args)]
pub struct BacktestArgs {
    #[command(flatten)]
    index: IndexArgs,
    /// 已知结果：subject,date（何日记录）或 subject,label（1 出事，0 没有）
    #[arg(long, value_name = "FILE")]
    outcomes: PathBuf,
    /// 回测的日子，可写多个；默认为截至日往前每季一次共 5 次
    #[arg(long = "on", value_name = "DATE")]
    days: Vec<Date>,
    /// 指数不低于此数视为发现
    #[arg(long, value_name = "N", default_value_t = 40.0)]
    threshold: f64,
    /// 看前几名的准确率，可写多个
    #[arg(long, value_name = "K", default_values_t = [10, 50, 100, 500])]
    k: Vec<usize>,
    /// 再用这个目录的草稿规则回测，两相对照
    #[arg(long, value_name = "DIR")]
    beside: Option<PathBuf>,
    /// 每套规则一行 JSON
    #[arg(long)]
    json: bool,
    /// 每个出事主体的发现日写到这个 csv
    #[arg(long, value_name = "FILE")]
    detail: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(office: &OfficeArgs, args: BacktestArgs) -> Result<(), Failure> {
    let work = args.index.open(office).await?;
    let outcomes = outcomes(&args.outcomes)?;
    let mut results = vec![("现行规则", test(&work, &outcomes, &args).await?)];
    if let Some(folder) = &args.beside {
        let (screen, rules) = read_rules(folder)?;
        let draft = Workspace {
            lake: work.lake.clone(),
            screen: screen.into(),
            rules,
            as_of: work.as_of,
            #[cfg(feature = "cluster")]
            cluster: work.cluster.clone(),
        };
        results.push(("草稿规则", test(&draft, &outcomes, &args).await?));
    }
    let mut out = io::stdout().lock();
    for (title, result) in &results {
        if args.json {
            serde_json::to_writer(&mut out, result).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            print(title, result, &mut out)?;
        }
    }
    match (&args.detail, results.first()) {
        (Some(path), Some((_, result))) => write_detail(path, result),
        _ => Ok(()),
    }
}

/// Outcomes from a file.
pub fn outcomes(path: &std::path::Path) -> Result<Outcomes, Failure> {
    let file = path.display().to_string();
    let bytes = fs::read(path)
        .map_err(|e| Failure::input(format!("文件“{file}”无法读取（{e}），请检查路径和权限")))?;
    read_outcomes(&bytes, &file).map_err(failed)
}

async fn test(
    work: &Workspace,
    outcomes: &Outcomes,
    args: &BacktestArgs,
) -> Result<Backtest, Failure> {
    let mut days: Vec<DayIndex> = Vec::new();
    let mut outcomes = outcomes.clone();
    for day in days_of(args, work.as_of) {
        writeln!(io::stderr(), "回测 {day}")?;
        let engine = open_engine(&work.lake, &work.screen, day, Limits::of(&work.lake)).await?;
        let scored = score(&engine, work).await?;
        outcomes = outcomes.under_codes_of(&scored);
        let index: BTreeMap<String, Points> =
            scored.indexes().map(|(s, p)| (s.to_owned(), p)).collect();
        days.push((day, index));
    }
    tell_unknown(&outcomes, &days)?;
    let options = BacktestOptions {
        threshold: Points::from(args.threshold),
        ranks: args.k.clone(),
    };
    backtest(&work.rules.version, &days, &outcomes, &options).map_err(failed)
}

/// Says how many subjects of the file no day knows: what is not in the lake cannot be found.
fn tell_unknown(outcomes: &Outcomes, days: &[DayIndex]) -> Result<(), Failure> {
    let is_known = |subject: &String| days.iter().any(|(_, index)| index.contains_key(subject));
    let unknown: Vec<&String> = outcomes.0.keys().filter(|s| !is_known(s)).collect();
    if let Some(first) = unknown.first() {
        writeln!(
            io::stderr(),
            "结果文件中有 {} 个主体（如“{first}”）不在数据湖中，无从发现；请先装载企业名单",
            unknown.len()
        )?;
    }
    Ok(())
}

fn days_of(args: &BacktestArgs, as_of: Date) -> Vec<Date> {
    let mut days = args.days.clone();
    if days.is_empty() {
        days = (0..5)
            .filter_map(|n: i64| as_of.checked_sub((n * 3).months()).ok())
            .collect();
    }
    days.sort_unstable();
    days.dedup();
    days
}

fn print(title: &str, result: &Backtest, out: &mut impl Write) -> Result<(), Failure> {
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    writeln!(
        out,
        "{title}（{}），回测日 {}",
        result.rules,
        result.days.join("、")
    )?;
    writeln!(
        out,
        "  出事 {} 个，事先发现 {} 个（查全率 {}），提前天数中位数 {}",
        result.outcomes,
        result.flagged,
        percent(result.recall),
        result
            .median_days_before
            .map_or_else(|| "—".to_owned(), |d| d.to_string())
    )?;
    writeln!(
        out,
        "  报出 {} 个主体，其中后来出事的占 {}；参与排名 {} 个；AUC {}",
        result.flagged_subjects,
        percent(result.precision),
        result.subjects,
        result
            .auc
            .map_or_else(|| "—".to_owned(), |a| format!("{a:.4}"))
    )?;
    for at in &result.at {
        writeln!(
            out,
            "  前 {} 名：准确率 {}，查全率 {}",
            at.k,
            percent(at.precision),
            percent(at.recall)
        )?;
    }
    Ok(())
}

fn write_detail(path: &std::path::Path, result: &Backtest) -> Result<(), Failure> {
    let mut csv = String::from("\u{feff}主体,结果日期,发现日期,提前天数,最高指数\n");
    for line in &result.detail {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let days = line.days_before.map_or_else(String::new, |d| d.to_string());
        csv.push_str(&format!(
            "\"{}\",{},{},{days},{}\n",
            line.subject.replace('"', "\"\""),
            text(&line.outcome_on),
            text(&line.flagged_on),
            line.index
        ));
    }
    Ok(fs::write(path, csv)?)
}
