//! `fangfei text scan`: one line out for each line in, in their order. It must not know how texts are judged.

use std::{
    io::{BufRead, Write},
    path::PathBuf,
};

use clap::Args;
use fangfei_lens::{
    screen::Screen,
    text::{Classifier, Sheet},
};

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
/// Fewer lines than this are not worth a thread.
const LEAST_SHARE: usize = 256;

/// Judges all lines.
pub fn run(args: &ScanArgs) -> Result<(), Failure> {
    let classifier = train::classifier(args.model.as_deref())?;
    let screen = Screen::builtin().map_err(|error| Failure::input(error.to_string()))?;
    let (name, mut from) = lines::open(args.file.as_deref())?;
    let mut out = std::io::stdout().lock();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut desks: Vec<Desk<'_>> = (0..workers)
        .map(|_| Desk::new(&classifier, &screen))
        .collect();
    let (mut batch, mut number, mut bad) = (Batch::default(), 0, 0);
    while batch.fill(&mut from)? {
        judge_all(&mut desks, &batch);
        for desk in &desks {
            out.write_all(&desk.out)?;
            for (at, problem) in &desk.problems {
                lines::complain(&name, number + at + 1, problem);
            }
            bad += desk.problems.len();
        }
        // A reader at the other end of a pipe sees what is done.
        out.flush()?;
        number += batch.ends.len();
    }
    train::refused(bad)
}

/// Lines read together; the buffers are used again for the next ones.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Batch {
    /// Reads the next lines; whether there were any.
    fn fill(&mut self, from: &mut impl BufRead) -> Result<bool, Failure> {
        self.bytes.clear();
        self.ends.clear();
        while self.ends.len() < BATCH && from.read_until(b'\n', &mut self.bytes)? > 0 {
            self.ends.push(self.bytes.len());
        }
        Ok(!self.ends.is_empty())
    }

    fn line(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[at]]
    }
}

/// Each thread takes the lines of one stretch, so that the order is kept.
fn judge_all(desks: &mut [Desk<'_>], batch: &Batch) {
    let share = batch.ends.len().div_ceil(desks.len()).max(LEAST_SHARE);
    std::thread::scope(|scope| {
        for (turn, desk) in desks.iter_mut().enumerate() {
            let end = ((turn + 1) * share).min(batch.ends.len());
            let lines = (turn * share).min(end)..end;
            desk.out.clear();
            desk.problems.clear();
            if !lines.is_empty() {
                scope.spawn(move || lines.for_each(|at| desk.judge(at, batch.line(at))));
            }
        }
    });
}

/// What a thread judges with; the buffers are used again for the next line.
struct Desk<'s> {
    sheet: Sheet<'s>,
    /// Lines of output.
    out: Vec<u8>,
    /// Lines that could not be judged, counted from 0 in the batch, and why.
    problems: Vec<(usize, String)>,
}

impl<'s> Desk<'s> {
    fn new(classifier: &'s Classifier, screen: &'s Screen) -> Self {
        Self {
            sheet: Sheet::new(classifier, screen),
            out: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Writes the line of output for the line of input at `at`; none for a blank one.
    fn judge(&mut self, at: usize, line: &[u8]) {
        if line.trim_ascii().is_empty() {
            return;
        }
        let done = lines::entry(line).and_then(|entry| {
            let written = self.sheet.write(&entry.id, &entry.text, &mut self.out);
            written.map_err(|error| error.to_string())
        });
        if let Err(problem) = done {
            self.problems.push((at, problem));
        }
    }
}
