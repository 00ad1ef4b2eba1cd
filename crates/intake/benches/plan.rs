//! Characters a second that the plan reader gets through, by shape and length of text. Time in proportion to
//! length shows as figures of one size along a line. It must not know particular plans.

use std::time::{Duration, Instant};

use fangfei_intake::plan::read;

const TASK: &str = "各乡镇、县公安局、县市场监管局要加强排查，建立风险台账，于5月3日前向县处非办报送情况，根据《某某方案》（云处〔2023〕1号）";

/// A shape of text, made of numbered pieces.
type Shape = (&'static str, fn(usize) -> String);

const SHAPES: &[Shape] = &[
    ("一段无句号", |_| format!("{TASK}，")),
    ("一段多句", |_| format!("{TASK}。")),
    ("编号任务", |at| {
        format!("\n{}.排查第{at}项。{TASK}。", at % 60 + 1)
    }),
    ("扫描断行", |_| {
        TASK.chars()
            .collect::<Vec<_>>()
            .chunks(34)
            .map(|line| line.iter().collect::<String>() + "\n")
            .collect()
    }),
    ("责任分工表", |at| {
        format!(
            "\n{at}\t排查第{at}项风险\t县公安局、第{at}中学\t6月{}日",
            at % 30 + 1
        )
    }),
    ("一是二是", |at| {
        format!("{}是加强排查。{TASK}。", ["一", "二", "三", "四"][at % 4])
    }),
    // Every time asks who is made answerable, and the label asks for the task above it.
    ("每月报送", |at| {
        format!("每月{}日前报送，完成时限：6月底，", at % 28 + 1)
    }),
    ("附件和短行", |at| {
        format!("\n附件{at}：第{at}张统计表\n")
    }),
];

fn text(shape: fn(usize) -> String, bytes: usize) -> String {
    let mut text = "云溪县专项排查方案\n一、任务\n（一）排查。".to_owned();
    if shape(0).contains('\t') {
        text.push_str("\n序号\t任务\t责任单位\t完成时限");
    }
    let mut at = 0;
    while text.len() < bytes {
        text.push_str(&shape(at));
        at += 1;
    }
    text
}

/// The shortest of a few runs: the machine does other things as well.
fn shortest(text: &str, runs: usize) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(read(text));
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn main() {
    println!("字/秒（括号内为用时）\t10 KB\t100 KB\t1 MB");
    let only = std::env::args()
        .nth(1)
        .filter(|name| !name.starts_with('-'));
    let wanted = |name: &str| {
        only.as_ref()
            .is_none_or(|only| name.contains(only.as_str()))
    };
    for (name, shape) in SHAPES.iter().filter(|(name, _)| wanted(name)) {
        print!("{name}");
        for (bytes, runs) in [(10_000, 5), (100_000, 3), (1_000_000, 2)] {
            let text = text(*shape, bytes);
            let took = shortest(&text, runs);
            let rate = text.chars().count() as u128 * 1_000_000 / took.as_micros().max(1);
            print!("\t{rate} ({took:.0?})");
        }
        println!();
    }
}
