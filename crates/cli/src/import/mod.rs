//! `fangfei import`: office files into the records, each file whole or not at all. It must not know
//! how rows become records.

mod statement;

use std::path::{Path, PathBuf};

use clap::Args;
use fangfei_app::{
    App,
    import::{self, FileImport, ImportKind, ImportSettings, Outcome},
    unit,
};
use fangfei_intake::table::Mapping;
use fangfei_model::{code::division::DivisionCode, ctx::Ctx, import_run::RowReason};
use jiff::civil::Date;
use serde::Serialize;

use crate::{clock, failure::Failure, office::OfficeArgs, progress::Watch};

/// Reasons printed without `--json`.
const SHOWN: usize = 10;

/// Options of `import`.
#[derive(Args)]
pub struct ImportArgs {
    /// 导入内容：subject 主体、clue 线索、contact 联络员、licensed_body 持牌机构、division 区划、industry 行业、statement 银行流水
    #[arg(value_name = "KIND")]
    kind: String,
    /// 表格（xlsx、xls、csv），可以给多份；每份要么整份导入，要么一行也不导入
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 只核对，不写入
    #[arg(long)]
    dry_run: bool,
    /// 银行流水归入这一件资金核查（核查编号）
    #[arg(long, value_name = "NUMBER")]
    inquiry: Option<String>,
    /// 银行流水依据的是该核查登记的第几份取得文书；只登记了一份时可以不写
    #[arg(long, value_name = "N")]
    ground: Option<u32>,
    /// 只导入这张工作表，可以重复；默认导入所有认得出的工作表
    #[arg(long, value_name = "NAME")]
    sheet: Vec<String>,
    /// 列对应方案（JSON，由 --show-mapping 得到后修改）
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// 输出识别到的列对应（JSON），不导入
    #[arg(long)]
    show_mapping: bool,
    /// 没有写明属地的行归入这个区划，默认为本办公室的区划
    #[arg(long, value_name = "CODE")]
    division: Option<String>,
    /// 这些记录来自哪个单位（全称或简称）
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
    /// 没有写年份的日期按这一年
    #[arg(long, value_name = "YYYY")]
    year: Option<i16>,
    /// 没有日期的线索按这一天登记
    #[arg(long, value_name = "DATE")]
    found_on: Option<Date>,
    /// 把有退回行的原文件（加“导入结果”列）写到这里；只能用于一份文件
    #[arg(long, value_name = "OUT")]
    rejected: Option<PathBuf>,
    /// 每份文件输出一行 JSON
    #[arg(long)]
    json: bool,
}

/// One line of the output.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    kind: &'a str,
    run: Option<String>,
    dry_run: bool,
    sheets: &'a str,
    counts: fangfei_model::import_run::ImportCounts,
    rejected: &'a [RowReason],
    skipped: &'a [RowReason],
    notes: &'a [RowReason],
    file_notes: &'a [String],
}

/// Imports every file; one that is refused does not keep the others out.
pub async fn run(office: &OfficeArgs, args: ImportArgs) -> Result<(), Failure> {
    if statement::is_meant(&args.kind) {
        return statement::run(office, &args).await;
    }
    let kind: ImportKind = args
        .kind
        .parse()
        .map_err(|error: fangfei_app::Error| Failure::usage(error.to_string()))?;
    if args.rejected.is_some() && args.files.len() > 1 {
        return Err(Failure::usage("--rejected 只能用于一份文件，请逐份导入"));
    }
    if args.show_mapping {
        return show_mappings(kind, &args).await;
    }
    let app = office.open().await?;
    let ctx = clock::ctx("命令行导入");
    let settings = settings(&app, &ctx, &args).await?;
    let mut refused = Vec::new();
    for path in &args.files {
        match one(&app, &ctx, kind, path, &settings, &args).await {
            Ok(()) => {}
            Err(Problem::File(message)) => refused.push(message),
            Err(Problem::Failure(failure)) => return Err(failure),
        }
    }
    if refused.is_empty() {
        Ok(())
    } else {
        Err(Failure::input(refused.join("\n")))
    }
}

/// A file that is refused, or a failure that ends the command.
enum Problem {
    File(String),
    Failure(Failure),
}

async fn one(
    app: &App,
    ctx: &Ctx,
    kind: ImportKind,
    path: &Path,
    settings: &ImportSettings,
    args: &ImportArgs,
) -> Result<(), Problem> {
    let name = file_name(path);
    let bytes = read(path).map_err(Problem::File)?;
    let import = FileImport {
        kind,
        file_name: name.clone(),
        bytes,
        sheets: args.sheet.clone(),
        settings: settings.clone(),
        dry_run: args.dry_run,
    };
    let watch = Watch::file(&name);
    let outcome = import::import_file(app, ctx, import, &|progress| watch.show(progress)).await;
    watch.finish();
    let outcome = outcome.map_err(|error| match error {
        error @ fangfei_app::Error::File { .. } => Problem::File(error.to_string()),
        error => Problem::Failure(error.into()),
    })?;
    print(path, &outcome, args).map_err(Problem::Failure)?;
    if let Some(out) = args
        .rejected
        .as_ref()
        .filter(|_| outcome.run.counts.rejected > 0)
    {
        write_rejected(app, ctx, &outcome, out, args.dry_run)
            .await
            .map_err(Problem::Failure)?;
    }
    Ok(())
}

async fn write_rejected(
    app: &App,
    ctx: &Ctx,
    outcome: &Outcome,
    out: &Path,
    dry_run: bool,
) -> Result<(), Failure> {
    if dry_run {
        return Err(Failure::usage(
            "--rejected 需要真正导入；--dry-run 时请看输出中的原因",
        ));
    }
    let (_, bytes) = import::rejected_file(app, ctx, outcome.run.id).await?;
    std::fs::write(out, bytes)
        .map_err(|error| Failure::input(format!("无法写入 {}：{error}", out.display())))?;
    eprintln!("退回的行已标注在 {}", out.display());
    Ok(())
}

fn print(path: &Path, outcome: &Outcome, args: &ImportArgs) -> Result<(), Failure> {
    let run = &outcome.run;
    if args.json {
        let line = Line {
            file: path.display().to_string(),
            kind: &run.kind,
            run: (!args.dry_run).then(|| run.id.to_string()),
            dry_run: args.dry_run,
            sheets: &run.sheet,
            counts: run.counts,
            rejected: &run.rejected,
            skipped: &run.skipped,
            notes: &run.notes,
            file_notes: &outcome.notes,
        };
        println!(
            "{}",
            serde_json::to_string(&line).map_err(|error| Failure::input(error.to_string()))?
        );
        return Ok(());
    }
    let c = run.counts;
    let head = if args.dry_run {
        "核对（未写入）"
    } else {
        "导入完成"
    };
    println!(
        "{}：{head}，共 {} 行：新增 {}，更新 {}，没有变化 {}，退回 {}，跳过 {}",
        file_name(path),
        c.rows,
        c.added,
        c.changed,
        c.unchanged,
        c.rejected,
        c.skipped
    );
    for (title, list) in [("退回", &run.rejected), ("提示", &run.notes)] {
        for reason in list.iter().take(SHOWN) {
            println!(
                "  {title}：{} 第 {} 行：{}",
                reason.sheet, reason.row, reason.reason
            );
        }
        if list.len() > SHOWN {
            println!(
                "  {title}还有 {} 条，用 --json 查看全部",
                list.len() - SHOWN
            );
        }
    }
    outcome.notes.iter().for_each(|note| println!("  {note}"));
    Ok(())
}

async fn show_mappings(kind: ImportKind, args: &ImportArgs) -> Result<(), Failure> {
    for path in &args.files {
        let bytes = read(path).map_err(Failure::input)?;
        let file = import::OpenedFile::open(kind, &file_name(path), bytes).await?;
        println!(
            "{}",
            serde_json::to_string(&file.guessed)
                .map_err(|error| Failure::input(error.to_string()))?
        );
    }
    Ok(())
}

async fn settings(app: &App, ctx: &Ctx, args: &ImportArgs) -> Result<ImportSettings, Failure> {
    let division = args
        .division
        .as_deref()
        .map(str::parse::<DivisionCode>)
        .transpose();
    let origin_unit = match &args.unit {
        None => None,
        Some(name) => {
            let units = unit::list(app, ctx).await?;
            let found = units
                .iter()
                .find(|unit| unit.name == *name || unit.short_name == *name);
            let found = found.ok_or_else(|| {
                Failure::input(format!("没有名为“{name}”的单位，请用系统里的全称或简称"))
            })?;
            Some(found.id)
        }
    };
    Ok(ImportSettings {
        mappings: args
            .mapping
            .as_deref()
            .map(mappings)
            .transpose()?
            .unwrap_or_default(),
        year: args.year,
        division: division.map_err(|error| Failure::usage(format!("--division：{error}")))?,
        found_on: args.found_on,
        origin_unit,
        ..ImportSettings::default()
    })
}

fn mappings(path: &Path) -> Result<Vec<Mapping>, Failure> {
    let bytes = read(path).map_err(Failure::input)?;
    let wrong = |error| {
        Failure::input(format!(
            "列对应方案“{}”不是 --show-mapping 的输出：{error}",
            path.display()
        ))
    };
    serde_json::from_slice(&bytes).map_err(wrong)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("文件“{}”无法读取：{error}", path.display()))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
