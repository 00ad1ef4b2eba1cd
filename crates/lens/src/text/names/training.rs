//! Learning the tagger: the averaged perceptron over sequences, in a fixed order of texts. It must not know files.

use std::collections::BTreeSet;

use super::{
    super::plain::Plain,
    features::{COUNT, Features, SLOTS},
    tagger::{BEGIN, INSIDE, TAGS, Tagger, viterbi},
};

/// Rounds over all texts.
const ROUNDS: usize = 8;
/// Longest text learnt from, in characters; what follows is left out.
const LONGEST: usize = 1_500;
/// What a weight of one is in the finished tagger.
const SCALE: f32 = 256.0;
/// Fewest texts from which some are held back to tune.
const LEAST_TO_TUNE: usize = 200;
/// One text in so many is held back.
const HELD: usize = 8;
/// Leans towards names that are tried.
const LEANS: [i32; 9] = [0, 128, 256, 512, 768, 1024, 1536, 2048, 3072];

/// A text made ready: slots of every character and its tags.
struct Lesson {
    slots: Vec<[u32; COUNT]>,
    tags: Vec<usize>,
}

/// Weights while they are learnt, with their sum over time for the average.
struct Weights {
    now: Vec<[f32; TAGS]>,
    sum: Vec<[f32; TAGS]>,
    moves: [[f32; TAGS]; TAGS],
    moves_sum: [[f32; TAGS]; TAGS],
    step: f32,
}

pub(super) fn train(texts: &[(String, Vec<String>)]) -> Tagger {
    let examples: Vec<Example> = texts
        .iter()
        .map(|(text, names)| Example::of(text, names))
        .collect();
    if examples.len() < LEAST_TO_TUNE {
        return learnt(&examples.iter().collect::<Vec<_>>());
    }
    let held = |at: &usize| at.is_multiple_of(HELD);
    let part = |keep: bool| {
        examples
            .iter()
            .enumerate()
            .filter(move |(at, _)| held(at) == keep)
            .map(|(_, e)| e)
    };
    let lean = lean(
        &learnt(&part(false).collect::<Vec<_>>()),
        &part(true).collect::<Vec<_>>(),
    );
    learnt(&examples.iter().collect::<Vec<_>>()).leaning(lean)
}

/// Learns from all examples; every other round its names are ones nobody has, so that what stands around them counts.
fn learnt(examples: &[&Example]) -> Tagger {
    let lessons: Vec<Lesson> = examples.iter().map(|e| lesson(&e.text, &e.names)).collect();
    let pool: Vec<&Vec<char>> = examples.iter().flat_map(|e| &e.names).collect();
    let mut weights = Weights::new();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    for round in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for at in &order {
            let renamed = (round % 2 == 1)
                .then(|| examples[*at].renamed(&pool, &mut dice))
                .flatten();
            match renamed {
                Some((text, names)) => weights.learn(&lesson(&text, &names)),
                None => weights.learn(&lessons[*at]),
            }
        }
    }
    weights.finished()
}

/// How far to lean towards names, so that as many are found as are right among texts held back.
fn lean(tagger: &Tagger, held: &[&Example]) -> i32 {
    let f1 = |lean: i32| {
        let tagger = tagger.clone().leaning(lean);
        let (mut found, mut listed, mut right) = (0, 0, 0);
        for example in held {
            let places = tagger.places(&example.text);
            let names: BTreeSet<&[char]> = places
                .iter()
                .filter_map(|(s, e)| example.text.get(*s..*e))
                .collect();
            found += names.len();
            listed += example.names.len();
            right += example
                .names
                .iter()
                .filter(|n| names.contains(n.as_slice()))
                .count();
        }
        2_000_000 * right / (found + listed).max(1)
    };
    LEANS
        .into_iter()
        .map(|lean| (f1(lean), lean))
        .max_by_key(|(f1, lean)| (*f1, -lean))
        .map_or(0, |(_, lean)| lean)
}

/// A text and its names in plain writing, the longest name first.
struct Example {
    text: Vec<char>,
    names: Vec<Vec<char>>,
}

impl Example {
    fn of(text: &str, names: &[String]) -> Self {
        let mut text = Plain::of(text).chars().to_vec();
        text.truncate(LONGEST);
        let plain = |n: &String| Plain::of(n).chars().to_vec();
        let stands =
            |n: &Vec<char>| n.len() > 1 && text.windows(n.len()).any(|w| w == n.as_slice());
        let distinct: BTreeSet<Vec<char>> = names.iter().map(plain).filter(stands).collect();
        let mut names: Vec<Vec<char>> = distinct.into_iter().collect();
        names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        Self { text, names }
    }

    /// The text with names made of the head of one known name and the end of another; `None` where names share characters.
    fn renamed(&self, pool: &[&Vec<char>], dice: &mut Dice) -> Option<(Vec<char>, Vec<Vec<char>>)> {
        let shared =
            |a: &Vec<char>, b: &Vec<char>| a != b && a.windows(b.len()).any(|w| w == b.as_slice());
        if self.names.is_empty()
            || self
                .names
                .iter()
                .any(|a| self.names.iter().any(|b| shared(a, b)))
        {
            return None;
        }
        let made: Vec<Vec<char>> = self.names.iter().map(|_| crossed(pool, dice)).collect();
        let mut text = Vec::with_capacity(self.text.len());
        let mut at = 0;
        while at < self.text.len() {
            let rest = self.text.get(at..).unwrap_or_default();
            match self.names.iter().position(|n| rest.starts_with(n)) {
                Some(name) => {
                    text.extend(&made[name]);
                    at += self.names[name].len();
                }
                None => {
                    text.push(self.text[at]);
                    at += 1;
                }
            }
        }
        Some((text, made))
    }
}

fn crossed(pool: &[&Vec<char>], dice: &mut Dice) -> Vec<char> {
    let (head, end) = (pool[dice.below(pool.len())], pool[dice.below(pool.len())]);
    let kept = end.len().div_ceil(2);
    let head = head.iter().take(head.len().div_ceil(2));
    head.chain(end.iter().skip(end.len() - kept))
        .copied()
        .collect()
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

fn lesson(text: &[char], names: &[Vec<char>]) -> Lesson {
    let features = Features::of(text);
    let slots = (0..text.len()).map(|at| features.at(at)).collect();
    Lesson {
        slots,
        tags: tags(text, names),
    }
}

/// Every place of every name, the longest name first.
fn tags(text: &[char], names: &[Vec<char>]) -> Vec<usize> {
    let mut tags = vec![0; text.len()];
    for name in names {
        for start in 0..(text.len() + 1).saturating_sub(name.len()) {
            let free = tags
                .get(start..start + name.len())
                .is_some_and(|t| t.iter().all(|t| *t == 0));
            if free && text.get(start..).is_some_and(|rest| rest.starts_with(name)) {
                tags.iter_mut()
                    .skip(start)
                    .take(name.len())
                    .for_each(|t| *t = INSIDE);
                if let Some(first) = tags.get_mut(start) {
                    *first = BEGIN;
                }
            }
        }
    }
    tags
}

impl Weights {
    fn new() -> Self {
        let table = || vec![[0.0; TAGS]; SLOTS];
        Self {
            now: table(),
            sum: table(),
            moves: Default::default(),
            moves_sum: Default::default(),
            step: 1.0,
        }
    }

    fn learn(&mut self, lesson: &Lesson) {
        let guess = self.guess(lesson);
        self.step += 1.0;
        for (at, slots) in lesson.slots.iter().enumerate() {
            let (right, wrong) = (lesson.tags[at], guess[at]);
            if right != wrong {
                for slot in slots {
                    self.nudge(*slot as usize, right, 1.0);
                    self.nudge(*slot as usize, wrong, -1.0);
                }
            }
            if at > 0 && (right, lesson.tags[at - 1]) != (wrong, guess[at - 1]) {
                self.nudge_move(lesson.tags[at - 1], right, 1.0);
                self.nudge_move(guess[at - 1], wrong, -1.0);
            }
        }
    }

    fn guess(&self, lesson: &Lesson) -> Vec<usize> {
        let scores = lesson.slots.iter().map(|slots| {
            let mut sum = [0.0; TAGS];
            for slot in slots {
                let weights = self.now[*slot as usize];
                sum.iter_mut().zip(weights).for_each(|(s, w)| *s += w);
            }
            sum
        });
        viterbi(scores, |from, to| self.moves[from][to])
    }

    fn nudge(&mut self, slot: usize, tag: usize, by: f32) {
        self.now[slot][tag] += by;
        self.sum[slot][tag] += by * self.step;
    }

    fn nudge_move(&mut self, from: usize, to: usize, by: f32) {
        self.moves[from][to] += by;
        self.moves_sum[from][to] += by * self.step;
    }

    /// The average over all steps, in whole numbers.
    fn finished(self) -> Tagger {
        let step = self.step;
        let average = |now: f32, sum: f32| now - sum / step;
        let rows = || {
            self.now
                .iter()
                .zip(&self.sum)
                .map(|(n, s)| [0, 1, 2].map(|t| average(n[t], s[t])))
        };
        let moves =
            [0, 1, 2].map(|f| [0, 1, 2].map(|t| average(self.moves[f][t], self.moves_sum[f][t])));
        let whole = |w: f32| (w * SCALE).round();
        Tagger {
            weights: rows().map(|row| row.map(|w| whole(w) as i16)).collect(),
            moves: moves.map(|row| row.map(|w| whole(w) as i32)),
        }
    }
}
