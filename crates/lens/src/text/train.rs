//! Training: from examples to a model and its scores on texts it has not seen. It must not know files.

use std::collections::BTreeMap;

use super::{
    calibration::sigmoid,
    gram::Vocabulary,
    label::Example,
    letters::{LetterReader, Letters},
    linear::{Learning, LinearRule, Rows},
    mixture::mixed,
    model::{Head, Model, Wording},
    names::{NameTally, Tagger},
    report::TextReport,
    rows::{Corpus, FOLDS, folds},
    signal::SignalWork,
    source::{Kin, Source},
    standing::{LOOKS, Standing, looks},
    transfer::Transfer,
};
use crate::screen::ScreenError;

/// A label with fewer texts is not learned.
const LEAST_TEXTS: usize = 3;
const LEARNING: Learning = Learning {
    cost: 1.0,
    rounds: 30,
};
/// What a signal counts beside a run of letters, of which a text of news holds some hundred.
const SIGNAL: f32 = 0.1;
/// Names are learned from this many texts that hold one.
const LEAST_NAMED: usize = 20;

/// Why training failed.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// Too little to learn from.
    #[error(
        "训练数据太少：共{texts}条不同的文本，至少需要10条，且至少有一种标签的文本和不带该标签的文本各不少于{LEAST_TEXTS}条"
    )]
    TooFew {
        /// Different texts.
        texts: usize,
    },
    /// The shipped folding is broken.
    #[error(transparent)]
    Folding(#[from] ScreenError),
}

/// A model and what is known of it.
#[derive(Debug)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// Its scores on texts held out in turn, near-duplicates kept together.
    pub report: TextReport,
    /// What the person should know: labels left out, no yes among the labels.
    pub notes: Vec<String>,
}

/// Trains on examples. The same examples in the same order give the same model.
pub fn train(examples: &[Example]) -> Result<Trained, TrainError> {
    let examples = merged(examples);
    let reader = LetterReader::builtin()?;
    let letters: Vec<Letters> = examples.iter().map(|e| read(&reader, &e.text)).collect();
    let mut notes = Vec::new();
    let questions = questions(&examples, &mut notes);
    if examples.len() < 10 || questions.is_empty() {
        return Err(TrainError::TooFew {
            texts: examples.len(),
        });
    }
    let corpus = Corpus::new(&letters);
    let folds = folds(&examples);
    let carried = Carried::of(&letters, &reader);
    let both = Rows::beside(&corpus.rows, &carried.signals);
    let answers = learn_all(&corpus.rows, &both, &questions, &folds.of);
    let known = corpus.known_unseen(&letters, &folds.of);
    let kin = Kin::learn(&corpus, &folds.of, &reader);
    let source = kin.source(&known, scale(&kin.rule, &corpus.rarity));
    let standings = standings(&questions, &answers, &carried.logits);
    let trusts: Vec<f32> = known
        .iter()
        .zip(&kin.unseen)
        .map(|(known, score)| source.trust(*known, *score))
        .collect();
    let heads = heads(&corpus, &questions, &answers, &standings);
    let mut model = assemble(&corpus, &examples, heads, &answers, source, &kin.rule);
    let unseen = Unseen {
        standings: &standings,
        trusts: &trusts,
        carried: &carried.logits,
        groups: folds.groups,
    };
    let mut report = report(&questions, &unseen);
    (model.names, report.names) = names(&examples);
    Ok(Trained {
        model,
        report,
        notes,
    })
}

fn read(reader: &LetterReader, text: &str) -> Letters {
    let mut letters = Letters::default();
    reader.read(text, &mut letters);
    letters
}

/// The same text twice is one example with the labels of both.
fn merged(examples: &[Example]) -> Vec<Example> {
    let mut made: Vec<Example> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for example in examples.iter().filter(|e| !e.text.trim().is_empty()) {
        match places.get(example.text.as_str()) {
            Some(at) => {
                made[*at].yes |= example.yes;
                made[*at].events.extend(example.events.iter().cloned());
                let names = example.names.iter().flatten().cloned();
                match &mut made[*at].names {
                    Some(known) => known.extend(names),
                    none => *none = example.names.clone(),
                }
            }
            None => {
                places.insert(&example.text, made.len());
                made.push(example.clone());
            }
        }
    }
    made
}

/// A label and which texts carry it.
struct Question {
    name: String,
    yes: Vec<bool>,
}

/// Yes or no first (with an empty name), then the events in the order of their names.
fn questions(examples: &[Example], notes: &mut Vec<String>) -> Vec<Question> {
    let mut asked = vec![Question {
        name: String::new(),
        yes: examples.iter().map(|e| e.yes).collect(),
    }];
    let mut names: Vec<&String> = examples.iter().flat_map(|e| &e.events).collect();
    names.sort();
    names.dedup();
    asked.extend(names.into_iter().map(|name| Question {
        name: name.clone(),
        yes: examples.iter().map(|e| e.events.contains(name)).collect(),
    }));
    asked.retain(|q| {
        let count = q.yes.iter().filter(|y| **y).count();
        let enough = count >= LEAST_TEXTS && q.yes.len() - count >= LEAST_TEXTS;
        if !enough && q.name.is_empty() {
            notes.push("数据中没有可学习的“是/否”标签（非法集资），是否非法集资将由自带的起步模型判断；可用 --positive 指明哪些标签算“是”".to_owned());
        } else if !enough {
            notes.push(format!("标签“{}”只有{count}条，未学习", q.name));
        }
        enough
    });
    asked
}

/// What the starter sees in the texts.
struct Carried {
    logits: Vec<f32>,
    /// Single signals, weighed to count about as much as a run of letters.
    signals: Rows,
}

impl Carried {
    fn of(letters: &[Letters], reader: &LetterReader) -> Self {
        let transfer = Transfer::builtin(reader);
        let (mut work, mut signals) = (SignalWork::default(), Rows::default());
        let mut logits = Vec::with_capacity(letters.len());
        for text in letters {
            logits.push(transfer.logit(text, &mut work));
            let singles = work
                .features
                .iter()
                .filter(|f| (f.number as usize) < transfer.singles());
            let row: Vec<(u32, f32)> = singles.map(|f| (f.number, f.value * SIGNAL)).collect();
            signals.push(&row);
        }
        signals.width = transfer.singles();
        Self { logits, signals }
    }
}

/// A learned question: the rule of all texts, and the scores of each text by the rule that has not seen it.
struct Answer {
    rule: LinearRule,
    unseen: Vec<f32>,
}

/// How a question's answers stand among the others: its rivals, what is looked at for each text, and the curve.
struct Stood {
    rivals: Vec<bool>,
    looks: Vec<[f32; LOOKS]>,
    standing: Standing,
}

fn standings(questions: &[Question], answers: &[Answer], carried: &[f32]) -> Vec<Stood> {
    let texts = answers.first().map_or(0, |a| a.unseen.len());
    let scores: Vec<Vec<f32>> = (0..texts)
        .map(|text| answers.iter().map(|a| a.unseen[text]).collect())
        .collect();
    let stood = |at: usize| {
        let question = &questions[at];
        let rivals: Vec<bool> = questions
            .iter()
            .map(|other| question.rivals(other))
            .collect();
        let starter = question.name.is_empty();
        let looks: Vec<[f32; LOOKS]> = scores
            .iter()
            .zip(carried)
            .map(|(s, carried)| looks(s[at], s, &rivals, if starter { *carried } else { 0.0 }))
            .collect();
        let standing = Standing::fit(&looks, &question.yes).centred(&looks, &question.yes);
        Stood {
            rivals,
            looks,
            standing,
        }
    };
    (0..questions.len()).map(stood).collect()
}

impl Question {
    /// Whether the other is a rival: where it holds, this one mostly does not.
    fn rivals(&self, other: &Self) -> bool {
        let both = self
            .yes
            .iter()
            .zip(&other.yes)
            .filter(|(a, b)| **a && **b)
            .count();
        let theirs = other.yes.iter().filter(|y| **y).count();
        both * 2 < theirs
    }
}

/// The tagger of names, where the data names some, and how it did on names held out.
fn names(examples: &[Example]) -> (Option<Tagger>, Option<NameTally>) {
    let looked = examples.iter().filter_map(|e| Some((e, e.names.as_ref()?)));
    let texts: Vec<(String, Vec<String>)> = looked
        .map(|(e, names)| (e.text.clone(), names.iter().cloned().collect()))
        .collect();
    let named = texts.iter().filter(|(_, names)| !names.is_empty()).count();
    if named < LEAST_NAMED {
        return (None, None);
    }
    let (tagger, tally) = Tagger::train_scored(&texts);
    (Some(tagger), tally)
}

/// Questions are independent of each other: each processor takes some. The question of illegal fundraising is learned by
/// letters alone, since the starter's own answer is looked at beside its score; events by letters and signals.
fn learn_all(letters: &Rows, both: &Rows, questions: &[Question], folds: &[usize]) -> Vec<Answer> {
    let first = questions.first().filter(|q| q.name.is_empty());
    let rows = |q: &Question| match first {
        Some(first) if first.yes == q.yes => letters,
        _ => both,
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let share = questions.len().div_ceil(workers).max(1);
    // Interleaved, so that frequent labels do not all fall to one worker.
    let turn = |worker: usize| questions.iter().enumerate().skip(worker).step_by(workers);
    let mut done: Vec<(usize, Answer)> = Vec::with_capacity(questions.len());
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    let mut made = Vec::with_capacity(share);
                    made.extend(turn(worker).map(|(at, q)| (at, learn(rows(q), q, folds))));
                    made
                })
            })
            .collect();
        for hand in hands {
            // A worker panics only where this function would have.
            done.extend(hand.join().unwrap_or_default());
        }
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, answer)| answer).collect()
}

fn learn(rows: &Rows, question: &Question, folds: &[usize]) -> Answer {
    let mut unseen = vec![0.0; rows.len()];
    for part in 0..FOLDS {
        let seen: Vec<u32> = (0..rows.len() as u32)
            .filter(|at| folds[*at as usize] != part)
            .collect();
        let rule = LinearRule::learn(rows, &seen, &question.yes, LEARNING);
        for at in (0..rows.len()).filter(|at| folds[*at] == part) {
            unseen[at] = rule.score(rows, at);
        }
    }
    let all: Vec<u32> = (0..rows.len() as u32).collect();
    Answer {
        rule: LinearRule::learn(rows, &all, &question.yes, LEARNING),
        unseen,
    }
}

fn heads(
    corpus: &Corpus,
    questions: &[Question],
    answers: &[Answer],
    standings: &[Stood],
) -> Vec<Head> {
    let parts = questions.iter().zip(answers).zip(standings);
    parts
        .map(|((q, a), stood)| Head {
            name: q.name.clone(),
            scale: scale(&a.rule, &corpus.rarity),
            bias: a.rule.bias,
            standing: stood.standing,
            rivals: stood.rivals.clone(),
        })
        .collect()
}

fn assemble(
    corpus: &Corpus,
    examples: &[Example],
    heads: Vec<Head>,
    answers: &[Answer],
    source: Source,
    kin: &LinearRule,
) -> Model {
    let width = heads.len() + 1;
    let mut steps = vec![0i16; corpus.keys.len() * width];
    let rules = heads
        .iter()
        .map(|h| h.scale)
        .zip(answers.iter().map(|a| &a.rule));
    for (at, (scale, rule)) in rules.chain([(source.scale, kin)]).enumerate() {
        for (row, (weight, rarity)) in rule.weights.iter().zip(&corpus.rarity).enumerate() {
            steps[row * width + at] = (weight * rarity / scale).round() as i16;
        }
    }
    let signals = signals(answers, corpus.keys.len());
    Model {
        vocabulary: Vocabulary::new(&corpus.keys),
        keys: corpus.keys.clone(),
        rarity: corpus.rarity.clone(),
        steps,
        signals,
        answers_yes: heads.first().is_some_and(|h| h.name.is_empty()),
        heads,
        source,
        wording: wording(examples),
        names: None,
    }
}

/// What each signal adds to each answer: the weights after those of the runs; none where a rule did not look at signals.
fn signals(answers: &[Answer], runs: usize) -> Vec<f32> {
    let width = |a: &Answer| a.rule.weights.len() - runs;
    let singles = answers.iter().map(width).max().unwrap_or(0);
    let mut made = vec![0.0; singles * answers.len()];
    for (at, answer) in answers.iter().enumerate() {
        for (signal, weight) in answer.rule.weights[runs..].iter().enumerate() {
            made[signal * answers.len() + at] = weight * SIGNAL;
        }
    }
    made
}

/// What a step is worth, so that the largest weight still fits.
fn scale(rule: &LinearRule, rarity: &[f32]) -> f32 {
    let weights = rule.weights.iter().zip(rarity).map(|(w, r)| (w * r).abs());
    (weights.fold(0.0, f32::max) / f32::from(i16::MAX)).max(1e-9)
}

/// Answers in the words of the data: its most frequent label for yes and for no.
fn wording(examples: &[Example]) -> Wording {
    let word = |yes: bool, usual: &str| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let of_kind = examples.iter().filter(|e| e.yes == yes);
        for label in of_kind.filter_map(|e| e.label.as_deref()) {
            *counts.entry(label).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.map_or(usual.to_owned(), |(label, _)| label.to_owned())
    };
    let classes = examples
        .iter()
        .all(|e| e.label.is_some() && e.events.len() == 1);
    let words = !classes && examples.iter().all(|e| e.events.is_empty());
    Wording {
        yes: if words {
            word(true, "是")
        } else {
            "是".to_owned()
        },
        no: if words {
            word(false, "否")
        } else {
            "否".to_owned()
        },
        classes,
    }
}

/// What is known of texts held out.
struct Unseen<'t> {
    standings: &'t [Stood],
    /// How far each text would be trusted to be of the office's kind.
    trusts: &'t [f32],
    carried: &'t [f32],
    groups: usize,
}

/// Scores of the answers a text would get from a model that has not seen it.
fn report(questions: &[Question], unseen: &Unseen<'_>) -> TextReport {
    let mut asked = Vec::new();
    for (question, stood) in questions.iter().zip(unseen.standings) {
        let own = stood.looks.iter().map(|looks| stood.standing.logit(looks));
        let answers: Vec<f32> = if question.name.is_empty() {
            let both = own.zip(unseen.carried).zip(unseen.trusts);
            both.map(|((own, carried), trust)| mixed(own, *carried, *trust))
                .collect()
        } else {
            own.map(sigmoid).collect()
        };
        let truth = question.yes.iter().copied();
        asked.push((
            question.name.clone(),
            answers.into_iter().zip(truth).collect(),
        ));
    }
    TextReport::of(asked, Some(unseen.groups))
}
