//! Words looked up at every place of a text, the longest that begins first. Most places are passed over by the bit of the two
//! letters that stand there. It must not know what words mean.

use rustc_hash::FxHashMap;

use super::sieve::Sieve;

/// Words by the two letters they begin with, numbered in the order they were given.
#[derive(Debug)]
pub(crate) struct WordTable<L> {
    /// The pairs of letters that words begin with.
    begun: Sieve<2048>,
    /// By hash, each in the first free place from its own on; a power of two of places, not all taken.
    heads: Vec<Head>,
    /// Those with one head stand side by side, the longest first.
    words: Vec<Word>,
    /// What follows the head in all words.
    rests: Vec<L>,
    /// Words of one letter.
    singles: FxHashMap<u32, usize>,
    alone: Sieve<16>,
}

/// Two letters, and the words that begin with them; no words in a free place.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    pair: u64,
    from: u32,
    to: u32,
}

/// A word behind its head: where the rest of it stands, and its number.
#[derive(Debug)]
struct Word {
    from: u32,
    to: u32,
    number: usize,
}

fn pair(one: u32, other: u32) -> u64 {
    (u64::from(one) << 32) | u64::from(other)
}

impl<L: Copy + Eq + Into<u32>> WordTable<L> {
    /// From words; of equal ones the first holds.
    pub fn new(words: impl Iterator<Item = Vec<L>>) -> Self {
        let (mut singles, mut alone) = (FxHashMap::default(), Sieve::new());
        let mut longer = Vec::new();
        for (number, word) in words.enumerate() {
            match word[..] {
                [] => {}
                [one] => {
                    alone.add(u64::from(one.into()));
                    singles.entry(one.into()).or_insert(number);
                }
                [one, other, ..] => longer.push((pair(one.into(), other.into()), word, number)),
            }
        }
        longer.sort_by_key(|(head, word, number)| (*head, usize::MAX - word.len(), *number));
        let mut table = Self {
            begun: Sieve::new(),
            heads: vec![Head::default(); (longer.len() * 2).next_power_of_two().max(2)],
            words: Vec::new(),
            rests: Vec::new(),
            singles,
            alone,
        };
        for words in longer.chunk_by(|a, b| a.0 == b.0) {
            table.add(words);
        }
        table
    }

    /// Adds the words of one head.
    fn add(&mut self, words: &[(u64, Vec<L>, usize)]) {
        let pair = words[0].0;
        self.begun.add(pair);
        let from = self.words.len() as u32;
        for (_, word, number) in words {
            let start = self.rests.len() as u32;
            self.rests.extend_from_slice(&word[2..]);
            self.words.push(Word {
                from: start,
                to: self.rests.len() as u32,
                number: *number,
            });
        }
        let to = self.words.len() as u32;
        let place = self.place(pair);
        self.heads[place] = Head { pair, from, to };
    }

    /// The place of a head, or the free one where it would stand.
    fn place(&self, pair: u64) -> usize {
        let mask = self.heads.len() - 1;
        let mut place = (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        while self.heads[place].pair != pair && self.heads[place].to != 0 {
            place = (place + 1) & mask;
        }
        place
    }

    /// Start, end and number of the first word of a text from `at` on.
    pub fn next(&self, text: &[L], at: usize) -> Option<(usize, usize, usize)> {
        (at..text.len()).find_map(|start| {
            let (len, word) = self.at(text, start)?;
            Some((start, start + len, word))
        })
    }

    /// Start, end and number of every word of a text. What stands in a word is not looked at again.
    pub fn matches<'t>(
        &'t self,
        text: &'t [L],
    ) -> impl Iterator<Item = (usize, usize, usize)> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            let found = self.next(text, at)?;
            at = found.1;
            Some(found)
        })
    }

    /// Length and number of the longest word at a place.
    #[inline]
    pub fn at(&self, text: &[L], at: usize) -> Option<(usize, usize)> {
        let one: u32 = (*text.get(at)?).into();
        let head = text.get(at + 1).map(|other| pair(one, (*other).into()));
        let longer = head.filter(|head| self.begun.may_hold(*head));
        let longer = longer.and_then(|head| self.longer(text, at, head));
        if longer.is_some() || !self.alone.may_hold(u64::from(one)) {
            return longer;
        }
        self.singles.get(&one).map(|word| (1, *word))
    }

    #[inline(never)]
    fn longer(&self, text: &[L], at: usize, pair: u64) -> Option<(usize, usize)> {
        let head = self.heads[self.place(pair)];
        let words = &self.words[head.from as usize..head.to as usize];
        let text = &text[at + 2..];
        words.iter().find_map(|word| {
            let rest = &self.rests[word.from as usize..word.to as usize];
            begins_with(text, rest).then_some((rest.len() + 2, word.number))
        })
    }
}

/// Whether a text begins with a few letters; for so few a call to compare memory takes longer.
#[inline]
fn begins_with<L: Eq>(text: &[L], few: &[L]) -> bool {
    text.len() >= few.len() && text.iter().zip(few).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::WordTable;

    #[test]
    fn the_longest_word_that_begins_first_is_found() {
        let words = ["保本", "保本保息", "本保险", "息", "保本"];
        let table = WordTable::new(words.iter().map(|w| w.chars().collect::<Vec<char>>()));
        let found = |text: &str| {
            let text: Vec<char> = text.chars().collect();
            table.matches(&text).collect::<Vec<_>>()
        };
        assert_eq!(found("全保本保息息"), [(1, 5, 1), (5, 6, 3)]);
        assert_eq!(found("保本保险"), [(0, 2, 0)]);
        assert_eq!(found("保"), []);
    }
}
