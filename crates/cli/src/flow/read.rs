//! `fangfei flow read`: statements into transfers, with what does not add up. It must not know layouts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use fangfei_app::money::{self, MoneyReading, MoneyTable, Options, read_files, write_table};
use serde::Serialize;

use super::files;
use crate::failure::Failure;

/// Options of `flow read`.
#[derive(Args)]
pub struct ReadArgs {
    /// 流水文件（xlsx、xls、csv、txt）或文件夹，可以给多个
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 结果写到这个文件夹：transfers.csv、accounts.csv、exceptions.csv、checks.csv
    #[arg(long, value_name = "DIR", required_unless_present = "show_mapping")]
    out: Option<PathBuf>,
    /// 列对应方案（JSON，由 --show-mapping 得到后修改），可以给多个
    #[arg(long, value_name = "FILE")]
    profile: Vec<PathBuf>,
    /// 每张表输出一行识别到的列对应（JSON），不写结果
    #[arg(long)]
    show_mapping: bool,
    /// 输出一行 JSON 汇总
    #[arg(long)]
    json: bool,
}

/// Reads, writes the tables, prints the summary. Refused files end the command with 1 after the others
/// were read.
pub fn run(args: &ReadArgs) -> Result<(), Failure> {
    let profiles = files::profiles(&args.profile)?;
    let reading = read_files(files::load(&args.files)?, &profiles, &Options::default());
    if args.show_mapping {
        show_mappings(&reading)?;
    } else if let Some(out) = &args.out {
        fs::create_dir_all(out)?;
        for table in MoneyTable::ALL {
            let file =
                BufWriter::with_capacity(1 << 20, File::create(out.join(table.file_name()))?);
            write_table(&reading, table, file)?;
        }
        let summary = Summary::of(&reading);
        let text = if args.json {
            serde_json::to_string(&summary).map_err(|error| Failure::input(error.to_string()))?
        } else {
            summary.words(&reading)
        };
        writeln!(std::io::stdout().lock(), "{text}")?;
    }
    for note in reading.notes.iter().chain(&reading.aside) {
        writeln!(std::io::stderr(), "提示：{note}")?;
    }
    if reading.refused.is_empty() {
        Ok(())
    } else {
        Err(Failure::input(reading.refused.join("\n错误：")))
    }
}

/// What a person corrects and gives back as `--profile`.
#[derive(Serialize)]
struct MappingLine<'a> {
    file: &'a str,
    sheet: &'a str,
    problems: &'a [String],
    columns: Vec<String>,
    profile: fangfei_intake::table::Profile,
}

fn show_mappings(reading: &MoneyReading) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for (file, mapping) in &reading.mappings {
        let columns = mapping.columns.iter().map(|c| {
            let field = c.field.as_ref().map_or("（不用）", |f| f.as_str());
            format!("{} {} → {field}：{}", c.letters, c.title, c.reason)
        });
        let line = MappingLine {
            file,
            sheet: &mapping.sheet,
            problems: &mapping.problems,
            columns: columns.collect(),
            profile: mapping.profile(),
        };
        let json =
            serde_json::to_string(&line).map_err(|error| Failure::input(error.to_string()))?;
        writeln!(out, "{json}")?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Summary {
    statements: usize,
    lists: usize,
    accounts: usize,
    rows: u64,
    transfers: u64,
    twins: u64,
    exceptions: BTreeMap<&'static str, u64>,
    own_account_transfers: usize,
    checks: BTreeMap<&'static str, u64>,
    refused: usize,
}

impl Summary {
    fn of(reading: &MoneyReading) -> Self {
        let found = &reading.reconciliation;
        let mut exceptions = BTreeMap::new();
        for exception in &found.exceptions {
            *exceptions.entry(exception.kind.title()).or_insert(0) += 1;
        }
        let mut checks = BTreeMap::new();
        for check in &found.checks {
            *checks.entry(check.kind.title()).or_insert(0) += 1;
        }
        Self {
            statements: reading.statements.len(),
            lists: reading.lists.len(),
            accounts: found.transfers.accounts.len(),
            rows: found.counts.rows,
            transfers: found.counts.transfers,
            twins: found.counts.twins,
            exceptions,
            own_account_transfers: found.own.len(),
            checks,
            refused: reading.refused.len(),
        }
    }

    /// The summary as a person reads it; the equation of the counts is written out.
    fn words(&self, reading: &MoneyReading) -> String {
        const SHOWN: usize = 10;
        let money::Counts {
            rows,
            transfers,
            twins,
            exceptions,
        } = reading.reconciliation.counts;
        let list = |counts: &BTreeMap<&'static str, u64>| {
            let parts: Vec<String> = counts
                .iter()
                .map(|(word, count)| format!("{word} {count}"))
                .collect();
            if parts.is_empty() {
                "无".to_owned()
            } else {
                parts.join("，")
            }
        };
        let mut text = format!(
            "流水 {} 份，清单 {} 份，账户 {} 个\n原始行 {rows} = 往来 {transfers} + 对方同笔 {twins} + 列明的其他行 {exceptions}\n其他行：{}\n本人账户互转 {} 笔\n核对发现：{}",
            self.statements,
            self.lists,
            self.accounts,
            list(&self.exceptions),
            self.own_account_transfers,
            list(&self.checks),
        );
        for check in reading.reconciliation.checks.iter().take(SHOWN) {
            let place = check.statement.and_then(|s| reading.place(s));
            let file = place.map_or(String::new(), |(file, _)| format!("“{file}”"));
            let row = check.row.map_or(String::new(), |row| format!("第{row}行"));
            text.push_str(&format!(
                "\n  · {}：{file}{row} {}",
                check.kind.title(),
                check.reason
            ));
        }
        if reading.reconciliation.checks.len() > SHOWN {
            text.push_str("\n  …… 其余见 checks.csv");
        }
        text
    }
}
