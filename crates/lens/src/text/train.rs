//! Training: from examples to a model and its scores on texts it has not seen. It must not know files.

use std::collections::BTreeMap;

use super::{
    calibration::sigmoid,
    distinct::groups,
    gram::{GramCount, Vocabulary},
    key::Disorder,
    label::Example,
    letters::{LetterReader, Letters},
    linear::{Learning, LinearRule, Rows},
    mixture::mixed,
    model::{Gate, Head, Model, Wording, known_share},
    names::{NameTally, Tagger},
    report::TextReport,
    signal::SignalWork,
    standing::{LOOKS, Standing, looks},
    transfer::Transfer,
};
use crate::screen::ScreenError;

/// Parts the texts are divided into; each is scored by rules that have not seen it.
const FOLDS: usize = 5;
/// A label with fewer texts is not learned.
const LEAST_TEXTS: usize = 3;
/// A run of letters must stand in this many texts.
const LEAST_HELD: u32 = 2;
const LEARNING: Learning = Learning {
    cost: 1.0,
    rounds: 30,
};
/// Share of the training texts that, held out, would be half trusted or less.
const STRANGEST: f32 = 0.03;
/// Names are learned from this many texts that hold one.
const LEAST_NAMED: usize = 20;
/// Runs a model keeps at most; rarer ones go first.
const MOST_RUNS: usize = 900_000;

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
    let answers = learn_all(&corpus, &questions, &folds.of);
    let known = corpus.known_unseen(&letters, &folds.of);
    let gate = gate(&known);
    let transfer = Transfer::builtin(&reader);
    let mut work = SignalWork::default();
    let carried: Vec<f32> = letters
        .iter()
        .map(|l| transfer.logit(l, &mut work))
        .collect();
    let standings = standings(&questions, &answers, &carried);
    let mut model = assemble(&corpus, &examples, &questions, &answers, &standings, gate);
    let unseen = Unseen {
        standings: &standings,
        known: &known,
        carried: &carried,
        groups: folds.groups,
    };
    let mut report = report(&model, &questions, &unseen);
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

/// Runs of letters of all texts, as rows for learning.
struct Corpus {
    keys: Vec<u64>,
    rarity: Vec<f32>,
    held: Vec<u32>,
    vocabulary: Vocabulary,
    rows: Rows,
}

impl Corpus {
    fn new(letters: &[Letters]) -> Self {
        let mut count = GramCount::default();
        letters.iter().for_each(|l| count.add(&l.codes));
        let mut least = LEAST_HELD;
        let mut kept = count.kept(least);
        while kept.len() > MOST_RUNS {
            least += 1;
            kept.retain(|(_, held)| *held >= least);
        }
        let texts = letters.len() as f32 + 1.0;
        let (keys, held): (Vec<u64>, Vec<u32>) = kept.into_iter().unzip();
        let rarity: Vec<f32> = held
            .iter()
            .map(|h| (texts / (*h as f32 + 1.0)).ln() + 1.0)
            .collect();
        let vocabulary = Vocabulary::new(&keys);
        let mut rows = Rows::default();
        for text in letters {
            rows.push(&row(&vocabulary, &rarity, text));
        }
        rows.width = keys.len();
        Self {
            keys,
            rarity,
            held,
            vocabulary,
            rows,
        }
    }

    /// Share of known runs of each text, were its part of the texts not there.
    fn known_unseen(&self, letters: &[Letters], folds: &[usize]) -> Vec<f32> {
        let mut within = vec![0u32; FOLDS * self.keys.len()];
        for at in 0..letters.len() {
            for (feature, _) in self.rows.row(at) {
                within[folds[at] * self.keys.len() + feature] += 1;
            }
        }
        let share = |(at, text): (usize, &Letters)| {
            let within = &within[folds[at] * self.keys.len()..][..self.keys.len()];
            let mut known = 0;
            self.vocabulary.walk(&text.codes, |run| {
                let row = run.row as usize;
                let elsewhere = self.held[row] - within[row];
                known += usize::from(
                    run.len as usize == super::gram::FAMILIAR && elsewhere >= LEAST_HELD,
                );
            });
            known_share(known, text.codes.len())
        };
        letters.iter().enumerate().map(share).collect()
    }
}

/// Each run once, weighed by its rarity, the whole of length one.
fn row(vocabulary: &Vocabulary, rarity: &[f32], text: &Letters) -> Vec<(u32, f32)> {
    let mut found = Vec::new();
    vocabulary.walk(&text.codes, |run| found.push(run.row));
    found.sort_unstable();
    found.dedup();
    let square: f32 = found.iter().map(|r| rarity[*r as usize].powi(2)).sum();
    let length = square.sqrt().max(1e-6);
    found
        .into_iter()
        .map(|r| (r, rarity[r as usize] / length))
        .collect()
}

struct Folds {
    of: Vec<usize>,
    groups: usize,
}

/// The parts of the texts. Near-duplicates are in one part.
fn folds(examples: &[Example]) -> Folds {
    let groups = groups(examples.iter().map(|e| e.text.as_str()));
    let mut heads: Vec<usize> = groups.clone();
    heads.sort_unstable();
    heads.dedup();
    Disorder::new(11).shuffle(&mut heads);
    let parts: BTreeMap<usize, usize> = heads.iter().copied().zip((0..FOLDS).cycle()).collect();
    Folds {
        of: groups.iter().map(|g| parts[g]).collect(),
        groups: heads.len(),
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

/// Questions are independent of each other: each processor takes some.
fn learn_all(corpus: &Corpus, questions: &[Question], folds: &[usize]) -> Vec<Answer> {
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
                    made.extend(turn(worker).map(|(at, q)| (at, learn(corpus, q, folds))));
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

fn learn(corpus: &Corpus, question: &Question, folds: &[usize]) -> Answer {
    let rows = &corpus.rows;
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

/// Half trust where three in a hundred of the training texts would be as strange.
fn gate(known: &[f32]) -> Gate {
    let mut sorted = known.to_vec();
    sorted.sort_by(f32::total_cmp);
    let at = |share: f32| sorted[(share * (sorted.len() - 1) as f32) as usize];
    let (centre, middle) = (at(STRANGEST), at(0.5));
    Gate {
        centre,
        width: ((middle - centre) / 8.0).max(0.01),
    }
}

fn assemble(
    corpus: &Corpus,
    examples: &[Example],
    questions: &[Question],
    answers: &[Answer],
    standings: &[Stood],
    gate: Gate,
) -> Model {
    let heads: Vec<Head> = questions
        .iter()
        .zip(answers)
        .zip(standings)
        .map(|((q, a), stood)| Head {
            name: q.name.clone(),
            scale: scale(&a.rule, &corpus.rarity),
            bias: a.rule.bias,
            standing: stood.standing,
            rivals: stood.rivals.clone(),
        })
        .collect();
    let mut steps = vec![0i16; corpus.keys.len() * heads.len()];
    for (at, (head, answer)) in heads.iter().zip(answers).enumerate() {
        for (row, (weight, rarity)) in answer.rule.weights.iter().zip(&corpus.rarity).enumerate() {
            steps[row * heads.len() + at] = (weight * rarity / head.scale).round() as i16;
        }
    }
    Model {
        vocabulary: Vocabulary::new(&corpus.keys),
        keys: corpus.keys.clone(),
        rarity: corpus.rarity.clone(),
        steps,
        answers_yes: questions.first().is_some_and(|q| q.name.is_empty()),
        heads,
        gate,
        wording: wording(examples),
        names: None,
    }
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
    known: &'t [f32],
    carried: &'t [f32],
    groups: usize,
}

/// Scores of the answers a text would get from a model that has not seen it.
fn report(model: &Model, questions: &[Question], unseen: &Unseen<'_>) -> TextReport {
    let mut asked = Vec::new();
    for (question, stood) in questions.iter().zip(unseen.standings) {
        let own = stood.looks.iter().map(|looks| stood.standing.logit(looks));
        let answers: Vec<f32> = if question.name.is_empty() {
            let both = own.zip(unseen.carried).zip(unseen.known);
            both.map(|((own, carried), known)| mixed(own, *carried, model.trust(*known)))
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
