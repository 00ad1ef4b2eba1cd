//! Learning the tagger: the averaged perceptron over sequences, in a fixed order of texts. It must not know files.

use super::{
    super::plain::Plain,
    features::{COUNT, Features, SLOTS},
    tagger::{BEGIN, INSIDE, TAGS, Tagger, viterbi},
};

/// Rounds over all texts.
const ROUNDS: usize = 6;
/// Longest text learnt from, in characters; what follows is left out.
const LONGEST: usize = 1_500;
/// The largest weight of the finished tagger.
const SCALE: f32 = 8_000.0;

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
    let mut lessons: Vec<Lesson> = texts
        .iter()
        .map(|(text, names)| lesson(text, names))
        .collect();
    let mut weights = Weights::new();
    let mut shuffle = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..ROUNDS {
        for at in (1..lessons.len()).rev() {
            shuffle ^= shuffle << 13;
            shuffle ^= shuffle >> 7;
            shuffle ^= shuffle << 17;
            lessons.swap(at, (shuffle % (at as u64 + 1)) as usize);
        }
        lessons.iter().for_each(|lesson| weights.learn(lesson));
    }
    weights.finished()
}

fn lesson(text: &str, names: &[String]) -> Lesson {
    let plain = Plain::of(text);
    let chars = plain.chars();
    let chars = chars.get(..chars.len().min(LONGEST)).unwrap_or(chars);
    let features = Features::of(chars);
    let slots = (0..chars.len()).map(|at| features.at(at)).collect();
    Lesson {
        slots,
        tags: tags(chars, names),
    }
}

/// Every place of every name, the longest name first.
fn tags(text: &[char], names: &[String]) -> Vec<usize> {
    let mut names: Vec<Vec<char>> = names
        .iter()
        .map(|n| Plain::of(n).chars().to_vec())
        .filter(|n| n.len() > 1)
        .collect();
    names.sort_by_key(|n| std::cmp::Reverse(n.len()));
    let mut tags = vec![0; text.len()];
    for name in names {
        for start in 0..(text.len() + 1).saturating_sub(name.len()) {
            let free = tags
                .get(start..start + name.len())
                .is_some_and(|t| t.iter().all(|t| *t == 0));
            if free
                && text
                    .get(start..)
                    .is_some_and(|rest| rest.starts_with(&name))
            {
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
        let largest = rows()
            .flatten()
            .chain(moves.into_iter().flatten())
            .fold(1e-6_f32, |a, b| a.max(b.abs()));
        let whole = |w: f32| (w / largest * SCALE).round();
        Tagger {
            weights: rows().map(|row| row.map(|w| whole(w) as i16)).collect(),
            moves: moves.map(|row| row.map(|w| whole(w) as i32)),
        }
    }
}
