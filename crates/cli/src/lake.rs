//! `fangfei lake load|show|query`: the lake of facts. It must not know how files are read or kept.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, Subcommand};
use fangfei_app::lake::{
    Answer, FileRequest, Lake, Limits, Loaded, Manifest, Screen, TableSpec, load_file, reject_csv,
    shipped, summary,
};
use fangfei_model::ctx::CHINA;
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    clock,
    failure::Failure,
    index::{failed as failed_index, open_engine},
    office::OfficeArgs,
};

/// Subcommands of `lake`.
#[derive(Subcommand)]
pub enum LakeCommand {
    /// 装载文件：csv、xlsx、xls、Parquet；同一内容只装一次
    Load(LoadArgs),
    /// 列出各数据表的条数和日期范围
    Show(ShowArgs),
    /// 用 SQL 查询
    Query(QueryArgs),
}

/// Which lake.
#[derive(Args)]
pub struct LakeArgs {
    /// 数据湖目录；默认为数据目录下的 lake
    #[arg(long, value_name = "DIR")]
    lake: Option<PathBuf>,
}

/// Options of `lake load`.
#[derive(Args)]
pub struct LoadArgs {
    /// 数据表，如 enterprise 或 企业基本信息；fangfei lake show 列出全部
    #[arg(value_name = "KIND")]
    kind: String,
    /// 文件
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 没有日期列的内容从哪天起为已知，如 2024-06-30；默认为今天
    #[arg(long, value_name = "DATE")]
    known_on: Option<Date>,
    /// 文件里没有的列的值，如 list=瞪羚企业；可写多次
    #[arg(long, value_name = "COL=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// 未装载的行写到这个目录；默认写在文件旁边
    #[arg(long, value_name = "DIR")]
    rejects: Option<PathBuf>,
    /// 每个文件一行 JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lake: LakeArgs,
}

/// Options of `lake show`.
#[derive(Args)]
pub struct ShowArgs {
    /// 每个表一行 JSON，含列名
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lake: LakeArgs,
}

/// Options of `lake query`.
#[derive(Args)]
pub struct QueryArgs {
    /// SQL，只读
    #[arg(value_name = "SQL")]
    sql: String,
    /// 截至哪天；默认为今天
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    lake: LakeArgs,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("应写成 列名=值")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Today in the place of the office.
pub fn today() -> Date {
    CHINA.to_datetime(clock::ctx("数据湖").now()).date()
}

impl LakeArgs {
    /// Opens the lake.
    pub fn open(&self, office: &OfficeArgs) -> Result<Lake, Failure> {
        let folder = self
            .lake
            .clone()
            .unwrap_or_else(|| office.data.join("lake"));
        Lake::open(&folder).map_err(|e| Failure::input(e.to_string()))
    }

    /// Opens a lake that holds something: a mistyped folder must not look like an empty one.
    pub async fn open_filled(&self, office: &OfficeArgs) -> Result<Lake, Failure> {
        let folder = self
            .lake
            .clone()
            .unwrap_or_else(|| office.data.join("lake"));
        if !folder.exists() {
            let message = format!(
                "没有数据湖 {}；请先 fangfei lake load，或用 --lake 指定",
                folder.display()
            );
            return Err(Failure::input(message));
        }
        self.open(office)
    }
}

/// Runs a subcommand.
pub async fn run(office: &OfficeArgs, command: LakeCommand) -> Result<(), Failure> {
    match command {
        LakeCommand::Load(args) => load_files(office, args).await,
        LakeCommand::Show(args) => show(office, &args).await,
        LakeCommand::Query(args) => query(office, &args).await,
    }
}

#[derive(Serialize)]
struct LoadLine<'a> {
    file: &'a str,
    table: &'a str,
    taken: u64,
    known: u64,
    rejected: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    later: Option<u64>,
    same_file: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    rejects: Option<String>,
}

async fn load_files(office: &OfficeArgs, args: LoadArgs) -> Result<(), Failure> {
    let table = table(&args.kind)?;
    let lake = args.lake.open(office)?;
    let set: BTreeMap<String, String> = args.set.into_iter().collect();
    let mut refused = Vec::new();
    for path in &args.files {
        let file = path.display().to_string();
        let request = FileRequest {
            table: &table,
            path,
            known_on: args.known_on.unwrap_or_else(today),
            set: set.clone(),
        };
        let loaded = load_file(&lake, request)
            .await
            .map_err(|e| Failure::input(e.to_string()))?;
        let rejects = write_rejects(path, args.rejects.as_deref(), &loaded)?;
        let line = LoadLine {
            file: &file,
            table: &table.table,
            taken: loaded.taken,
            known: loaded.known,
            rejected: loaded.rejected_rows,
            later: Some(loaded.later).filter(|later| *later > 0),
            same_file: loaded.same_file,
            rejects,
        };
        report(&line, args.json, &loaded)?;
        if loaded.taken + loaded.known == 0 && loaded.rejected_rows > 0 {
            refused.push(file);
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    Err(Failure::input(format!(
        "{} 没有一行可以装载",
        refused.join("、")
    )))
}

fn report(line: &LoadLine<'_>, json: bool, loaded: &Loaded) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer(&mut out, line).map_err(io::Error::from)?;
        return Ok(writeln!(out)?);
    }
    let LoadLine {
        file,
        table,
        taken,
        known,
        rejected,
        ..
    } = line;
    if line.same_file {
        return Ok(writeln!(out, "{file}：装载过同一文件，没有变化")?);
    }
    writeln!(
        out,
        "{file} → {table}：新增 {taken} 条，已有 {known} 条，未装载 {rejected} 行"
    )?;
    if let Some(latest) = loaded.latest {
        writeln!(
            io::stderr(),
            "  其中 {} 条的日期晚于获知日（--known-on，默认为今天；最晚 {latest}），到那一天才计入；年份有误的请核对",
            loaded.later
        )?;
    }
    for row in loaded.rejected.iter().take(5) {
        let sheet = if row.sheet.is_empty() {
            String::new()
        } else {
            format!("工作表“{}”", row.sheet)
        };
        writeln!(
            io::stderr(),
            "  {sheet}第 {} 行：{}；{}",
            row.row,
            row.problem,
            row.remedy
        )?;
    }
    if let Some(rejects) = &line.rejects {
        writeln!(io::stderr(), "  未装载的行和原因：{rejects}")?;
    }
    Ok(())
}

/// Writes refused rows beside the file, or where it was said.
fn write_rejects(
    file: &Path,
    folder: Option<&Path>,
    loaded: &Loaded,
) -> Result<Option<String>, Failure> {
    if loaded.rejected.is_empty() {
        return Ok(None);
    }
    let stem = file.file_name().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}.未装载.csv");
    let path = match folder {
        Some(folder) => {
            fs::create_dir_all(folder)?;
            folder.join(name)
        }
        None => file.with_file_name(name),
    };
    match fs::write(&path, reject_csv(&loaded.rejected)) {
        Ok(()) => Ok(Some(path.display().to_string())),
        Err(error) => {
            writeln!(
                io::stderr(),
                "未装载的行没有写出（{}：{error}）；可用 --rejects 指定目录",
                path.display()
            )?;
            Ok(None)
        }
    }
}

fn table(asked: &str) -> Result<Arc<TableSpec>, Failure> {
    let tables = shipped().map_err(|e| Failure::input(e.to_string()))?;
    let found = tables
        .values()
        .find(|t| t.table == asked || t.title == asked);
    found.cloned().ok_or_else(|| {
        let known: Vec<String> = tables
            .values()
            .map(|t| format!("{}（{}）", t.table, t.title))
            .collect();
        Failure::usage(format!(
            "没有“{asked}”这种数据表；可用的有：{}",
            known.join("、")
        ))
    })
}

async fn show(office: &OfficeArgs, args: &ShowArgs) -> Result<(), Failure> {
    let lake = args.lake.open_filled(office).await?;
    let manifest = Manifest::read(&lake)
        .await
        .map_err(|e| Failure::input(e.to_string()))?;
    let mut out = io::stdout().lock();
    for table in summary(&manifest).map_err(|e| Failure::input(e.to_string()))? {
        if args.json {
            serde_json::to_writer(&mut out, &table).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            let known = table
                .known
                .map_or_else(|| "—".to_owned(), |(a, b)| format!("{a} 至 {b}"));
            writeln!(
                out,
                "{}\t{}（{}）\t{} 条\t{known}\t{} 个文件",
                table.table, table.title, table.class, table.rows, table.sources
            )?;
        }
    }
    Ok(())
}

async fn query(office: &OfficeArgs, args: &QueryArgs) -> Result<(), Failure> {
    let failed = |e: fangfei_app::lake::LakeError| Failure::input(e.to_string());
    let lake = args.lake.open_filled(office).await?;
    let screen = Arc::new(Screen::builtin().map_err(|e| Failure::input(e.to_string()))?);
    let engine = open_engine(
        &lake,
        &screen,
        args.as_of.unwrap_or_else(today),
        Limits::of(&lake),
    )
    .await?;
    engine.affiliate(&args.sql).await.map_err(failed_index)?;
    let mut answer = Answer::ask(engine.context(), &args.sql)
        .await
        .map_err(failed)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    while let Some(rows) = answer.next_rows().await.map_err(failed)? {
        for row in rows {
            serde_json::to_writer(&mut out, &row).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}
