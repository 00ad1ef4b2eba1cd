//! `fangfei text train|eval`. It must not know how a model learns.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use fangfei_lens::text::{Classifier, Example, LabelRule, Model, train};

use super::{lines, scores};
use crate::failure::Failure;

/// Options of `text train`.
#[derive(Args)]
pub struct TrainArgs {
    /// 标注文本（JSON Lines）：{text, label} 或 {text, events:[{event, company}]}，可写多个
    #[arg(long, value_name = "FILE", required = true)]
    data: Vec<PathBuf>,
    /// 模型写到这个文件
    #[arg(long, value_name = "OUT")]
    model: PathBuf,
    /// 哪些标签或事件算“非法集资”；不写则为：是、1、true、非法集资、涉嫌非法集资、非法吸收公众存款、集资诈骗 等
    #[arg(long, value_name = "LABEL", num_args = 1..)]
    positive: Vec<String>,
    /// 成绩输出为 JSON
    #[arg(long)]
    json: bool,
}

/// Options of `text eval`.
#[derive(Args)]
pub struct EvalArgs {
    /// text train 生成的模型；不写则用自带的起步模型
    #[arg(long, value_name = "M")]
    model: Option<PathBuf>,
    /// 标注文本（JSON Lines），可写多个
    #[arg(long, value_name = "FILE", required = true)]
    data: Vec<PathBuf>,
    /// 哪些标签或事件算“非法集资”
    #[arg(long, value_name = "LABEL", num_args = 1..)]
    positive: Vec<String>,
    /// 成绩输出为 JSON
    #[arg(long)]
    json: bool,
}

/// Trains a model and prints its scores on texts held out.
pub fn train_model(args: &TrainArgs) -> Result<(), Failure> {
    let (examples, bad) = examples(&args.data, &args.positive)?;
    let trained = train(&examples).map_err(|error| Failure::input(error.to_string()))?;
    let mut err = std::io::stderr();
    for note in &trained.notes {
        writeln!(err, "{note}")?;
    }
    write_model(&trained.model, &args.model)?;
    writeln!(
        err,
        "模型已写入 {}（{} 个字符片段，{} 种事件）",
        args.model.display(),
        trained.model.known_runs(),
        trained.model.events().count()
    )?;
    scores::print(&trained.report, args.json)?;
    refused(bad)
}

/// Scores a model on examples.
pub fn eval(args: &EvalArgs) -> Result<(), Failure> {
    let classifier = classifier(args.model.as_deref())?;
    let (examples, bad) = examples(&args.data, &args.positive)?;
    scores::print(&classifier.evaluate(&examples), args.json)?;
    refused(bad)
}

/// The classifier of a model file, or the starter's.
pub fn classifier(path: Option<&Path>) -> Result<Classifier, Failure> {
    let made = match path {
        None => Classifier::starter(),
        Some(path) => {
            let name = path.display();
            let file = File::open(path).map_err(|error| {
                Failure::input(format!("模型“{name}”无法读取（{error}），请检查路径和权限"))
            })?;
            let model = Model::read(BufReader::with_capacity(1 << 20, file))
                .map_err(|error| Failure::input(format!("模型“{name}”：{error}")))?;
            Classifier::with_model(model)
        }
    };
    made.map_err(|error| Failure::input(error.to_string()))
}

/// Bad lines were told; the others were used.
pub fn refused(bad: usize) -> Result<(), Failure> {
    if bad == 0 {
        return Ok(());
    }
    Err(Failure::input(format!(
        "{bad} 行无法读取（见上），其余各行已处理"
    )))
}

fn examples(paths: &[PathBuf], positive: &[String]) -> Result<(Vec<Example>, usize), Failure> {
    let rule = LabelRule::with(positive);
    let (mut all, mut bad) = (Vec::new(), 0);
    for path in paths {
        let (examples, wrong) = lines::examples(path, &rule)?;
        all.extend(examples);
        bad += wrong;
    }
    Ok((all, bad))
}

/// Written beside and renamed: a full disk leaves no half model.
fn write_model(model: &Model, path: &Path) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let told = |error: String| {
        Failure::input(format!(
            "模型“{}”无法写入（{error}），请检查路径、权限和磁盘空间",
            path.display()
        ))
    };
    let file = File::create(&beside).map_err(|e| told(e.to_string()))?;
    model
        .write(BufWriter::with_capacity(1 << 20, file))
        .map_err(|e| told(e.to_string()))?;
    std::fs::rename(&beside, path).map_err(|e| told(e.to_string()))
}
