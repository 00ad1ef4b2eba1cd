//! `fangfei warn platforms`: which lending platforms are likely to stop paying. It must not know how risk is computed.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use fangfei_app::early_warning::{
    AnatomyLine, Assessment, Histories, Method, Month, PlatformLine, anatomy, assess,
    builtin_method, read_method, read_platforms, read_register,
};
use serde::Serialize;

use crate::failure::Failure;

/// Subcommands of `warn`.
#[derive(Subcommand)]
pub enum WarnCommand {
    /// 网贷平台按十二个月内停止兑付的可能性排序，附理由
    Platforms(PlatformsArgs),
}

/// Options of `warn platforms`.
#[derive(Args)]
pub struct PlatformsArgs {
    /// 平台月度数据（csv、xlsx、xls）：platform,month_end,investor_0to1w,… 或者对应的中文列名
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 只用截至这个月的数据，如 2018-02；以后的行不读
    #[arg(long, value_name = "MONTH")]
    until: Month,
    /// 每个平台一行 JSON
    #[arg(long)]
    json: bool,
    /// 平台名册（platform,opened），用来计算上线时间长短；可以不给
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// 预计十二个月内出问题的平台比例，在0和1之间；不写则按方法文件
    #[arg(long, value_name = "SHARE")]
    base_rate: Option<f64>,
    /// 单位自己的计分方法（TOML）；不写则用随程序的方法
    #[arg(long, value_name = "FILE")]
    method: Option<PathBuf>,
    /// 只看一个平台，列出每项指标的数值、位次、得分和依据
    #[arg(long, value_name = "PLATFORM")]
    explain: Option<String>,
}

/// Runs a subcommand.
pub fn run(command: &WarnCommand) -> Result<(), Failure> {
    match command {
        WarnCommand::Platforms(args) => platforms(args),
    }
}

fn platforms(args: &PlatformsArgs) -> Result<(), Failure> {
    let method = method(args)?;
    let histories = histories(args)?;
    let opened = register(args)?;
    let ranking = assess(&histories, &opened, &method);
    writeln!(
        std::io::stderr(),
        "{}家平台，数据截至{}；方法 {}，基础发生率 {:.0}%。排序供核查参考，不是违法认定。",
        ranking.len(),
        histories.latest,
        method.version,
        method.base_rate * 100.0
    )?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match &args.explain {
        Some(platform) => explain(platform, &ranking, &histories, &method, args.json, &mut out)?,
        None => print_ranking(&ranking, args.json, &mut out)?,
    }
    Ok(out.flush()?)
}

fn method(args: &PlatformsArgs) -> Result<Method, Failure> {
    let method = match &args.method {
        Some(path) => {
            let (bytes, name) = read(path)?;
            read_method(&String::from_utf8_lossy(&bytes), &name)?
        }
        None => builtin_method()?,
    };
    match args.base_rate {
        Some(share) => method
            .with_base_rate(share)
            .map_err(|_| Failure::usage("--base-rate 应在0和1之间，例如 0.42")),
        None => Ok(method),
    }
}

fn histories(args: &PlatformsArgs) -> Result<Histories, Failure> {
    let (bytes, name) = read(&args.file)?;
    let file = read_platforms(&bytes, &name, args.until)?;
    let mut told = std::io::stderr();
    for note in &file.notes {
        writeln!(told, "提示：{note}")?;
    }
    let later = file.later;
    let Some(histories) = Histories::until(file.rows, args.until) else {
        return Err(Failure::input(format!(
            "文件“{name}”中没有截至{}的数据（以后的有{later}行）；请检查 --until",
            args.until
        )));
    };
    for clash in &histories.clashes {
        let titles: Vec<&str> = clash.figures.iter().map(|figure| figure.title()).collect();
        writeln!(
            told,
            "提示：平台“{}”{}有几行，数字不一致，都不采用：{}",
            clash.platform,
            clash.month,
            titles.join("、")
        )?;
    }
    Ok(histories)
}

fn register(args: &PlatformsArgs) -> Result<BTreeMap<Box<str>, Month>, Failure> {
    let Some(path) = &args.register else {
        return Ok(BTreeMap::new());
    };
    let (bytes, name) = read(path)?;
    let register = read_register(&bytes, &name)?;
    for note in &register.notes {
        writeln!(std::io::stderr(), "提示：{note}；该平台的上线时间按未知计")?;
    }
    Ok(register.opened)
}

fn read(path: &Path) -> Result<(Vec<u8>, String), Failure> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| {
        Failure::input(format!("文件“{name}”无法读取（{error}），请检查路径和权限"))
    })?;
    Ok((bytes, name))
}

fn print_ranking(ranking: &[Assessment], json: bool, out: &mut impl Write) -> Result<(), Failure> {
    for one in ranking {
        let line = PlatformLine::from(one);
        if json {
            json_line(&line, out)?;
        } else {
            let reasons = line.reasons.join("\n    ");
            writeln!(
                out,
                "{}. {}　{:.1}%\n    {reasons}",
                line.rank,
                line.platform,
                line.risk * 100.0
            )?;
        }
    }
    Ok(())
}

fn explain(
    platform: &str,
    ranking: &[Assessment],
    histories: &Histories,
    method: &Method,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let Some(one) = ranking.iter().find(|one| &*one.platform == platform) else {
        return Err(Failure::input(format!(
            "截至{}的数据里没有平台“{platform}”；请按文件里的写法填写",
            histories.latest
        )));
    };
    let line = anatomy(one, ranking.len(), histories.latest, method);
    if json {
        json_line(&line, out)
    } else {
        print_anatomy(&line, out)
    }
}

fn print_anatomy(line: &AnatomyLine, out: &mut impl Write) -> Result<(), Failure> {
    let one = &line.platform;
    writeln!(
        out,
        "{}　第{}位，共{}家　风险 {:.1}%　合计 {:+.2} 分（0 分为市场中等）",
        one.platform,
        one.rank,
        line.of,
        one.risk * 100.0,
        line.points
    )?;
    for term in &line.terms {
        writeln!(
            out,
            "{:+6.2}（±{:.1}）　{}　位次 {:.0}%　{}\n        依据：{}",
            term.points,
            term.most,
            term.title,
            term.standing * 100.0,
            term.detail,
            term.ground
        )?;
    }
    Ok(())
}

fn json_line(line: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}
