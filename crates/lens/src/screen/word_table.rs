//! Words looked up at every place of a text, the longest that begins first. Most places are passed over by the bit of the two
//! letters that stand there. It must not know what words mean.

use rustc_hash::FxHashMap;

/// Bits for the two letters that words begin with.
const BITS: u32 = 17;

/// Words by the two letters they begin with, numbered in the order they were given.
#[derive(Debug)]
pub(super) struct WordTable<L> {
    begun: Box<[u64; 1 << (BITS - 6)]>,
    /// The stretch of `words` with these two letters.
    heads: FxHashMap<u64, (u32, u32)>,
    /// The longest first.
    words: Vec<(Vec<L>, usize)>,
    /// Words of one letter.
    singles: FxHashMap<u32, usize>,
}

/// Bit of two letters.
fn bit(pair: u64) -> usize {
    (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}

fn pair(one: u32, other: u32) -> u64 {
    (u64::from(one) << 32) | u64::from(other)
}

impl<L: Copy + Eq + Into<u32>> WordTable<L> {
    /// From words; of equal ones the first holds.
    pub fn new(words: impl Iterator<Item = Vec<L>>) -> Self {
        let mut table = Self {
            begun: Box::new([0; 1 << (BITS - 6)]),
            heads: FxHashMap::default(),
            words: Vec::new(),
            singles: FxHashMap::default(),
        };
        for (number, word) in words.enumerate() {
            match word[..] {
                [] => {}
                [one] => {
                    table.singles.entry(one.into()).or_insert(number);
                }
                _ => table.words.push((word, number)),
            }
        }
        let head = |word: &[L]| pair(word[0].into(), word[1].into());
        let longest = std::cmp::Reverse::<usize>;
        table
            .words
            .sort_by_key(|(word, number)| (head(word), longest(word.len()), *number));
        let mut from = 0;
        for words in table.words.chunk_by(|a, b| head(&a.0) == head(&b.0)) {
            let key = head(&words[0].0);
            table.begun[bit(key) / 64] |= 1 << (bit(key) % 64);
            table.heads.insert(key, (from, from + words.len() as u32));
            from += words.len() as u32;
        }
        table
    }

    /// Start, end and number of every word of a text. What stands in a word is not looked at again.
    pub fn matches<'t>(
        &'t self,
        text: &'t [L],
    ) -> impl Iterator<Item = (usize, usize, usize)> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < text.len() {
                match self.at(text, at) {
                    Some((len, word)) => {
                        let start = at;
                        at += len;
                        return Some((start, at, word));
                    }
                    None => at += 1,
                }
            }
            None
        })
    }

    /// Length and number of the longest word at a place.
    #[inline]
    fn at(&self, text: &[L], at: usize) -> Option<(usize, usize)> {
        let (one, other) = (*text.get(at)?, text.get(at + 1));
        let longer =
            other.and_then(|other| self.longer(text, at, pair(one.into(), (*other).into())));
        if longer.is_some() || self.singles.is_empty() {
            return longer;
        }
        self.singles.get(&one.into()).map(|word| (1, *word))
    }

    fn longer(&self, text: &[L], at: usize, head: u64) -> Option<(usize, usize)> {
        let bit = bit(head);
        if self.begun[bit / 64] & (1 << (bit % 64)) == 0 {
            return None;
        }
        let (from, to) = *self.heads.get(&head)?;
        let mut words = self.words[from as usize..to as usize].iter();
        // For so few letters a call to compare memory takes longer.
        let rest = &text[at..];
        let stands =
            |word: &[L]| rest.len() >= word.len() && rest.iter().zip(word).all(|(a, b)| a == b);
        let (word, number) = words.find(|(word, _)| stands(word))?;
        Some((word.len(), *number))
    }
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
