//! `fangfei link run`: which rows of a file mean the same firm, person or place. It must not know how weights are learned.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;
use csv::WriterBuilder;
use fangfei_lens::link::run::{
    ColumnKind, Link, Linked, Rows, RowsBuilder, Settings, UnfitWeights, Weights, guess, link,
    link_by,
};
use rayon::prelude::*;
use serde::Serialize;

use super::{compare::target, csv_parts::Wanted, decisions, table_source::TableSource, weights};
use crate::failure::Failure;

/// Rows looked at to guess what a column holds.
const SAMPLES: usize = 500;

/// Options of `link run`.
#[derive(Args)]
pub struct RunArgs {
    /// 要查重的表（csv 首行为列名，或 Parquet）
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 已有的另一张表，列名相同：只在两表之间找，left 是 FILE 的编号，right 是这张表的编号
    #[arg(long, value_name = "FILE2")]
    against: Option<PathBuf>,
    /// 编号列的列名，每行的编号应不同
    #[arg(long, value_name = "COL")]
    id: String,
    /// 各列的类型，如 name:person,born:date；不写则按列名和内容判断。类型：person、date、address、company、phone、code、text
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, ColumnKind)>,
    /// 达到多大概率算同一个
    #[arg(long, value_name = "P", default_value_t = 0.5, value_parser = probability)]
    threshold: f64,
    /// 每对写出各列的理由和权重（比特）
    #[arg(long)]
    explain: bool,
    /// 人的决定（link decide 写的日志），优先于计算结果
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// 用以前学到的权重（--save-weights 写的文件），不再学习：后来的记录与以前用同一把尺子。列名和类型默认照文件
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// 把这次用的权重写到文件，供以后 --weights 使用
    #[arg(long, value_name = "FILE")]
    save_weights: Option<PathBuf>,
    /// 把每行属于哪一组写到这个 csv：编号,组号
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn column(text: &str) -> Result<(String, ColumnKind), String> {
    let (title, kind) = text
        .rsplit_once(':')
        .ok_or_else(|| format!("“{text}”应写成 列名:类型"))?;
    let kind = kind.parse().map_err(|error| format!("{error}"))?;
    Ok((title.trim().to_owned(), kind))
}

fn probability(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("“{text}”不是数字"))?;
    if (0.01..=0.999_999).contains(&value) {
        Ok(value)
    } else {
        Err("概率应在 0.01 和 0.999999 之间".to_owned())
    }
}

/// A line of the result.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Link {
        left: &'a str,
        right: &'a str,
        probability: f64,
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        reasons: &'a [String],
    },
    Clusters {
        kind: &'static str,
        count: usize,
        rows: usize,
        links: usize,
    },
}

/// A column that takes part.
struct Chosen {
    at: usize,
    title: String,
    kind: ColumnKind,
}

/// Links a file and writes what was found.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let kept = args.weights.as_deref().map(weights::read).transpose()?;
    let rows = rows(args, kept.as_ref())?;
    let judged = match &args.decisions {
        Some(path) => decisions::judged(path, &rows)?,
        None => Vec::new(),
    };
    let settings = Settings {
        threshold: args.threshold,
        explain: args.explain,
        judged,
    };
    let found = match &kept {
        Some(kept) => link_by(&rows, &settings, kept).map_err(unfit)?,
        None => link(&rows, &settings),
    };
    say(&rows, &found)?;
    if let Some(path) = &args.save_weights {
        weights::write(path, &found.weights)?;
    }
    write_links(&rows, &found)?;
    if args.out.is_some() {
        write_clusters(args, &rows, &found)?;
    }
    Ok(())
}

fn unfit(error: UnfitWeights) -> Failure {
    Failure::input(error.to_string())
}

/// The rows of the file, and of the other one where there is one.
fn rows(args: &RunArgs, kept: Option<&Weights>) -> Result<Rows, Failure> {
    let table = TableSource::open(&args.file)?;
    let id = table.column(&args.id)?;
    let chosen = chosen(args, kept, &table, id)?;
    let mut builder = RowsBuilder::new(chosen.iter().map(|c| (c.title.clone(), c.kind)));
    let columns: Vec<usize> = chosen.iter().map(|c| c.at).collect();
    let columns = &columns;
    table.read(&Wanted { id, columns }, &mut builder)?;
    if let Some(path) = &args.against {
        let other = TableSource::open(path)?;
        builder.second_list();
        let columns: Vec<usize> = chosen
            .iter()
            .map(|c| other.column(&c.title))
            .collect::<Result<_, _>>()?;
        let (id, columns) = (other.column(&args.id)?, &columns);
        other.read(&Wanted { id, columns }, &mut builder)?;
    }
    let rows = builder.finish();
    if let Some((count, id)) = rows.repeated_ids() {
        writeln!(
            io::stderr(),
            "提示：有 {count} 行的编号与前面的行相同（如“{id}”）：每行仍单独比对，但结果只写编号，分不清是哪一行。请另选编号列，或改正后再做"
        )?;
    }
    Ok(rows)
}

/// The columns that were named, else those that the weights are for, else all.
fn chosen(
    args: &RunArgs,
    kept: Option<&Weights>,
    table: &TableSource,
    id: usize,
) -> Result<Vec<Chosen>, Failure> {
    let learned = kept.iter().flat_map(|kept| &kept.fields);
    let learned: Vec<_> = learned.map(|f| (f.title.clone(), f.kind)).collect();
    let columns = match (args.columns.is_empty(), learned.is_empty()) {
        (true, true) => return guessed(table, id),
        (true, false) => &learned,
        (false, _) => &args.columns,
    };
    let named = columns.iter().map(|(title, kind)| {
        Ok(Chosen {
            at: table.column(title)?,
            title: title.clone(),
            kind: *kind,
        })
    });
    named.collect()
}

/// Every column but the id, its kind guessed; the guess is told, so that it can be corrected.
fn guessed(table: &TableSource, id: usize) -> Result<Vec<Chosen>, Failure> {
    let mut samples: Vec<Vec<String>> = Vec::new();
    table.rows(|cells| {
        samples.push(cells.iter().map(|c| (*c).to_owned()).collect());
        samples.len() < SAMPLES
    })?;
    let others = table
        .header()
        .iter()
        .enumerate()
        .filter(|(at, title)| *at != id && !title.is_empty());
    let chosen: Vec<Chosen> = others
        .map(|(at, title)| {
            let values: Vec<&str> = samples
                .iter()
                .filter_map(|row| row.get(at).map(String::as_str))
                .collect();
            Chosen {
                at,
                title: title.clone(),
                kind: guess(title, &values),
            }
        })
        .collect();
    if chosen.is_empty() {
        return Err(Failure::input(format!(
            "文件“{}”除编号列外没有可以比较的列",
            table.name()
        )));
    }
    let told: Vec<String> = chosen
        .iter()
        .map(|c| format!("{}:{}", c.title, c.kind))
        .collect();
    writeln!(
        io::stderr(),
        "各列类型（可用 --columns 改）：{}",
        told.join(",")
    )?;
    Ok(chosen)
}

fn say(rows: &Rows, found: &Linked) -> Result<(), Failure> {
    let joined = found.clusters.iter().filter(|c| c.len() > 1).count();
    writeln!(
        io::stderr(),
        "{} 行，比较了 {} 对，{} 对相同；{} 组，其中 {joined} 组不止一行",
        rows.len(),
        found.compared,
        found.links.len(),
        found.clusters.len()
    )?;
    Ok(())
}

/// Links whose lines a thread writes at a time.
const LINES: usize = 1 << 12;

fn write_links(rows: &Rows, found: &Linked) -> Result<(), Failure> {
    let mut out = target(None)?;
    let stretches = found.links.par_chunks(LINES);
    let written: Vec<Vec<u8>> = stretches
        .map(|links| lines(rows, links))
        .collect::<Result<_, _>>()?;
    for lines in written {
        out.write_all(&lines)?;
    }
    let last = Line::Clusters {
        kind: "clusters",
        count: found.clusters.len(),
        rows: rows.len(),
        links: found.links.len(),
    };
    json_line(&last, &mut out)?;
    Ok(out.flush()?)
}

fn lines(rows: &Rows, links: &[Link]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for link in links {
        let line = Line::Link {
            left: rows.id(link.left),
            right: rows.id(link.right),
            probability: (link.probability * 1e6).round() / 1e6,
            reasons: &link.reasons,
        };
        json_line(&line, &mut out)?;
    }
    Ok(out)
}

fn json_line(line: &Line<'_>, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn write_clusters(args: &RunArgs, rows: &Rows, found: &Linked) -> Result<(), Failure> {
    let mut writer = WriterBuilder::new().from_writer(target(args.out.as_deref())?);
    let unwritten = |error: csv::Error| Failure::input(format!("分组结果无法写出：{error}"));
    writer
        .write_record([args.id.as_str(), "cluster"])
        .map_err(unwritten)?;
    for (number, cluster) in (1..).zip(found.clusters.iter()) {
        let number: usize = number;
        for row in cluster {
            writer
                .write_record([rows.id(*row), &number.to_string()])
                .map_err(unwritten)?;
        }
    }
    Ok(writer.flush()?)
}
