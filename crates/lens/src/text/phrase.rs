//! A list of words with meanings, looked up at a place of a plain text; the longest wins. It must not know the words.

/// Words by their first character.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// Bucket of a first character, 0 for none.
    first: Vec<u16>,
    buckets: Vec<Bucket<T>>,
}

/// The words that begin with one character.
#[derive(Debug)]
struct Bucket<T> {
    /// The meaning of the character alone.
    single: Option<T>,
    /// Which second characters longer words have, by [`bit`]: most places are passed over by it.
    seconds: u64,
    /// Words of two characters and more, the longest first.
    longer: Vec<(Vec<char>, T)>,
}

impl<T: Copy> Phrases<T> {
    /// From words in plain writing. Of two meanings of one word the first holds.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = (S, T)>) -> Self {
        let mut phrases = Self {
            first: vec![0; 0x1_0000],
            buckets: vec![Bucket::empty()],
        };
        for (word, meaning) in words {
            phrases.add(word.as_ref().chars().collect(), meaning);
        }
        for bucket in &mut phrases.buckets {
            let longer = &mut bucket.longer;
            longer.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        phrases
    }

    fn add(&mut self, word: Vec<char>, meaning: T) {
        let Some(slot) = word.first().and_then(|c| self.first.get_mut(*c as usize)) else {
            return;
        };
        if *slot == 0 {
            *slot = u16::try_from(self.buckets.len()).unwrap_or(0);
            self.buckets.push(Bucket::empty());
        }
        if let Some(bucket) = self.buckets.get_mut(usize::from(*slot)) {
            bucket.add(word, meaning);
        }
    }

    /// Whether a word begins with the character.
    pub fn begins(&self, c: char) -> bool {
        self.first.get(c as usize).is_some_and(|slot| *slot != 0)
    }

    /// Meaning and end of the longest word at `at`.
    pub fn at(&self, text: &[char], at: usize) -> Option<(T, usize)> {
        let slot = *self.first.get(*text.get(at)? as usize)?;
        if slot == 0 {
            return None;
        }
        let rest = text.get(at..)?;
        let bucket = self.buckets.get(usize::from(slot))?;
        let second = rest.get(1).filter(|c| bucket.seconds & bit(**c) != 0);
        let longer = second.and_then(|_| {
            let mut words = bucket.longer.iter();
            words.find(|(word, _)| rest.starts_with(word))
        });
        match longer {
            Some((word, meaning)) => Some((*meaning, at + word.len())),
            None => bucket.single.map(|meaning| (meaning, at + 1)),
        }
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
            seconds: 0,
            longer: Vec::new(),
        }
    }

    fn add(&mut self, word: Vec<char>, meaning: T) {
        match word.get(1) {
            Some(second) => {
                self.seconds |= bit(*second);
                self.longer.push((word, meaning));
            }
            None => {
                self.single.get_or_insert(meaning);
            }
        }
    }
}

/// One of 64 bits for a character.
fn bit(c: char) -> u64 {
    1 << ((c as u32).wrapping_mul(0x9E37_79B1) >> 26)
}
