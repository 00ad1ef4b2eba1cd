//! Scores as a table or JSON on standard output. It must not know how they come about.

use std::io::{BufWriter, Write};

use fangfei_lens::text::{Scores, TextReport};

use crate::failure::Failure;

/// Prints a report.
pub fn print(report: &TextReport, json: bool) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    if json {
        serde_json::to_writer(&mut out, report).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        return Ok(out.flush()?);
    }
    if let Some(distinct) = report.distinct_texts {
        writeln!(
            out,
            "交叉验证（五份轮流，近似重复的文本归在同一份；不重复文本 {distinct} 条）"
        )?;
    }
    writeln!(
        out,
        "问题\t文本\t为是\t精确率\t召回率\tF1\tAUC\tBrier\t校准误差"
    )?;
    if let Some(scores) = &report.illegal_fundraising {
        row(&mut out, "是否非法集资", scores)?;
    }
    for event in &report.events {
        row(&mut out, &event.event, &event.scores)?;
    }
    if !report.events.is_empty() {
        writeln!(
            out,
            "事件合计\t微平均F1 {:.4}\t宏平均F1 {:.4}",
            report.micro_f1, report.macro_f1
        )?;
    }
    if let Some(names) = &report.names {
        writeln!(
            out,
            "平台和企业名称（按名称分三份轮流，找名称的模型没见过该份的名称）\t标注 {}\t找到 {}\t精确率 {:.4}\t召回率 {:.4}\tF1 {:.4}",
            names.listed,
            names.found,
            names.precision(),
            names.recall(),
            names.f1()
        )?;
    }
    Ok(out.flush()?)
}

fn row(out: &mut impl Write, name: &str, scores: &Scores) -> Result<(), Failure> {
    let share = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |v| format!("{v:.4}"));
    Ok(writeln!(
        out,
        "{name}\t{}\t{}\t{}\t{}\t{:.4}\t{}\t{:.4}\t{:.4}",
        scores.texts,
        scores.positive,
        share(scores.precision),
        share(scores.recall),
        scores.f1,
        share(scores.auc),
        scores.brier,
        scores.calibration_error
    )?)
}
