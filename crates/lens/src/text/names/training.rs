//! Learning the tagger: the averaged perceptron over sequences, in a fixed order of texts. It must not know files.

use std::collections::BTreeSet;

use super::{
    super::{
        linear::{Learning, LinearRule, Rows},
        plain::Plain,
    },
    NameTally,
    features::{COUNT, Features, SLOTS},
    judge::{self as judging, Judge},
    tagger::{BEGIN, INSIDE, TAGS, Tagger, viterbi},
};

/// Rounds over all texts.
const ROUNDS: usize = 8;
/// Longest text learnt from, in characters; what follows is left out.
const LONGEST: usize = 1_500;
/// What a weight of one is in the finished tagger.
const SCALE: f32 = 256.0;
/// Fewest texts with a name from which the judge is learnt.
const LEAST_TO_JUDGE: usize = 150;
/// Parts in which names are held out from each other.
const PARTS: usize = 3;
const JUDGING: Learning = Learning {
    cost: 0.02,
    rounds: 60,
};

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

pub(super) fn train(texts: &[(String, Vec<String>)]) -> (Tagger, Option<NameTally>) {
    let examples: Vec<Example> = texts
        .iter()
        .map(|(text, names)| Example::of(text, names))
        .collect();
    let named = examples.iter().filter(|e| !e.names.is_empty()).count();
    if named < LEAST_TO_JUDGE {
        return (learnt(&examples.iter().collect::<Vec<_>>()), None);
    }
    let parts: Vec<usize> = examples
        .iter()
        .enumerate()
        .map(|(at, e)| e.part(at))
        .collect();
    let (whole, strangers) = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..=PARTS)
            .map(|part| {
                let seen = examples
                    .iter()
                    .zip(&parts)
                    .filter(move |(_, p)| **p != part);
                let seen: Vec<&Example> = seen.map(|(e, _)| e).collect();
                scope.spawn(move || learnt(&seen))
            })
            .collect();
        let done = hands.into_iter().map(|hand| match hand.join() {
            Ok(tagger) => tagger,
            // A defect of the program, told as one.
            Err(defect) => std::panic::resume_unwind(defect),
        });
        let mut taggers: Vec<Tagger> = done.collect();
        (taggers.pop(), taggers)
    });
    let Some(mut whole) = whole else {
        return (learnt(&examples.iter().collect::<Vec<_>>()), None);
    };
    let (judge, tally) = judge(&examples, &parts, &strangers);
    whole.judge = Some(judge);
    (whole, Some(tally))
}

/// Learns which stretches are names from those proposed by taggers that have not seen the names: what an unknown name looks
/// like. The cut is where as many names are found as are right.
fn judge(examples: &[Example], parts: &[usize], strangers: &[Tagger]) -> (Judge, NameTally) {
    let (mut rows, mut yes, mut of) = (Rows::default(), Vec::new(), Vec::new());
    let mut suspected = Vec::with_capacity(examples.len());
    for (at, (example, part)) in examples.iter().zip(parts).enumerate() {
        let suspects = strangers[*part].suspects(&example.text);
        for (suspect, row) in suspects.iter().zip(judging::rows(&example.text, &suspects)) {
            let stretch = judging::name(&example.text, suspect);
            yes.push(example.names.iter().any(|n| n == stretch));
            of.push(at);
            rows.push(&row);
        }
        suspected.push(suspects);
    }
    rows.width = judging::SLOTS;
    let mut scores = vec![0.0; yes.len()];
    for held in 0..PARTS {
        let seen: Vec<u32> = (0..yes.len() as u32)
            .filter(|row| parts[of[*row as usize]] != held)
            .collect();
        let rule = LinearRule::learn(&rows, &seen, &yes, JUDGING);
        for row in (0..yes.len()).filter(|row| parts[of[*row]] == held) {
            scores[row] = rule.score(&rows, row);
        }
    }
    let listed = examples.iter().map(|e| e.names.len()).sum();
    let cut = cut(&scores, &yes, listed);
    let all: Vec<u32> = (0..yes.len() as u32).collect();
    let rule = LinearRule::learn(&rows, &all, &yes, JUDGING);
    let mut tally = NameTally {
        listed,
        ..NameTally::default()
    };
    let mut from = 0;
    for (example, suspects) in examples.iter().zip(&suspected) {
        let to = from + suspects.len();
        let kept = judging::kept(&example.text, suspects, &scores[from..to], cut);
        tally.found += kept.len();
        tally.right += kept.iter().filter(|at| yes[from + **at]).count();
        from = to;
    }
    let judge = Judge {
        weights: rule.weights,
        bias: rule.bias,
        cut,
    };
    (judge, tally)
}

/// The score from which the harmonic mean of precision and recall is best.
fn cut(scores: &[f32], yes: &[bool], listed: usize) -> f32 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    let (mut right, mut best) = (0, (0.0, 0.0));
    for (found, at) in (1..).zip(order) {
        right += usize::from(yes[at]);
        let f1 = 2.0 * right as f32 / (found + listed) as f32;
        if f1 > best.0 {
            best = (f1, scores[at]);
        }
    }
    best.1
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

    /// The part it belongs to: texts with the same longest name in one.
    fn part(&self, at: usize) -> usize {
        let name = self.names.first().into_iter().flatten();
        let hash = name.fold(0x811c_9dc5_u32, |hash, c| {
            (hash ^ *c as u32).wrapping_mul(0x0100_0193)
        });
        let number = if self.names.is_empty() {
            at
        } else {
            (hash >> 7) as usize
        };
        number % PARTS
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
            judge: None,
        }
    }
}
