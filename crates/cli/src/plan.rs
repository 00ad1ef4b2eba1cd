//! `fangfei plan read`: what a work plan says. It must not know campaigns.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use fangfei_intake::{
    plan::{self, PlanReading},
    text,
};
use serde::Serialize;

use crate::failure::Failure;

/// Subcommands of `plan`.
#[derive(Subcommand)]
pub enum PlanCommand {
    /// 读出文号、期限、任务、单位、联系人等，每份文件一行
    Read(ReadArgs),
}

/// Options of `plan read`.
#[derive(Args)]
pub struct ReadArgs {
    /// 工作方案（.docx 或 .txt），可以给多份
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 每份文件输出一行 JSON
    #[arg(long)]
    json: bool,
}

/// One line of the output: the file, then what it says.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    #[serde(flatten)]
    reading: &'a PlanReading,
}

/// Reads every file; one that is refused does not keep the others from being printed.
pub fn run(command: PlanCommand) -> Result<(), Failure> {
    let PlanCommand::Read(args) = command;
    let mut refused = Vec::new();
    for file in &args.files {
        match read(file) {
            Ok(reading) if args.json => print_json(file, &reading)?,
            Ok(reading) => println!("{}", reading.title.unwrap_or_default()),
            Err(message) => refused.push(message),
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(Failure::input(refused.join("\n"))) }
}

fn read(file: &Path) -> Result<PlanReading, String> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| format!("文件“{name}”无法读取：{error}"))?;
    let text = text::extract(&bytes, &name).map_err(|error| error.to_string())?;
    Ok(plan::read(&text))
}

fn print_json(file: &Path, reading: &PlanReading) -> Result<(), Failure> {
    let line = Line { file: file.display().to_string(), reading };
    let json = serde_json::to_string(&line).map_err(|error| Failure::input(error.to_string()))?;
    println!("{json}");
    Ok(())
}
