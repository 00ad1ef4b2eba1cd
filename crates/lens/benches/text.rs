//! Times the classifying of short adverts on one thread, folding and the word screen included: by the starter alone, and by a
//! model trained on the same texts. Prints the scores of training too. It must not know how texts are judged.
//!
//! `FANGFEI_BENCH_TEXTS` names files of examples, separated by commas (default: the starter texts); `FANGFEI_BENCH_EVAL`
//! files on which the model and the starter are scored; `FANGFEI_BENCH_SPLIT=1` trains on four fifths of the texts and
//! scores the rest.

#![expect(clippy::unwrap_used, reason = "a bench that cannot begin has failed")]

use std::time::Instant;

use fangfei_lens::{
    screen::{Field, Screen},
    text::{Classifier, Example, LabelRule, TextReport, corpus, train},
};

fn read(file: &str) -> Vec<Example> {
    let rule = LabelRule::default();
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
    lines
        .map(|v| {
            let events = v["events"].as_array().into_iter().flatten();
            let events: Vec<String> = events
                .filter_map(|e| e["event"].as_str().map(str::to_owned))
                .collect();
            let label = v["label"].as_str().map(str::to_owned);
            rule.example(v["text"].as_str().unwrap().to_owned(), label, &events)
        })
        .collect()
}

fn named(variable: &str) -> Vec<String> {
    let list = std::env::var(variable).unwrap_or_default();
    list.split(',')
        .filter(|f| !f.is_empty())
        .map(str::to_owned)
        .collect()
}

fn examples() -> Vec<Example> {
    let files = named("FANGFEI_BENCH_TEXTS");
    if files.is_empty() {
        let rule = LabelRule::default();
        return corpus()
            .into_iter()
            .map(|t| rule.example(t.text, Some(if t.yes { "是" } else { "否" }.into()), &[]))
            .collect();
    }
    files.iter().flat_map(|f| read(f)).collect()
}

fn show(name: &str, report: &TextReport) {
    if let Some(s) = &report.illegal_fundraising {
        println!(
            "{name}: n {} yes {} P {:.3} R {:.3} F1 {:.4} AUC {:.4} Brier {:.4} ECE {:.4}",
            s.texts,
            s.positive,
            s.precision.unwrap_or(0.0),
            s.recall.unwrap_or(0.0),
            s.f1,
            s.auc.unwrap_or(0.0),
            s.brier,
            s.calibration_error
        );
    }
    if !report.events.is_empty() {
        println!(
            "{name}: events micro F1 {:.4} macro F1 {:.4}",
            report.micro_f1, report.macro_f1
        );
    }
    if std::env::var_os("FANGFEI_BENCH_EVENTS").is_some() {
        for e in &report.events {
            println!("  {} {} F1 {:.3}", e.event, e.scores.positive, e.scores.f1);
        }
    }
}

/// Seconds of processor time of this thread: other work on the machine does not change them (Linux; elsewhere the clock).
fn processor(began: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.map_or(began.elapsed().as_secs_f64(), |n| n / 1e9)
}

fn timed(name: &str, classifier: &Classifier, texts: &[&str]) {
    let screen = Screen::builtin().unwrap();
    let (mut reading, mut scanner) = (classifier.reading(), screen.scanner());
    let now = Instant::now();
    let began = processor(now);
    let rounds = 200_000usize.div_ceil(texts.len());
    let mut yes = 0;
    for text in texts.iter().cycle().take(rounds * texts.len()) {
        yes += usize::from(reading.classify(text).illegal_fundraising >= 0.5);
    }
    let classified = processor(now) - began;
    let mut hits = 0;
    for text in texts.iter().cycle().take(rounds * texts.len()) {
        scanner.scan(text, Field::Text, |_| hits += 1);
    }
    let both = processor(now) - began;
    let count = (rounds * texts.len()) as f64;
    let letters: usize = texts.iter().map(|t| t.chars().count()).sum();
    println!(
        "{name}: {:.0} texts/s classified, {:.0} texts/s with the word screen ({:.0} characters each; {yes} yes, {hits} hits)",
        count / classified,
        count / both,
        letters as f64 / texts.len() as f64
    );
}

fn main() {
    let all = examples();
    let parted = std::env::var_os("FANGFEI_BENCH_SPLIT").is_some();
    let held = |at: usize| parted && at.is_multiple_of(5);
    let part = |out: bool| {
        let chosen = all.iter().enumerate().filter(|(at, _)| held(*at) == out);
        chosen.map(|(_, e)| e.clone()).collect::<Vec<Example>>()
    };
    let began = Instant::now();
    let trained = train(&part(false)).unwrap();
    println!(
        "trained in {:.1} s: {} runs of letters, {:?} distinct texts",
        began.elapsed().as_secs_f64(),
        trained.model.known_runs(),
        trained.report.distinct_texts
    );
    show("held out in turn", &trained.report);
    let starter = Classifier::starter().unwrap();
    let model = Classifier::with_model(trained.model).unwrap();
    if parted {
        show("one fifth, model", &model.evaluate(&part(true)));
        show("one fifth, starter", &starter.evaluate(&part(true)));
    }
    for file in named("FANGFEI_BENCH_EVAL") {
        let examples = read(&file);
        show(&format!("{file}, model"), &model.evaluate(&examples));
        show(&format!("{file}, starter"), &starter.evaluate(&examples));
    }
    let texts: Vec<&str> = all.iter().map(|e| e.text.as_str()).collect();
    timed("starter", &starter, &texts);
    timed("model", &model, &texts);
}
