//! Signals (信号): phrases that offers of illegal fundraising, reports of it and their look-alikes are made of, and how they
//! stand together. They carry over to texts of a style no model was trained on. It must not know what they are worth.

use std::collections::{BTreeMap, HashMap};

use super::letters::{LetterReader, Letters};
use crate::screen::WordTable;

/// Letters between two signals that still count as standing together.
const TOGETHER: usize = 48;
/// What a pair counts: there are many times more pairs than signals, each seen seldom, so that one alone should say less.
const PAIR: f32 = 0.5;
/// The line of words that only look like a signal (交易 is no 交): they are passed over.
const PASSED_OVER: &str = "略";
/// Letters between two links of a chain.
const GAP: usize = 8;
/// A link of a chain that is any figure.
const FIGURE: &str = "数";
const FIGURES: &str = "0一二三四五六七八九十百千两几";
/// Hits looked at in one text; a longer one is cut, which bounds the time for it.
const MOST: usize = 400;

/// The list of signals, ready to be matched.
#[derive(Debug)]
pub(super) struct SignalList {
    names: Vec<String>,
    phrases: WordTable<u32>,
    /// The signals of each phrase; none for what is passed over.
    signals: Vec<Vec<u8>>,
    chains: Vec<Chain>,
    /// Letters that are figures.
    figures: Vec<u32>,
}

/// A signal made of things that follow one another: each month – give – a figure. Single phrases cannot name them all.
#[derive(Debug)]
struct Chain {
    signal: u8,
    head: u8,
    links: Vec<Link>,
}

/// What follows in a chain.
#[derive(Debug, Clone, Copy)]
enum Link {
    Signal(u8),
    Figure,
}

/// A list while it is read.
struct ListReader<'r> {
    reader: &'r LetterReader,
    names: Vec<String>,
    phrases: BTreeMap<Vec<u32>, Vec<u8>>,
    chains: Vec<Chain>,
    /// Lists in brackets read so far.
    helpers: u8,
}

/// A signal in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SignalHit {
    pub signal: u8,
    pub from: u32,
    pub to: u32,
}

/// Some signals of all.
#[derive(Debug, Default)]
struct SignalSet([u64; 4]);

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
    /// Pairs that are features already; none from text to text.
    pairs: Vec<bool>,
    /// How often each signal stands, and where first; nowhere from text to text.
    stands: Vec<Stand>,
    /// The signals that stand anywhere.
    present: Vec<u8>,
}

/// How often a signal stands in a text, and where first.
#[derive(Debug, Clone, Copy, Default)]
struct Stand {
    count: u32,
    from: u32,
    to: u32,
}

impl SignalList {
    /// From lines `name = phrase|phrase`, and `name > list list 数` for chains. `#` begins a comment; the phrases of the line
    /// 略 are passed over; lists in brackets are no signals themselves and only serve chains.
    pub fn read(text: &str, reader: &LetterReader) -> Self {
        let mut read = ListReader {
            reader,
            names: Vec::new(),
            phrases: BTreeMap::new(),
            chains: Vec::new(),
            helpers: 0,
        };
        let mut lists = HashMap::new();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            if let Some((name, phrases)) = line.split_once(" = ") {
                let signal = read.number(name);
                if let Some(signal) = signal {
                    lists.insert(name, signal);
                }
                for phrase in phrases.split('|') {
                    read.add(phrase, signal);
                }
            } else if let Some((name, links)) = line.split_once(" > ") {
                read.chain(name, links, &lists);
            }
        }
        Self {
            names: read.names,
            phrases: WordTable::new(read.phrases.keys().cloned()),
            signals: read.phrases.into_values().collect(),
            chains: read.chains,
            figures: FIGURES.chars().map(u32::from).collect(),
        }
    }

    /// Features there can be: for each signal that it is there, how often, how dense; for each two that they stand together.
    pub fn width(&self) -> usize {
        let n = self.names.len();
        3 * n + n * (n + 1) / 2
    }

    /// Features of single signals; their numbers come first.
    pub fn singles_width(&self) -> usize {
        3 * self.names.len()
    }

    /// The name of a signal.
    pub fn signal_name(&self, signal: usize) -> Option<&str> {
        self.names.get(signal).map(String::as_str)
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

    /// The places of signals in the letters of a text.
    pub fn hits(&self, codes: &[u32], hits: &mut Vec<SignalHit>) {
        hits.clear();
        self.phrases.scan(codes, |start, end, phrase| {
            if hits.len() < MOST {
                hits.extend(self.signals[phrase].iter().map(|signal| SignalHit {
                    signal: *signal,
                    from: start as u32,
                    to: end as u32,
                }));
            }
            true
        });
        // Chains are made of lists, so that what they add begins none.
        let begun: SignalSet = hits.iter().map(|hit| hit.signal).collect();
        for chain in self.chains.iter().filter(|c| begun.holds(c.head)) {
            self.follow(chain, codes, hits);
        }
        hits.retain(|h| (h.signal as usize) < self.names.len());
        hits.sort_by_key(|h| (h.from, h.to));
    }

    /// Adds a hit for every place where the chain begins and holds to its end.
    fn follow(&self, chain: &Chain, codes: &[u32], hits: &mut Vec<SignalHit>) {
        for at in 0..hits.len() {
            let head = hits[at];
            if head.signal != chain.head {
                continue;
            }
            let end = chain.links.iter().try_fold(head.to as usize, |end, link| {
                let reach = end + GAP;
                match link {
                    Link::Figure => {
                        let near = codes.get(end..reach.min(codes.len()))?;
                        let place = near.iter().position(|c| self.figures.contains(c))?;
                        Some(end + place + 1)
                    }
                    Link::Signal(signal) => hits[at + 1..]
                        .iter()
                        .take_while(|h| h.from as usize <= reach)
                        .find(|h| h.signal == *signal && h.from as usize >= end)
                        .map(|h| h.to as usize),
                }
            });
            if let Some(end) = end {
                hits.push(SignalHit {
                    signal: chain.signal,
                    from: head.from,
                    to: end as u32,
                });
            }
        }
    }

    fn singles(&self, letters: usize, work: &mut SignalWork) {
        let n = self.names.len();
        work.stands.resize(n, Stand::default());
        work.present.clear();
        for hit in &work.hits {
            let stand = &mut work.stands[hit.signal as usize];
            if stand.count == 0 {
                (stand.from, stand.to) = (hit.from, hit.to);
                work.present.push(hit.signal);
            }
            stand.count += 1;
        }
        work.present.sort_unstable();
        for signal in work.present.iter().map(|s| usize::from(*s)) {
            let stand = std::mem::take(&mut work.stands[signal]);
            let count = stand.count as f32;
            let dense = count * 12.0 / letters.max(1) as f32;
            let values = [1.0, count.min(3.0) / 3.0, dense.min(1.0)];
            let features = values.into_iter().enumerate();
            work.features
                .extend(features.map(|(kind, value)| SignalFeature {
                    number: (kind * n + signal) as u32,
                    value,
                    on: [(stand.from, stand.to); 2],
                }));
        }
    }

    fn pairs(&self, work: &mut SignalWork) {
        let n = self.names.len();
        let singles = work.features.len();
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
                    value: PAIR,
                    on: [(one.from, one.to), (other.from, other.to)],
                });
            }
        }
        for feature in &work.features[singles..] {
            work.pairs[feature.number as usize - 3 * n] = false;
        }
    }
}

impl SignalSet {
    fn holds(&self, signal: u8) -> bool {
        self.0[usize::from(signal / 64)] & (1 << (signal % 64)) != 0
    }
}

impl FromIterator<u8> for SignalSet {
    fn from_iter<I: IntoIterator<Item = u8>>(signals: I) -> Self {
        let mut set = Self::default();
        for signal in signals {
            set.0[usize::from(signal / 64)] |= 1 << (signal % 64);
        }
        set
    }
}

impl ListReader<'_> {
    /// The number of a list; lists in brackets are numbered down from the top, where no feature is.
    fn number(&mut self, name: &str) -> Option<u8> {
        if name == PASSED_OVER {
            return None;
        }
        if name.starts_with('(') {
            self.helpers += 1;
            return Some(u8::MAX - self.helpers);
        }
        self.names.push(name.to_owned());
        Some(self.names.len() as u8 - 1)
    }

    fn chain(&mut self, name: &str, links: &str, lists: &HashMap<&str, u8>) {
        let mut links = links.split(' ').filter_map(|link| match link {
            FIGURE => Some(Link::Figure),
            list => lists.get(list).map(|s| Link::Signal(*s)),
        });
        let Some(Link::Signal(head)) = links.next() else {
            return;
        };
        let links = links.collect();
        self.names.push(name.to_owned());
        self.chains.push(Chain {
            signal: self.names.len() as u8 - 1,
            head,
            links,
        });
    }

    fn add(&mut self, phrase: &str, signal: Option<u8>) {
        let signals = self.phrases.entry(self.reader.word(phrase)).or_default();
        if let Some(signal) = signal.filter(|s| !signals.contains(s)) {
            signals.push(signal);
        }
    }
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
        let list = "付钱 = 交\n略 = 交易|保本微利\n保本 = 保本";
        assert_eq!(found(list, "交易所里保本微利"), Vec::<String>::new());
        assert_eq!(
            found(list, "先交钱，保本"),
            ["有 付钱", "有 保本", "邻 付钱 保本"]
        );
    }
    #[test]
    fn a_chain_is_found_in_words_no_list_names() {
        let list = "付钱 = 交\n(期) = 每月|一年\n(给) = 给|返\n按期给钱 > (期) (给) 数\n付钱按期 > 付钱 数 (期)";
        assert_eq!(
            found(list, "每月准时给您打一千二"),
            ["有 按期给钱"],
            "the lists in brackets are no signals"
        );
        assert_eq!(
            found(list, "交八万一年返九千"),
            [
                "有 付钱",
                "有 按期给钱",
                "有 付钱按期",
                "邻 付钱 按期给钱",
                "邻 按期给钱 付钱按期"
            ]
        );
        assert_eq!(
            found(list, "每月都去那里散步看望他们再给点"),
            Vec::<String>::new()
        );
    }
}
