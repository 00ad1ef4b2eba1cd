//! `fangfei text scan`: one line out for each line in, in their order. It must not know how texts are judged.

use std::{
    io::{BufRead, BufWriter, Write},
    path::PathBuf,
    sync::Arc,
};

use clap::Args;
use fangfei_lens::{
    screen::{Field, Scanner, Screen},
    text::{
        Classifier, Deciding, EventGuess, Plain, Reading,
        contact::{self, Contact},
        names::{self, Named},
        yields::{self, Yield},
    },
};
use serde::Serialize;
use serde_json::Value;

use super::{lines, train};
use crate::failure::Failure;

/// Options of `text scan`.
#[derive(Args)]
pub struct ScanArgs {
    /// text train 生成的模型；不写则用自带的起步模型
    #[arg(long, value_name = "M")]
    model: Option<PathBuf>,
    /// 每行一个 {id, text} 的文件；不写则读标准输入
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Lines judged together by the threads.
const BATCH: usize = 8192;

/// What is said of a text. Spans are `[start, end)` in characters of the text.
#[derive(Serialize)]
struct Judged<'s> {
    id: &'s Value,
    illegal_fundraising: f32,
    label: Arc<str>,
    events: Vec<EventGuess>,
    names: Vec<Named>,
    yields: Vec<Yield>,
    words: Vec<Word>,
    contacts: Vec<Contact>,
    why: Vec<Deciding>,
}

/// A hit of the word screen that counts.
#[derive(Serialize)]
struct Word {
    class: Arc<str>,
    text: String,
    span: (usize, usize),
}

/// Judges all lines.
pub fn run(args: &ScanArgs) -> Result<(), Failure> {
    let classifier = train::classifier(args.model.as_deref())?;
    let screen = Screen::builtin().map_err(|error| Failure::input(error.to_string()))?;
    let (name, mut from) = lines::open(args.file.as_deref())?;
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let (mut number, mut bad) = (0, 0);
    loop {
        let batch = batch(&mut from)?;
        if batch.is_empty() {
            break;
        }
        for (at, judged) in (1..).zip(judge_all(&classifier, &screen, &batch)) {
            match judged {
                Ok(line) => out.write_all(&line)?,
                Err(problem) => {
                    bad += 1;
                    lines::complain(&name, number + at, &problem);
                }
            }
        }
        // A reader at the other end of a pipe sees what is done.
        out.flush()?;
        number += batch.len();
    }
    train::refused(bad)
}

fn batch(from: &mut impl BufRead) -> Result<Vec<Vec<u8>>, Failure> {
    let mut batch = Vec::new();
    while batch.len() < BATCH {
        let mut line = Vec::new();
        if from.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        batch.push(line);
    }
    Ok(batch)
}

type Line = Result<Vec<u8>, String>;

fn judge_all(classifier: &Classifier, screen: &Screen, batch: &[Vec<u8>]) -> Vec<Line> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let share = batch.len().div_ceil(workers).max(256);
    std::thread::scope(|scope| {
        let hands: Vec<_> = batch
            .chunks(share)
            .map(|lines| {
                scope.spawn(move || {
                    let (mut reading, mut scanner) = (classifier.reading(), screen.scanner());
                    let mut judged = Vec::with_capacity(lines.len());
                    judged.extend(
                        lines
                            .iter()
                            .map(|l| judge(l, classifier, &mut reading, &mut scanner)),
                    );
                    judged
                })
            })
            .collect();
        let done = hands.into_iter().flat_map(|hand| match hand.join() {
            Ok(judged) => judged,
            // A defect of the program, told as one.
            Err(defect) => std::panic::resume_unwind(defect),
        });
        done.collect()
    })
}

/// The line of output for a line of input; none for a blank one.
fn judge(
    line: &[u8],
    classifier: &Classifier,
    reading: &mut Reading<'_>,
    scanner: &mut Scanner<'_>,
) -> Line {
    if line.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let entry = lines::entry(line)?;
    let (verdict, plain) = (reading.classify(&entry.text), Plain::of(&entry.text));
    let judged = Judged {
        id: &entry.id,
        illegal_fundraising: rounded(verdict.illegal_fundraising),
        label: verdict.label,
        events: verdict.events,
        names: match classifier.tagger() {
            Some(tagger) => tagger.find_in(&plain, &entry.text),
            None => names::find_in(&plain, &entry.text),
        },
        yields: yields::find_in(&plain, &entry.text),
        words: words(&entry.text, scanner),
        contacts: contact::find_in(&plain),
        why: verdict.why,
    };
    let mut out = serde_json::to_vec(&judged).map_err(|error| error.to_string())?;
    out.push(b'\n');
    Ok(out)
}

fn words(text: &str, scanner: &mut Scanner<'_>) -> Vec<Word> {
    let hits = scanner.screen(text, Field::Text).into_iter();
    hits.filter(|hit| hit.counts())
        .map(|hit| Word {
            class: hit.class,
            text: hit.printed,
            span: hit.span,
        })
        .collect()
}

/// Four places are more than a probability is worth.
fn rounded(p: f32) -> f32 {
    (p * 10_000.0).round() / 10_000.0
}
