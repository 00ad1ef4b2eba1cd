//! A tagger of names: weights on what stands around each character, the best sequence of begin, inside and outside.
//! It must not know where training texts come from.

use super::{
    super::plain::Plain,
    NameTally, Named,
    features::{Features, SLOTS},
    judge::{Judge, Suspect, suspects},
    model::{self, ModelError},
    named,
    training::train,
};

/// Outside, begin, inside.
pub(super) const TAGS: usize = 3;
pub(super) const OUTSIDE: usize = 0;
pub(super) const BEGIN: usize = 1;
pub(super) const INSIDE: usize = 2;

/// A trained tagger of names.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagger {
    /// `SLOTS` rows of a weight per tag.
    pub(super) weights: Vec<[i16; TAGS]>,
    /// From the tag before to the tag.
    pub(super) moves: [[i32; TAGS]; TAGS],
    /// Decides on whole names; none where there were too few texts to learn it.
    pub(super) judge: Option<Judge>,
}

impl Tagger {
    /// Learns from texts and the names that stand in them. A text with names left out teaches that they are none, so give an
    /// empty list only where somebody looked. The same texts give the same tagger.
    pub fn train(texts: &[(String, Vec<String>)]) -> Self {
        Self::train_scored(texts).0
    }

    /// The same, with how many names were found and right in texts held out by name; `None` where there are too few texts.
    pub fn train_scored(texts: &[(String, Vec<String>)]) -> (Self, Option<NameTally>) {
        train(texts)
    }

    /// The names of a text, in order.
    pub fn find(&self, text: &str) -> Vec<Named> {
        self.find_in(&Plain::of(text), text)
    }

    /// The same of a text already in plain writing; `source` is the text it was made of.
    pub fn find_in(&self, plain: &Plain, source: &str) -> Vec<Named> {
        named(plain, source, self.places(plain.chars()))
    }

    /// The names of a plain text, by place.
    pub(super) fn places(&self, text: &[char]) -> Vec<(usize, usize)> {
        let features = Features::of(text);
        let scores = self.scores(&features, text.len());
        match &self.judge {
            Some(judge) => judge.names(text, &self.gathered(text, &features, &scores)),
            None => agreed(text, self.spans(&scores, 0)),
        }
    }

    /// Every stretch of a plain text that may be a name.
    pub(super) fn suspects(&self, text: &[char]) -> Vec<Suspect> {
        let features = Features::of(text);
        let scores = self.scores(&features, text.len());
        self.gathered(text, &features, &scores)
    }

    fn gathered(&self, text: &[char], features: &Features, scores: &[[i32; TAGS]]) -> Vec<Suspect> {
        suspects(text, &features.candidates, |lean| self.spans(scores, lean))
    }

    /// As bytes for a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        model::written(self)
    }

    /// From bytes of [`Tagger::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        model::read(bytes)
    }

    fn scores(&self, features: &Features, length: usize) -> Vec<[i32; TAGS]> {
        let score = |at| {
            let mut sum = [0_i32; TAGS];
            for slot in features.at(at) {
                let weights = self
                    .weights
                    .get(slot as usize % SLOTS)
                    .copied()
                    .unwrap_or_default();
                sum.iter_mut()
                    .zip(weights)
                    .for_each(|(s, w)| *s += i32::from(w));
            }
            sum
        };
        (0..length).map(score).collect()
    }

    /// The best stretches of names when beginning one is worth `lean` more.
    fn spans(&self, scores: &[[i32; TAGS]], lean: i32) -> Vec<(usize, usize)> {
        let tags = viterbi(scores.iter().copied(), |from, to| {
            self.moves[from][to] + if to == BEGIN { lean } else { 0 }
        });
        spans(&tags)
    }
}

/// The best sequence of tags; inside never follows outside.
pub(super) fn viterbi<S>(
    mut scores: impl Iterator<Item = [S; TAGS]>,
    moves: impl Fn(usize, usize) -> S,
) -> Vec<usize>
where
    S: Copy + PartialOrd + std::ops::Add<Output = S>,
{
    let moves: [[S; TAGS]; TAGS] =
        std::array::from_fn(|from| std::array::from_fn(|to| moves(from, to)));
    let Some(mut sums) = scores.next() else {
        return Vec::new();
    };
    // For every character but the first, the best tag before each tag.
    let mut back: Vec<[u8; TAGS]> = Vec::with_capacity(scores.size_hint().0);
    for score in scores {
        let before = sums;
        let mut from = [OUTSIDE as u8; TAGS];
        for to in 0..TAGS {
            let first = if to == INSIDE { BEGIN } else { OUTSIDE };
            let mut best = (first, before[first] + moves[first][to]);
            for other in first + 1..TAGS {
                let sum = before[other] + moves[other][to];
                if sum > best.1 {
                    best = (other, sum);
                }
            }
            from[to] = best.0 as u8;
            sums[to] = best.1 + score[to];
        }
        back.push(from);
    }
    traced(&sums, &back)
}

fn traced<S: Copy + PartialOrd>(last: &[S; TAGS], back: &[[u8; TAGS]]) -> Vec<usize> {
    // A text of one character cannot be inside a name.
    let ends = if back.is_empty() { INSIDE } else { TAGS };
    let mut tag = OUTSIDE;
    for other in 1..ends {
        if last[other] > last[tag] {
            tag = other;
        }
    }
    let mut tags = vec![OUTSIDE; back.len() + 1];
    for (at, from) in back.iter().enumerate().rev() {
        tags[at + 1] = tag;
        tag = usize::from(from[tag]);
    }
    tags[0] = tag;
    tags
}

/// Begin and what is inside behind it; a name has at least two characters.
fn spans(tags: &[usize]) -> Vec<(usize, usize)> {
    let begins = tags.iter().enumerate().filter(|(_, t)| **t == BEGIN);
    let ends = begins.map(|(at, _)| {
        (
            at,
            at + 1
                + tags
                    .iter()
                    .skip(at + 1)
                    .take_while(|t| **t == INSIDE)
                    .count(),
        )
    });
    ends.filter(|(start, end)| end - start > 1).collect()
}

/// A name found in one place of a text is a name in its other places; one taken for a name in few of many places is none.
fn agreed(text: &[char], spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut distinct: Vec<(&[char], usize)> = Vec::new();
    for (start, end) in &spans {
        let name = text.get(*start..*end).unwrap_or_default();
        match distinct.iter_mut().find(|(n, _)| *n == name) {
            Some((_, count)) => *count += 1,
            None => distinct.push((name, 1)),
        }
    }
    distinct.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let places = |name: &[char]| text.windows(name.len()).filter(|w| *w == name).count();
    distinct.retain(|(name, count)| count * 4 >= places(name));
    let names: Vec<&[char]> = distinct.into_iter().map(|(name, _)| name).collect();
    everywhere(text, &names)
}

/// All places of names, which stand with the longest first.
pub(super) fn everywhere(text: &[char], names: &[&[char]]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        match names.iter().find(|name| rest.starts_with(name)) {
            Some(name) => {
                found.push((at, at + name.len()));
                at += name.len();
            }
            None => at += 1,
        }
    }
    found
}
