//! `fangfei index explain`: what a firm's index is made of, in words the firm could be told. It must not know how it
//! is made.

use std::io::{self, Write};

use clap::Args;
use fangfei_app::lake::{Anatomy, KnownLine, MissingLine, Point};
use serde::Serialize;

use super::{IndexArgs, failed};
use crate::{failure::Failure, office::OfficeArgs};

/// Options of `index explain`.
#[derive(Args)]
pub struct ExplainArgs {
    /// 统一社会信用代码、装载时的编号，或企业全称
    #[arg(value_name = "SUBJECT")]
    subject: String,
    #[command(flatten)]
    index: IndexArgs,
    /// 一个 JSON 对象
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Explained {
    #[serde(flatten)]
    anatomy: Anatomy,
    /// Known and harmless.
    known: Vec<KnownLine>,
    /// Not known.
    not_known: Vec<MissingLine>,
}

/// Runs the command.
pub async fn run(office: &OfficeArgs, args: ExplainArgs) -> Result<(), Failure> {
    let work = args.index.open(office).await?;
    let engine = work.engine().await?;
    let (scored, number) = engine
        .run_one(&work.rules, &args.subject)
        .await
        .map_err(failed)?;
    let explained = Explained {
        anatomy: scored.anatomy(number, &work.rules, engine.manifest(), work.as_of),
        known: scored.known_lines(number, &work.rules),
        not_known: scored.missing_lines(number, &work.rules),
    };
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &explained).map_err(io::Error::from)?;
        return Ok(writeln!(out)?);
    }
    print(&explained, &mut out)
}

fn print(explained: &Explained, out: &mut impl Write) -> Result<(), Failure> {
    let anatomy = &explained.anatomy;
    let name = anatomy.name.as_deref().unwrap_or(&anatomy.subject);
    writeln!(out, "{name}（{}）", anatomy.subject)?;
    writeln!(
        out,
        "截至 {}，指数 {}（{}）；已知信息占 {}%。规则版本 {}。",
        anatomy.as_of, anatomy.index, anatomy.band, anatomy.coverage, anatomy.rules
    )?;
    writeln!(
        out,
        "指数只用来安排核查的先后，不是认定，也不改变任何状态；对下列各项有异议的，可以提出并附材料。"
    )?;
    for (dimension, points) in anatomy
        .dimensions
        .iter()
        .filter(|(_, p)| p.as_f64() != Some(0.0))
    {
        writeln!(out, "\n{dimension}　{points} 分")?;
        for point in anatomy.points.iter().filter(|p| p.dimension == *dimension) {
            print_point(point, out)?;
        }
    }
    if !explained.known.is_empty() {
        let titles: Vec<&str> = explained.known.iter().map(|k| k.title.as_str()).collect();
        writeln!(out, "\n已查、不计分：{}。", titles.join("；"))?;
    }
    if !explained.not_known.is_empty() {
        let titles: Vec<&str> = explained
            .not_known
            .iter()
            .map(|k| k.title.as_str())
            .collect();
        writeln!(out, "\n没有数据、不计分也不算好：{}。", titles.join("；"))?;
    }
    Ok(())
}

fn print_point(point: &Point, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "  {}：{}　{} 分",
        point.title, point.says, point.points
    )?;
    writeln!(out, "    依据：{}", point.ground)?;
    if let Some(note) = &point.note {
        writeln!(out, "    内容：{note}")?;
    }
    let rows: Vec<String> = point
        .rows
        .iter()
        .take(5)
        .map(|r| {
            let sheet = if r.sheet.is_empty() {
                String::new()
            } else {
                format!("“{}”", r.sheet)
            };
            format!("{}{sheet} 第 {} 行", r.file, r.row)
        })
        .collect();
    let more = point.rows.len().saturating_sub(5);
    let tail = if more > 0 {
        format!("等 {} 行", point.rows.len())
    } else {
        String::new()
    };
    let day = point.as_of.as_deref().unwrap_or("日期不详");
    Ok(writeln!(
        out,
        "    来源（{day}）：{}{tail}",
        rows.join("、")
    )?)
}
