//! `fangfei link records`: which of the office's own files of subjects and clues may be one, found now and
//! kept for people to decide. It must not know how they are compared.

use std::io::{self, Write};

use clap::Args;
use fangfei_app::{
    Page,
    likeness::{self, LikenessFilter},
};
use fangfei_model::likeness::{Likeness, LikenessKind, LikenessStatus};
use serde::Serialize;

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Options of `link records`.
#[derive(Args)]
pub struct RecordsArgs {
    /// 只比对一类：subject 主体档案、clue 线索；默认两类都比对
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// 每一对输出一行 JSON
    #[arg(long)]
    json: bool,
}

/// One line of the output.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    kind: &'static str,
    left: String,
    left_name: &'a str,
    right: String,
    right_name: &'a str,
    probability: f64,
    reasons: &'a [String],
}

/// Looks, then prints what waits for a decision, the likeliest first.
pub async fn run(office: &OfficeArgs, args: &RecordsArgs) -> Result<(), Failure> {
    let kinds = match &args.kind {
        None => LikenessKind::ALL.to_vec(),
        Some(text) => vec![
            text.parse::<LikenessKind>()
                .map_err(|error| Failure::usage(error.to_string()))?,
        ],
    };
    let app = office.open().await?;
    let ctx = clock::ctx("命令行查重比对");
    let mut out = io::BufWriter::new(io::stdout().lock());
    for kind in kinds {
        let found = likeness::find(&app, &ctx, kind).await?;
        writeln!(
            io::stderr(),
            "{}：新发现 {} 对，有变化 {} 对，不再相似 {} 对，待判断 {} 对",
            kind.title(),
            found.new,
            found.changed,
            found.lapsed,
            found.open
        )?;
        let filter = LikenessFilter {
            kind,
            status: Some(LikenessStatus::Open),
        };
        let mut at = 0;
        loop {
            let rows = likeness::list(&app, &ctx, filter, Page::new(at, Page::MAX_LIMIT)).await?;
            for row in &rows {
                print(&mut out, &row.likeness, args.json)?;
            }
            at += rows.len() as u64;
            if (rows.len() as u64) < Page::MAX_LIMIT {
                break;
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn print(out: &mut impl Write, likeness: &Likeness, json: bool) -> Result<(), Failure> {
    let (left, right) = (&likeness.left, &likeness.right);
    if json {
        let line = Line {
            id: likeness.id.to_string(),
            kind: likeness.kind.code(),
            left: left.id.simple().to_string(),
            left_name: &left.name,
            right: right.id.simple().to_string(),
            right_name: &right.name,
            probability: f64::from(likeness.percent) / 100.0,
            reasons: &likeness.reasons,
        };
        serde_json::to_writer(&mut *out, &line)
            .map_err(|error| Failure::input(error.to_string()))?;
        writeln!(out)?;
    } else {
        let why = likeness.reasons.join("；");
        writeln!(
            out,
            "{}%  {}  ↔  {}  {why}",
            likeness.percent, left.name, right.name
        )?;
    }
    Ok(())
}
