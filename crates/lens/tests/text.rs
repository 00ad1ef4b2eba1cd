//! Text cases of classifying: `tests/text/cases.txt`, each text with the answer a person would give; and that a model learns, is
//! kept and answers the same. It must not know how texts are judged.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{fmt::Write, path::Path};

use fangfei_lens::text::{Classifier, Example, LabelRule, Model, corpus, starter_weights, train};
use proptest::prelude::*;

fn cases() -> Vec<(bool, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/text/cases.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|l| l.split_once(' ').unwrap())
        .map(|(answer, text)| (answer == "是", text.to_owned()))
        .collect()
}

#[test]
fn the_starter_answers_as_a_person_would() {
    let classifier = Classifier::starter().unwrap();
    let mut reading = classifier.reading();
    let (mut wrong, mut missed, mut alarms) = (String::new(), 0, 0);
    let cases = cases();
    for (yes, text) in &cases {
        let verdict = reading.classify(text);
        if (verdict.illegal_fundraising >= 0.5) != *yes {
            missed += usize::from(*yes);
            alarms += usize::from(!yes);
            let p = verdict.illegal_fundraising;
            writeln!(wrong, "{yes} {p:.2} {text}\n   {:?}", verdict.why).unwrap();
        }
    }
    println!(
        "{missed} missed, {alarms} false alarms of {}\n{wrong}",
        cases.len()
    );
    assert!(
        missed * 10 <= cases.len() && alarms * 20 <= cases.len(),
        "{wrong}"
    );
}

#[test]
fn the_words_that_decided_stand_in_the_text() {
    let classifier = Classifier::starter().unwrap();
    let mut reading = classifier.reading();
    for (_, text) in cases() {
        for why in reading.classify(&text).why {
            let (start, end) = why.span;
            let printed: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(printed, why.text, "{text}");
        }
    }
}

#[test]
fn the_weights_that_ship_are_those_the_starter_texts_give() {
    let shipped = include_str!("../starter/weights.txt");
    let learned = starter_weights().unwrap();
    let read = |file: &str| -> std::collections::BTreeMap<String, f32> {
        let lines = file.lines().filter_map(|l| l.rsplit_once(' '));
        lines
            .filter_map(|(name, w)| Some((name.to_owned(), w.parse().ok()?)))
            .collect()
    };
    let (shipped, learned) = (read(shipped), read(&learned));
    for name in shipped.keys().chain(learned.keys()) {
        let of =
            |side: &std::collections::BTreeMap<String, f32>| side.get(name).copied().unwrap_or(0.0);
        let (a, b) = (of(&shipped), of(&learned));
        assert!(
            (a - b).abs() < 0.02,
            "{name}: {a} ships, {b} is learned: run `cargo run -p fangfei-lens --example starter`"
        );
    }
}

fn examples() -> Vec<Example> {
    let rule = LabelRule::default();
    // Every other filling of a template; the longer texts put together of several come after them.
    let texts = corpus().into_iter().take(3438).step_by(2);
    texts
        .map(|t| {
            let events = if t.yes {
                vec!["涉嫌非法集资".to_owned(), t.form]
            } else {
                vec![t.form]
            };
            rule.example(t.text, None, &events)
        })
        .collect()
}

#[test]
fn a_model_learns_is_kept_and_answers_the_same() {
    let trained = train(&examples()).unwrap();
    let scores = trained.report.illegal_fundraising.clone().unwrap();
    assert!(scores.f1 > 0.8, "{scores:?}");
    let mut file = Vec::new();
    trained.model.write(&mut file).unwrap();
    let kept = Model::read(file.as_slice()).unwrap();
    let (before, after) = (
        Classifier::with_model(trained.model).unwrap(),
        Classifier::with_model(kept).unwrap(),
    );
    let (mut one, mut other) = (before.reading(), after.reading());
    for (_, text) in cases() {
        assert_eq!(one.classify(&text), other.classify(&text));
    }
    let offer = "认养一头牛只要2万，公司代养，一年返12%，到期公司回购。";
    let verdict = one.classify(offer);
    assert!(verdict.illegal_fundraising > 0.5, "{verdict:?}");
    assert!(
        verdict.events.iter().any(|e| &*e.event == "农业"),
        "{verdict:?}"
    );
}

#[test]
fn training_twice_gives_the_same_bytes() {
    let examples: Vec<Example> = examples().into_iter().step_by(4).collect();
    let bytes = || {
        let mut file = Vec::new();
        train(&examples).unwrap().model.write(&mut file).unwrap();
        file
    };
    assert!(bytes() == bytes());
}

#[test]
fn classes_without_a_yes_leave_that_question_to_the_starter() {
    let rule = LabelRule::default();
    let class = |form: &str| match form {
        "贷款广告" => Some("AD:Loan"),
        "零售招聘房产" => Some("AD:Retail"),
        "政务留言" => Some("Other"),
        _ => None,
    };
    let examples: Vec<Example> = corpus()
        .into_iter()
        .take(3438)
        .filter_map(|t| Some(rule.example(t.text, Some(class(&t.form)?.to_owned()), &[])))
        .collect();
    let trained = train(&examples).unwrap();
    assert!(trained.report.illegal_fundraising.is_none());
    assert!(trained.notes.iter().any(|n| n.contains("--positive")));
    let mut bytes = Vec::new();
    trained.model.write(&mut bytes).unwrap();
    let broken = Model::read(&bytes[..bytes.len() / 2]).unwrap_err();
    assert!(broken.to_string().contains("不完整"), "{broken}");
    let classifier = Classifier::with_model(trained.model).unwrap();
    let mut reading = classifier.reading();
    let verdict = reading.classify("贷款放款快，无抵押");
    assert_eq!(&*verdict.label, "AD:Loan");
    let offer = "投资五万，月息2分，保本保息，到期还本付息，介绍朋友有奖励";
    assert!(reading.classify(offer).illegal_fundraising > 0.5);
}

#[test]
fn too_little_to_learn_from_is_said() {
    let error = train(&[]).unwrap_err().to_string();
    assert!(error.contains("训练数据太少"), "{error}");
}

#[test]
fn a_file_that_is_no_model_is_told() {
    for (bytes, expected) in [
        (&b"PK\x03\x04"[..], "不是本程序的文本模型文件"),
        (b"fangfei-text-model 2\n", "不是本程序的文本模型文件"),
        (
            b"fangfei-text-model 4 00000000\n",
            "不是本程序的文本模型文件",
        ),
    ] {
        let error = Model::read(bytes).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_a_probability(text in "\\PC{0,60}|[保本理财月息0-9%，。\\n]{0,400}") {
        static CLASSIFIER: std::sync::OnceLock<Classifier> = std::sync::OnceLock::new();
        let classifier = CLASSIFIER.get_or_init(|| Classifier::starter().unwrap());
        let verdict = classifier.reading().classify(&text);
        prop_assert!((0.0..=1.0).contains(&verdict.illegal_fundraising));
        for why in verdict.why {
            let printed: String = text.chars().skip(why.span.0).take(why.span.1 - why.span.0).collect();
            prop_assert_eq!(printed, why.text);
        }
    }
}
