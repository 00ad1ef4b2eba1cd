//! Screening of real names, scopes and messages of the developers' data folder: false alarms must stay rare, spans
//! true. Passed over when the folder is absent. It must not copy anything from there.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{collections::BTreeMap, path::PathBuf, time::Instant};

use fangfei_lens::screen::{Field, Hit, Screen};

fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var("FANGFEI_SHARED")
        .unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
    let file = PathBuf::from(root).join(path);
    if !file.exists() {
        eprintln!("passed over: no file {}", file.display());
    }
    file.exists().then_some(file)
}

fn column(path: &str, name: &str) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(shared(path)?)
        .unwrap();
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|h| h == name)
        .unwrap();
    Some(
        reader
            .records()
            .map(|r| r.unwrap().get(at).unwrap_or_default().to_owned())
            .collect(),
    )
}

struct Outcome {
    texts: usize,
    with_hits: usize,
    classes: BTreeMap<String, usize>,
}

/// Screens all texts, checks every span, prints the rates and the speed.
fn outcome(texts: &[String], field: Field) -> Outcome {
    let screen = Screen::builtin().unwrap();
    let mut scanner = screen.scanner();
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    let mut samples: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut with_hits = 0;
    let began = Instant::now();
    for text in texts {
        let hits = scanner.screen(text, field);
        with_hits += usize::from(hits.iter().any(Hit::counts));
        for hit in &hits {
            let printed: String = text
                .chars()
                .skip(hit.span.0)
                .take(hit.span.1 - hit.span.0)
                .collect();
            assert_eq!(printed, hit.printed, "{text}");
            let key = format!(
                "{}{} {}",
                if hit.counts() { "" } else { "~" },
                hit.class,
                hit.word
            );
            *classes.entry(key.clone()).or_default() += 1;
            samples.entry(key).or_default().push(
                text.chars()
                    .skip(hit.span.0.saturating_sub(12))
                    .take(34)
                    .collect(),
            );
        }
    }
    let took = began.elapsed();
    println!(
        "{field:?}: {with_hits} of {} texts have hits; {took:?}",
        texts.len()
    );
    for (key, count) in &classes {
        let some: Vec<&String> = samples[key].iter().step_by(count.div_ceil(3)).collect();
        println!("  {key}: {count} {some:?}");
    }
    Outcome {
        texts: texts.len(),
        with_hits,
        classes,
    }
}

#[test]
fn names_of_sixty_thousand_bodies_rarely_hit_without_reason() {
    let Some(names) = column("data/enterprises/registry/uscc_names.csv", "name") else {
        return;
    };
    let seen = outcome(&names, Field::Name);
    assert!(
        seen.with_hits * 20 < seen.texts,
        "more than one name in twenty hits"
    );
    assert!(
        seen.classes.keys().any(|k| k.starts_with("~A2 银行")),
        "no bank was recognised as licensed"
    );
}

#[test]
fn scopes_hit_on_investment_but_not_on_what_they_exclude() {
    let Some(scopes) = column("data/enterprises/ccf2020/base_info_sample.csv", "opscope") else {
        return;
    };
    let seen = outcome(&scopes, Field::Scope);
    assert!(
        seen.with_hits * 3 < seen.texts,
        "more than one scope in three hits"
    );
}

#[test]
fn messages_hit_where_something_is_promised() {
    let Some(path) = shared("data/text/fbs_sms.jsonl") else {
        return;
    };
    let lines = std::fs::read_to_string(path).unwrap();
    let mut by_label: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| message[key].as_str().unwrap().to_owned();
        by_label
            .entry(text("label"))
            .or_default()
            .push(text("text"));
    }
    let all: Vec<String> = by_label.values().flatten().cloned().collect();
    let seen = outcome(&all, Field::Text);
    assert!(
        seen.with_hits * 5 < seen.texts,
        "more than one message in five hits"
    );
    let screen = Screen::builtin().unwrap();
    for (label, texts) in by_label {
        let hits = texts
            .iter()
            .filter(|t| screen.screen(t, Field::Text).iter().any(Hit::counts))
            .count();
        println!("  {label}: {hits} of {}", texts.len());
    }
}

#[test]
fn posts_about_schemes_mostly_hit() {
    let Some(path) = shared("data/text/fin_entities.jsonl") else {
        return;
    };
    let lines = std::fs::read_to_string(path).unwrap();
    let text = |line: &str| {
        let post: serde_json::Value = serde_json::from_str(line).unwrap();
        post["text"].as_str().unwrap().to_owned()
    };
    let posts: Vec<String> = lines.lines().map(text).collect();
    let seen = outcome(&posts, Field::Text);
    assert!(
        seen.with_hits * 5 > seen.texts * 2,
        "fewer than two in five of the posts about schemes hit"
    );
}
