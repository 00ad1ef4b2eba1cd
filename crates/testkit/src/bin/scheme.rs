//! Makes a folder of statements with known truth, or judges what was found in one. It must not know how
//! either is done.

use std::{fs, path::PathBuf, process::ExitCode};

use fangfei_flow::pattern::{Parameters, find};
use fangfei_testkit::scheme::{
    Dirt, Kind, Recipe, Tally, judge, print, read_found, tell, transfers, write,
};

const USAGE: &str = "用法：scheme --seed 数 --kind 类别 [--dirt 0..3] [--investors 人数] \
    (--out 目录 | --judge flow-analyse-输出.jsonl | --patterns)
类别：elder-care debt-relief wealth adoption coin rebate
同样的 --seed、--kind、--dirt、--investors 得到同样的文件；--judge 把分析结果与真相比较，有不符时以 1 结束；
--patterns 列出各类账户命中的资金特征。";

struct Options {
    recipe: Recipe,
    out: Option<PathBuf>,
    judged: Option<PathBuf>,
    patterns: bool,
}

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<bool, Box<dyn std::error::Error>> {
    let story = tell(options.recipe);
    let folder = print(&story)?;
    if let Some(out) = &options.out {
        write(&story, &folder, out)?;
        println!(
            "{} 个流水文件写入 {}",
            folder.files.len(),
            out.join("statements").display()
        );
    }
    if options.patterns {
        let findings = find(&transfers(&story, &folder), &Parameters::shipped()?);
        print!("{}", Tally::of(&story, &findings));
    }
    let Some(judged) = &options.judged else {
        return Ok(true);
    };
    let verdict = judge(&story, &folder, &read_found(&fs::read_to_string(judged)?)?);
    print!("{verdict}");
    Ok(verdict.clean())
}

impl Options {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            recipe: Recipe {
                seed: 1,
                kind: Kind::Wealth,
                investors: 120,
                dirt: Dirt::CLEAN,
            },
            out: None,
            judged: None,
            patterns: false,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} 后面缺少内容"));
            match word.as_str() {
                "--seed" => options.recipe.seed = number(&value()?)?,
                "--kind" => options.recipe.kind = value()?.parse()?,
                "--investors" => options.recipe.investors = number(&value()?)?,
                "--dirt" => {
                    let level = number(&value()?)?;
                    options.recipe.dirt = Dirt::level(level).ok_or("--dirt 应为 0 到 3")?;
                }
                "--out" => options.out = Some(value()?.into()),
                "--patterns" => {
                    options.patterns = true;
                    continue;
                }
                "--judge" => options.judged = Some(value()?.into()),
                other => return Err(format!("不认识“{other}”")),
            }
        }
        match options.out.is_none() && options.judged.is_none() && !options.patterns {
            true => Err("缺少 --out、--judge 或 --patterns".to_owned()),
            false => Ok(options),
        }
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("“{text}”不是可用的数"))
}
