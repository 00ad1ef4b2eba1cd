//! A list of words with meanings, looked up at a place of a plain text; the longest wins. It must not know the words.

use std::ops::{Range, RangeInclusive};

use crate::screen::Sieve;

/// Characters of a page.
const PAGE: usize = 64;

/// Words by their first character.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// For each page of characters which one of `first` holds its buckets. Most begin nothing and share the first, so that a list
    /// stays in near memory whatever characters are looked up.
    pages: Vec<u16>,
    /// Bucket of a first character, 0 for none.
    first: Vec<[u16; PAGE]>,
    buckets: Vec<Bucket<T>>,
    /// The second characters of the longer words, those of a bucket side by side, the longest word first.
    seconds: Vec<char>,
    /// What follows in these words, and their meanings.
    rests: Vec<(Range<u32>, T)>,
    /// The characters of all that follows.
    letters: Vec<char>,
    /// The characters that words end with.
    lasts: Sieve,
}

/// The words that begin with one character.
#[derive(Debug)]
struct Bucket<T> {
    /// The meaning of the character alone.
    single: Option<T>,
    /// Which second characters longer words have, by [`bit`]: most places are passed over by it.
    bits: u64,
    /// Where its longer words stand among all.
    longer: Range<u32>,
}

impl<T: Copy> Phrases<T> {
    /// From words in plain writing. Of two meanings of one word the first holds.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = (S, T)>) -> Self {
        let mut words: Vec<(Vec<char>, T)> = words
            .into_iter()
            .map(|(word, meaning)| (word.as_ref().chars().collect(), meaning))
            .filter(|(word, _): &(Vec<char>, T)| !word.is_empty())
            .collect();
        words.sort_by_key(|(word, _)| (word[0], std::cmp::Reverse(word.len())));
        let mut phrases = Self {
            pages: Vec::new(),
            first: vec![[0; PAGE]],
            buckets: vec![Bucket::empty()],
            seconds: Vec::new(),
            rests: Vec::new(),
            letters: Vec::new(),
            lasts: Sieve::of(
                words
                    .iter()
                    .map(|(word, _)| u64::from(word[word.len() - 1])),
            ),
        };
        for words in words.chunk_by(|a, b| a.0[0] == b.0[0]) {
            phrases.add(words);
        }
        phrases
    }

    /// Adds the words that begin with one character.
    fn add(&mut self, words: &[(Vec<char>, T)]) {
        let Some(first) = words.first().and_then(|(word, _)| word.first()) else {
            return;
        };
        let number = u16::try_from(self.buckets.len()).unwrap_or(0);
        *self.slot_mut(*first) = number;
        let mut bucket = Bucket::empty();
        let from = self.seconds.len() as u32;
        for (word, meaning) in words {
            match word.get(1) {
                Some(second) => {
                    bucket.bits |= bit(*second);
                    self.seconds.push(*second);
                    let start = self.letters.len() as u32;
                    self.letters.extend_from_slice(&word[2..]);
                    self.rests
                        .push((start..self.letters.len() as u32, *meaning));
                }
                None => {
                    bucket.single.get_or_insert(*meaning);
                }
            }
        }
        bucket.longer = from..self.seconds.len() as u32;
        self.buckets.push(bucket);
    }

    /// Where the bucket of a first character is written down.
    fn slot_mut(&mut self, c: char) -> &mut u16 {
        let number = c as usize / PAGE;
        if self.pages.len() <= number {
            self.pages.resize(number + 1, 0);
        }
        let page = &mut self.pages[number];
        if *page == 0 {
            *page = self.first.len() as u16;
            self.first.push([0; PAGE]);
        }
        &mut self.first[usize::from(*page)][c as usize % PAGE]
    }

    /// The bucket of the words that begin with the character.
    #[inline]
    fn bucket(&self, c: char) -> Option<&Bucket<T>> {
        let page = *self.pages.get(c as usize / PAGE)?;
        let slot = self.first.get(usize::from(page))?[c as usize % PAGE];
        (slot != 0).then(|| self.buckets.get(usize::from(slot)))?
    }

    /// Whether a word begins with the character.
    #[inline]
    pub fn begins(&self, c: char) -> bool {
        self.bucket(c).is_some()
    }

    /// Meaning and end of the longest word at `at`. Where none begins, no more is done than to look at one character.
    #[inline]
    pub fn at(&self, text: &[char], at: usize) -> Option<(T, usize)> {
        let bucket = self.bucket(*text.get(at)?)?;
        self.longest(bucket, text, at)
    }

    /// The longest of the words of a bucket at `at`.
    #[inline(never)]
    fn longest(&self, bucket: &Bucket<T>, text: &[char], at: usize) -> Option<(T, usize)> {
        let longer = match text.get(at + 1) {
            Some(second) if bucket.bits & bit(*second) != 0 => {
                self.longer(bucket, *second, &text[at + 2..])
            }
            _ => None,
        };
        match longer {
            Some((meaning, len)) => Some((meaning, at + 2 + len)),
            None => bucket.single.map(|meaning| (meaning, at + 1)),
        }
    }

    /// Meaning of the longest word with this second character, and how many characters of the rest it takes.
    #[inline]
    fn longer(&self, bucket: &Bucket<T>, second: char, rest: &[char]) -> Option<(T, usize)> {
        let words = bucket.longer.start as usize..bucket.longer.end as usize;
        let seconds = self.seconds.get(words.clone())?;
        let rests = self.rests.get(words)?;
        for (_, (letters, meaning)) in seconds.iter().zip(rests).filter(|(s, _)| **s == second) {
            let letters = &self.letters[letters.start as usize..letters.end as usize];
            if begins_with(rest, letters) {
                return Some((*meaning, letters.len()));
            }
        }
        None
    }

    /// Hands the meaning and end of every word at `at` to `found`, the longest first.
    #[inline]
    pub fn each(&self, text: &[char], at: usize, mut found: impl FnMut(T, usize)) {
        let Some(bucket) = text.get(at).and_then(|c| self.bucket(*c)) else {
            return;
        };
        for word in bucket.longer.start as usize..bucket.longer.end as usize {
            let (letters, meaning) = &self.rests[word];
            let letters = &self.letters[letters.start as usize..letters.end as usize];
            if text.get(at + 1) == Some(&self.seconds[word])
                && begins_with(&text[at + 2..], letters)
            {
                found(*meaning, at + 2 + letters.len());
            }
        }
        if let Some(meaning) = bucket.single {
            found(meaning, at + 1);
        }
    }

    /// Where a word of one of these lengths begins that ends at `at` and is the longest of its place; the shortest one counts.
    pub fn before(
        &self,
        text: &[char],
        at: usize,
        lengths: RangeInclusive<usize>,
    ) -> Option<usize> {
        let last = at.checked_sub(1).and_then(|last| text.get(last))?;
        if !self.lasts.may_hold(u64::from(*last)) {
            return None;
        }
        let mut places = lengths.filter_map(|length| at.checked_sub(length));
        places.find(|from| self.at(text, *from).is_some_and(|(_, end)| end == at))
    }

    /// End of the words that follow one another from `at`, at most `most` of them.
    pub fn skip(&self, text: &[char], mut at: usize, most: usize) -> usize {
        for _ in 0..most {
            match self.at(text, at) {
                Some((_, end)) => at = end,
                None => break,
            }
        }
        at
    }
}

impl<T> Bucket<T> {
    fn empty() -> Self {
        Self {
            single: None,
            bits: 0,
            longer: 0..0,
        }
    }
}

/// Whether a text begins with a few characters; for so few a call to compare memory takes longer.
#[inline]
fn begins_with(text: &[char], few: &[char]) -> bool {
    text.len() >= few.len() && text.iter().zip(few).all(|(a, b)| a == b)
}

/// One of 64 bits for a character.
fn bit(c: char) -> u64 {
    1 << ((c as u32).wrapping_mul(0x9E37_79B1) >> 26)
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn the_longest_word_wins_and_the_first_meaning_holds() {
        let words = [
            ("投", 1),
            ("投资", 2),
            ("投资人", 3),
            ("资", 4),
            ("投资", 5),
            ("𠮷野", 6),
        ];
        let phrases = Phrases::new(words);
        let at = |text: &str, at| phrases.at(&text.chars().collect::<Vec<char>>(), at);
        assert_eq!(at("投资人", 0), Some((3, 3)));
        assert_eq!(at("投资者", 0), Some((2, 2)));
        assert_eq!(at("投入", 0), Some((1, 1)));
        assert_eq!(at("投资", 1), Some((4, 2)));
        assert_eq!(at("𠮷野", 0), Some((6, 2)));
        assert_eq!((at("", 0), at("入", 0)), (None, None));
    }

    #[test]
    fn every_word_of_a_place_is_handed_over() {
        let phrases = Phrases::new([("投", 1), ("投资", 2), ("投资人", 3), ("资", 4)]);
        let text: Vec<char> = "投资人".chars().collect();
        let mut found = Vec::new();
        phrases.each(&text, 0, |meaning, end| found.push((meaning, end)));
        assert_eq!(found, [(3, 3), (2, 2), (1, 1)]);
    }
}
