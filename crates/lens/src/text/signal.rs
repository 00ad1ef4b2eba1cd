//! Signals (信号): phrases that offers of illegal fundraising, reports of it and their look-alikes are made of, and how they
//! stand together. They carry over to texts of a style no model was trained on. It must not know what they are worth.

use std::{collections::HashMap, hash::BuildHasherDefault};

use super::{
    key::{KeyHasher, step},
    letters::{LetterReader, Letters},
};

/// Letters between two signals that still count as standing together.
const TOGETHER: usize = 48;
/// Hits looked at in one text; a longer one is cut, which bounds the time for it.
const MOST: usize = 400;

/// The list of signals, ready to be matched.
#[derive(Debug)]
pub(super) struct SignalList {
    names: Vec<String>,
    /// Key of a phrase or of its beginning → signals; none for a mere beginning.
    phrases: HashMap<u64, Vec<u8>, BuildHasherDefault<KeyHasher>>,
    /// Bits of the letters that phrases begin with: of those that are one letter, and of the first two of the others.
    alone: Vec<u64>,
    begun: Vec<u64>,
}

/// Bits for two letters that a phrase begins with.
const BEGINNINGS: usize = 1 << 15;

/// A signal in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SignalHit {
    pub signal: u8,
    pub from: u32,
    pub to: u32,
}

/// A feature of a text: its number, its value, and the letters it rests on (two stretches for a pair).
#[derive(Debug, Clone, Copy)]
pub(super) struct SignalFeature {
    pub number: u32,
    pub value: f32,
    pub on: [(u32, u32); 2],
}

/// Buffers used again from text to text.
#[derive(Debug, Default)]
pub(super) struct SignalWork {
    pub hits: Vec<SignalHit>,
    pub features: Vec<SignalFeature>,
    pairs: Vec<bool>,
    /// How often each signal stands, and where first.
    firsts: Vec<(u32, u32, u32)>,
}

impl SignalList {
    /// From lines `name = phrase|phrase`; `#` begins a comment.
    pub fn read(text: &str, reader: &LetterReader) -> Self {
        let mut made = Self {
            names: Vec::new(),
            phrases: HashMap::default(),
            alone: vec![0; 1024],
            begun: vec![0; BEGINNINGS / 64],
        };
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            if let Some((name, phrases)) = line.split_once(" = ") {
                let signal = made.names.len() as u8;
                made.names.push(name.to_owned());
                for phrase in phrases.split('|') {
                    made.add(&reader.word(phrase), signal);
                }
            }
        }
        made
    }

    fn add(&mut self, codes: &[u32], signal: u8) {
        match codes {
            [] => return,
            [one] => self.alone[(*one as usize >> 6) & 1023] |= 1 << (one & 63),
            [one, two, ..] => {
                let bit = beginning(*one, *two);
                self.begun[bit / 64] |= 1 << (bit % 64);
            }
        }
        let mut key = 0;
        for code in codes {
            key = step(key, *code);
            self.phrases.entry(key).or_default();
        }
        let signals = self.phrases.entry(key).or_default();
        if !signals.contains(&signal) {
            signals.push(signal);
        }
    }

    /// Features there can be: for each signal that it is there, how often, how dense; for each two that they stand together.
    pub fn width(&self) -> usize {
        let n = self.names.len();
        3 * n + n * (n + 1) / 2
    }

    /// What a feature is called in a file of weights.
    pub fn feature_name(&self, number: usize) -> String {
        let n = self.names.len();
        if number < 3 * n {
            let kind = ["有", "多", "密"][number / n];
            return format!("{kind} {}", self.names[number % n]);
        }
        let mut rest = number - 3 * n;
        let mut low = 0;
        while low + 1 < n && rest >= n - low {
            rest -= n - low;
            low += 1;
        }
        format!("邻 {} {}", self.names[low], self.names[low + rest])
    }

    /// Finds the signals of a text and its features.
    pub fn features(&self, letters: &Letters, work: &mut SignalWork) {
        self.hits(&letters.codes, &mut work.hits);
        work.features.clear();
        self.singles(letters.codes.len(), work);
        self.pairs(work);
    }

    fn hits(&self, codes: &[u32], hits: &mut Vec<SignalHit>) {
        hits.clear();
        let mut from = 0;
        while from < codes.len() && hits.len() < MOST {
            match self.longest(&codes[from..]) {
                Some((len, signals)) => {
                    hits.extend(signals.iter().map(|signal| SignalHit {
                        signal: *signal,
                        from: from as u32,
                        to: (from + len) as u32,
                    }));
                    from += len;
                }
                None => from += 1,
            }
        }
    }

    /// Whether a phrase may begin the letters: most places are passed over by it.
    fn may_begin(&self, codes: &[u32]) -> bool {
        let alone = |one: u32| self.alone[(one as usize >> 6) & 1023] & (1 << (one & 63)) != 0;
        match codes {
            [] => false,
            [one] => alone(*one),
            [one, two, ..] => {
                let bit = beginning(*one, *two);
                self.begun[bit / 64] & (1 << (bit % 64)) != 0 || alone(*one)
            }
        }
    }

    fn longest(&self, codes: &[u32]) -> Option<(usize, &[u8])> {
        if !self.may_begin(codes) {
            return None;
        }
        let (mut key, mut best) = (0, None);
        for (len, code) in (1..).zip(codes) {
            key = step(key, *code);
            match self.phrases.get(&key) {
                None => break,
                Some(signals) if signals.is_empty() => {}
                Some(signals) => best = Some((len, signals.as_slice())),
            }
        }
        best
    }

    fn singles(&self, letters: usize, work: &mut SignalWork) {
        let n = self.names.len();
        work.firsts.clear();
        work.firsts.resize(n, (0, 0, 0));
        for hit in &work.hits {
            let (count, from, to) = &mut work.firsts[hit.signal as usize];
            if *count == 0 {
                (*from, *to) = (hit.from, hit.to);
            }
            *count += 1;
        }
        for (signal, (count, from, to)) in work.firsts.iter().enumerate().filter(|(_, f)| f.0 > 0) {
            let count = *count as f32;
            let values = [
                1.0,
                count.min(3.0) / 3.0,
                (count * 12.0 / letters.max(1) as f32).min(1.0),
            ];
            work.features.extend(
                values
                    .iter()
                    .enumerate()
                    .map(|(kind, value)| SignalFeature {
                        number: (kind * n + signal) as u32,
                        value: *value,
                        on: [(*from, *to); 2],
                    }),
            );
        }
    }

    fn pairs(&self, work: &mut SignalWork) {
        let n = self.names.len();
        work.pairs.clear();
        work.pairs.resize(n * (n + 1) / 2, false);
        for (at, one) in work.hits.iter().enumerate() {
            for other in &work.hits[at + 1..] {
                if other.from as usize > one.to as usize + TOGETHER {
                    break;
                }
                let low = one.signal.min(other.signal) as usize;
                let high = one.signal.max(other.signal) as usize;
                let pair = low * n - low * low.saturating_sub(1) / 2 + high - low;
                if one.from == other.from || std::mem::replace(&mut work.pairs[pair], true) {
                    continue;
                }
                work.features.push(SignalFeature {
                    number: (3 * n + pair) as u32,
                    value: 1.0,
                    on: [(one.from, one.to), (other.from, other.to)],
                });
            }
        }
    }
}

/// The bit of two letters.
fn beginning(one: u32, two: u32) -> usize {
    (step(step(0, one), two) >> 32) as usize % BEGINNINGS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(list: &str, text: &str) -> Vec<String> {
        let reader = LetterReader::builtin().unwrap();
        let list = SignalList::read(list, &reader);
        let mut letters = Letters::default();
        reader.read(text, &mut letters);
        let mut work = SignalWork::default();
        list.features(&letters, &mut work);
        let name = |f: &SignalFeature| list.feature_name(f.number as usize);
        let mut names: Vec<String> = work.features.iter().map(name).collect();
        names.retain(|n| n.starts_with(['有', '邻']));
        names
    }

    #[test]
    fn signals_and_their_neighbours_are_found_in_any_way_of_writing() {
        let list = "保本 = 保本|保本保息\n利率 = 0%|0分\n养老 = 养老";
        assert_eq!(
            found(list, "養老项目保*本保息，年１2%"),
            [
                "有 保本",
                "有 利率",
                "有 养老",
                "邻 保本 养老",
                "邻 利率 养老",
                "邻 保本 利率"
            ]
        );
        assert_eq!(found(list, "今天有雨"), Vec::<String>::new());
    }
}
