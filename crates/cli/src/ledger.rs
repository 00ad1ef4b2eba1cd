//! `fangfei ledger`: a ledger as a file, now or as it stood on a past day. It must not know rows.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use clap::Args;
use fangfei_app::ledger::{self, Ask, Format, Given};

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Options of `ledger`.
#[derive(Args)]
pub struct LedgerArgs {
    /// 台账编号或名称，例如 risk-list 或 风险隐患清单；不写则列出全部台账
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// 文件格式：xlsx、csv 或 json
    #[arg(long, default_value = "xlsx", value_name = "FORMAT", value_parser = ["xlsx", "csv", "json"])]
    format: String,
    /// 按这一天 24 时的记录，例如 2024-09-30
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// 写到这个文件，写 - 则输出到标准输出；不写时 csv、json 输出到标准输出，xlsx 写成“名称_日期.xlsx”
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 条件，可写多个：字段=值，范围写 a..b，例如 --where 状态=处置中 --where 挂账日期=2024-07-01..2024-09-30
    #[arg(long = "where", value_name = "字段=值")]
    conditions: Vec<String>,
    /// 按这一列排序，前面加 - 为从大到小
    #[arg(long, value_name = "字段", allow_hyphen_values = true)]
    sort: Option<String>,
}

/// Writes the ledger, or lists the ledgers.
pub async fn run(office: &OfficeArgs, args: LedgerArgs) -> Result<(), Failure> {
    let given = given(&args)?;
    let app = office.open().await?;
    let ctx = clock::ctx("导出台账");
    let Some(name) = &args.name else {
        for summary in ledger::summaries(&app, &ctx).await? {
            let more = if summary.more { "+" } else { "" };
            println!(
                "{}\t{}\t{}{more}",
                summary.ledger.id, summary.ledger.title, summary.count
            );
        }
        return Ok(());
    };
    let listed = ledger::open(&app, &ctx, name)?;
    let (ask, problems) = Ask::read(&listed, &ctx, &given);
    if !problems.is_empty() {
        let all: Vec<String> = problems
            .into_iter()
            .map(|p| format!("{}：{}", p.name, p.message))
            .collect();
        return Err(Failure::input(all.join("；")));
    }
    let format: Format = args.format.parse()?;
    // Text is for the next command in the pipe; a workbook is for a person's folder.
    let piped = match args.out.as_deref() {
        Some(out) => out == Path::new("-"),
        None => format != Format::Xlsx,
    };
    if piped {
        let target = std::io::stdout();
        ledger::export(&app, &ctx, &listed, &ask, format, target).await?;
        return Ok(());
    }
    let day = ask.as_of.unwrap_or_else(|| ctx.today());
    let out = args
        .out
        .unwrap_or_else(|| format!("{}_{day}.{}", listed.ledger.title, format.extension()).into());
    // A half-written file under the wanted name would pass for a whole one.
    let part = out.with_extension(format!("{}.part", format.extension()));
    let target = File::create(&part).map_err(|error| unwritable(&part, &error))?;
    match ledger::export(&app, &ctx, &listed, &ask, format, target).await {
        Ok(exported) => {
            std::fs::rename(&part, &out).map_err(|error| unwritable(&out, &error))?;
            writeln!(
                std::io::stderr(),
                "{}：{} 行，已写入 {}",
                listed.ledger.title,
                exported.rows,
                out.display()
            )?;
            Ok(())
        }
        Err(error) => {
            std::fs::remove_file(&part).ok();
            Err(error.into())
        }
    }
}

fn given(args: &LedgerArgs) -> Result<Vec<Given>, Failure> {
    let mut given = Vec::new();
    for condition in &args.conditions {
        let Some((name, value)) = condition.split_once('=') else {
            return Err(Failure::usage(format!("条件“{condition}”应写成 字段=值")));
        };
        given.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    given.extend(
        args.as_of
            .iter()
            .map(|day| ("as_of".to_owned(), day.clone())),
    );
    given.extend(
        args.sort
            .iter()
            .map(|column| ("sort".to_owned(), column.clone())),
    );
    Ok(given)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(format!(
        "无法写入 {}（{error}），请检查文件夹和空间",
        path.display()
    ))
}
