//! `fangfei audit`: the journal verified, from the database or from an export. It must not know how
//! entries are signed.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    path::PathBuf,
};

use clap::Subcommand;
use fangfei_app::{Head, Verification, journal};
use serde_json::json;

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Subcommands of `audit`.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// 校验日志和全部记录没有被改动
    Verify {
        /// 校验导出的日志文件，不需要数据库
        #[arg(long, value_name = "FILE")]
        export: Option<PathBuf>,
        /// 校验导出文件时应当使用的公钥（事先抄存的）
        #[arg(long, value_name = "KEY", requires = "export")]
        key: Option<String>,
        /// 事先抄存的日志条数，与 --root 同用，可发现末尾被截断
        #[arg(long, value_name = "N", requires = "root")]
        size: Option<u64>,
        /// 事先抄存的根摘要
        #[arg(long, value_name = "HASH", requires = "size")]
        root: Option<String>,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
    },
    /// 导出全部日志（JSON Lines）
    Export {
        /// 写入的文件
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Runs one.
pub async fn run(office: &OfficeArgs, command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::Verify {
            export,
            key,
            size,
            root,
            json,
        } => {
            let remembered = size.zip(root).map(|(size, root)| Head { size, root });
            let found = match export {
                Some(path) => {
                    let file = File::open(&path).map_err(|error| {
                        Failure::input(format!("打不开 {}：{error}", path.display()))
                    })?;
                    journal::verify_export(
                        BufReader::new(file),
                        key.as_deref(),
                        remembered.as_ref(),
                    )?
                }
                None => {
                    journal::verify(
                        &office.open().await?,
                        &clock::ctx("校验日志"),
                        remembered.as_ref(),
                    )
                    .await?
                }
            };
            show(&found, json)
        }
        AuditCommand::Export { out } => {
            let app = office.open().await?;
            let mut file = BufWriter::new(File::create(&out)?);
            let summary = journal::export(&app, &clock::ctx("导出日志"), &mut file).await?;
            file.flush()?;
            println!(
                "已导出 {} 条，公钥 {}，根摘要 {}",
                summary.head.size, summary.public_key, summary.head.root
            );
            Ok(())
        }
    }
}

fn show(found: &Verification, json: bool) -> Result<(), Failure> {
    let problems: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    if json {
        let line = json!({
            "sound": found.is_sound(), "entries": found.head.size, "versions": found.versions,
            "root": found.head.root, "public_key": found.public_key, "problems": problems, "more": found.more,
        });
        println!("{line}");
    } else {
        println!(
            "日志 {} 条，记录版本 {} 个",
            found.head.size, found.versions
        );
        println!("根摘要 {}", found.head.root);
        println!("公钥   {}", found.public_key);
        for problem in &problems {
            println!("问题：{problem}");
        }
        if found.more > 0 {
            println!("另有 {} 处", found.more);
        }
    }
    if found.is_sound() {
        if !json {
            println!("校验通过");
        }
        return Ok(());
    }
    Err(Failure::input(format!(
        "校验未通过：发现 {} 处问题",
        found.problems.len() as u64 + found.more
    )))
}
