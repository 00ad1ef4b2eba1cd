//! Words looked up at every place of a text, the longest that begins first. Most places are passed over by the bit of the two
//! letters that stand there. It must not know what words mean.

use rustc_hash::FxHashMap;

use super::sieve::Sieve;

/// Places looked at together.
const BLOCK: usize = 64;

/// Words by the two letters they begin with, numbered in the order they were given.
#[derive(Debug)]
pub(crate) struct WordTable<L> {
    /// The pairs of letters that words begin with.
    begun: Sieve,
    /// By hash, each in the first free place from its own on; a power of two of places, not all taken.
    heads: Vec<Head>,
    /// Those with one head stand side by side, the longest first.
    words: Vec<Word>,
    /// What follows the head in all words.
    rests: Vec<L>,
    /// Words of one letter.
    singles: FxHashMap<u32, usize>,
    alone: Sieve,
}

/// Two letters, and the words that begin with them; no words in a free place.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    pair: u64,
    /// The third letters of the words, by [`bit`]; all where the two letters are a word.
    thirds: u64,
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

/// One of 64 bits for a letter.
fn bit(letter: u32) -> u64 {
    1 << (letter.wrapping_mul(0x9e37_79b1) >> 26)
}

impl<L: Copy + Eq + Into<u32>> WordTable<L> {
    /// From words; of equal ones the first holds.
    pub fn new(words: impl Iterator<Item = Vec<L>>) -> Self {
        let mut singles = FxHashMap::default();
        let mut longer = Vec::new();
        for (number, word) in words.enumerate() {
            match word[..] {
                [] => {}
                [one] => {
                    singles.entry(one.into()).or_insert(number);
                }
                [one, other, ..] => longer.push((pair(one.into(), other.into()), word, number)),
            }
        }
        longer.sort_by_key(|(head, word, number)| (*head, usize::MAX - word.len(), *number));
        let heads = longer.chunk_by(|a, b| a.0 == b.0).count();
        let mut table = Self {
            begun: Sieve::of(longer.iter().map(|(head, ..)| *head)),
            heads: vec![Head::default(); (heads * 2).next_power_of_two().max(2)],
            words: Vec::new(),
            rests: Vec::new(),
            alone: Sieve::of(singles.keys().map(|one: &u32| u64::from(*one))),
            singles,
        };
        for words in longer.chunk_by(|a, b| a.0 == b.0) {
            table.add(words);
        }
        table
    }

    /// Adds the words of one head.
    fn add(&mut self, words: &[(u64, Vec<L>, usize)]) {
        let from = self.words.len() as u32;
        let mut thirds = 0;
        for (_, word, number) in words {
            thirds |= word.get(2).map_or(u64::MAX, |third| bit((*third).into()));
            let start = self.rests.len() as u32;
            self.rests.extend_from_slice(&word[2..]);
            self.words.push(Word {
                from: start,
                to: self.rests.len() as u32,
                number: *number,
            });
        }
        let to = self.words.len() as u32;
        let pair = words[0].0;
        let place = self.place(pair);
        self.heads[place] = Head {
            pair,
            thirds,
            from,
            to,
        };
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

    /// Hands start, end and number of the longest word that begins at a place to `taken`, from left to right. What stands in a
    /// word that is taken is not looked at again.
    #[inline]
    pub fn scan(&self, text: &[L], mut taken: impl FnMut(usize, usize, usize) -> bool) {
        let mut free = 0;
        for block in (0..text.len()).step_by(BLOCK) {
            // Asked of all places before any is looked at: whether a word begins is hard to foresee for a processor.
            let mut places = self.begun_in(&text[block..]);
            while places != 0 {
                let start = block + places.trailing_zeros() as usize;
                places &= places - 1;
                if start >= free
                    && let Some((len, number)) = self.at(text, start)
                    && taken(start, start + len, number)
                {
                    free = start + len;
                }
            }
        }
    }

    /// The first places of a text, up to a block, where a word may begin: a bit for each.
    #[inline]
    fn begun_in(&self, text: &[L]) -> u64 {
        let alone = !self.singles.is_empty();
        (0..text.len().min(BLOCK)).fold(0, |places, at| {
            let one: u32 = text[at].into();
            let other = text.get(at + 1).map_or(0, |other| (*other).into());
            let begun = self.begun.may_hold(pair(one, other));
            let begun = begun | (alone && self.alone.may_hold(u64::from(one)));
            places | u64::from(begun) << at
        })
    }

    /// Length and number of the longest word at a place.
    #[inline(never)]
    fn at(&self, text: &[L], at: usize) -> Option<(usize, usize)> {
        let one: u32 = text[at].into();
        let longer = text[at..].split_first_chunk::<2>();
        let longer = longer.and_then(|(two, rest)| {
            let head = self.heads[self.place(pair(one, two[1].into()))];
            self.longer(head, rest)
        });
        longer.or_else(|| self.singles.get(&one).map(|word| (1, *word)))
    }

    /// Length and number of the longest word of a head that goes on as the text does.
    fn longer(&self, head: Head, text: &[L]) -> Option<(usize, usize)> {
        let third = text.first().map_or(0, |third| bit((*third).into()));
        if head.thirds != u64::MAX && head.thirds & third == 0 {
            return None;
        }
        let words = &self.words[head.from as usize..head.to as usize];
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
    use super::{BLOCK, WordTable};

    #[test]
    fn the_longest_word_that_begins_first_is_found() {
        let words = ["保本", "保本保息", "本保险", "息", "保本"];
        let table = WordTable::new(words.iter().map(|w| w.chars().collect::<Vec<char>>()));
        let found = |text: &str| {
            let text: Vec<char> = text.chars().collect();
            let mut found = Vec::new();
            table.scan(&text, |start, end, word| {
                found.push((start, end, word));
                true
            });
            found
        };
        let far = "全".repeat(BLOCK - 1);
        assert_eq!(found(&format!("{far}保本保息")), [(63, 67, 1)]);
        assert_eq!(found(&format!("{far}全息")), [(64, 65, 3)]);
        assert_eq!(found("全保本保息息"), [(1, 5, 1), (5, 6, 3)]);
        assert_eq!(found("保本保险"), [(0, 2, 0)]);
        assert_eq!(found("保"), []);
    }
}
