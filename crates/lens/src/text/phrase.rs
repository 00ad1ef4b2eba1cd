//! A list of words with meanings, looked up at a place of a plain text; the longest wins. It must not know the words.

/// Words by their first character.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// Bucket of a first character, 0 for none.
    first: Vec<u16>,
    buckets: Vec<Vec<(Vec<char>, T)>>,
}

impl<T: Copy> Phrases<T> {
    /// From words in plain writing. Of two meanings of one word the first holds.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = (S, T)>) -> Self {
        let mut phrases = Self {
            first: vec![0; 0x1_0000],
            buckets: vec![Vec::new()],
        };
        for (word, meaning) in words {
            phrases.add(word.as_ref().chars().collect(), meaning);
        }
        for bucket in &mut phrases.buckets {
            bucket.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        phrases
    }

    fn add(&mut self, word: Vec<char>, meaning: T) {
        let Some(slot) = word.first().and_then(|c| self.first.get_mut(*c as usize)) else {
            return;
        };
        if *slot == 0 {
            *slot = u16::try_from(self.buckets.len()).unwrap_or(0);
            self.buckets.push(Vec::new());
        }
        if let Some(bucket) = self.buckets.get_mut(usize::from(*slot)) {
            bucket.push((word, meaning));
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
        let (word, meaning) = bucket.iter().find(|(word, _)| rest.starts_with(word))?;
        Some((*meaning, at + word.len()))
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
