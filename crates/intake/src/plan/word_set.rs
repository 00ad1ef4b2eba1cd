//! A fixed list of words, asked often: whether a text begins with, ends with or holds one of them.
//! It must not know which words.

use std::collections::HashMap;

/// Words found by their first and last characters.
#[derive(Debug)]
pub(super) struct WordSet {
    heads: Letters,
    tails: Letters,
    by_head: HashMap<char, Vec<&'static str>>,
    by_tail: HashMap<char, Vec<&'static str>>,
}

/// One bit per character of the basic plane: most texts are ruled out by it.
#[derive(Debug)]
struct Letters(Vec<u64>);

impl Letters {
    fn of(letters: impl Iterator<Item = char>) -> Self {
        let mut bits = vec![0_u64; 1024];
        for c in letters {
            let c = c as usize;
            if let Some(word) = bits.get_mut(c / 64) {
                *word |= 1 << (c % 64);
            }
        }
        Self(bits)
    }

    fn has(&self, c: char) -> bool {
        let c = c as usize;
        self.0
            .get(c / 64)
            .is_some_and(|word| word & (1 << (c % 64)) != 0)
    }
}

impl WordSet {
    pub(super) fn new<'a>(lists: impl IntoIterator<Item = &'a [&'static str]>) -> Self {
        let words: Vec<&'static str> = lists.into_iter().flatten().copied().collect();
        let by = |letter: fn(&str) -> Option<char>| {
            let mut by: HashMap<char, Vec<&'static str>> = HashMap::new();
            for word in &words {
                if let Some(c) = letter(word) {
                    by.entry(c).or_default().push(word);
                }
            }
            by
        };
        let by_head = by(|word| word.chars().next());
        let by_tail = by(|word| word.chars().next_back());
        Self {
            heads: Letters::of(by_head.keys().copied()),
            tails: Letters::of(by_tail.keys().copied()),
            by_head,
            by_tail,
        }
    }

    /// The words a text begins with.
    pub(super) fn at_start<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = &'static str> + use<'t> {
        let first = text.chars().next().filter(|c| self.heads.has(*c));
        let known = first.and_then(|c| self.by_head.get(&c));
        known
            .into_iter()
            .flatten()
            .copied()
            .filter(move |word| text.starts_with(word))
    }

    /// Whether a text begins with one of the words.
    pub(super) fn begins(&self, text: &str) -> bool {
        self.at_start(text).next().is_some()
    }

    /// The words a text ends with.
    pub(super) fn at_end<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = &'static str> + use<'t> {
        let last = text.chars().next_back().filter(|c| self.tails.has(*c));
        let known = last.and_then(|c| self.by_tail.get(&c));
        known
            .into_iter()
            .flatten()
            .copied()
            .filter(move |word| text.ends_with(word))
    }

    /// The words a text holds, at their places.
    pub(super) fn held_by<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = &'static str> + use<'t> {
        text.char_indices()
            .filter(|(_, c)| self.heads.has(*c))
            .flat_map(|(at, _)| self.at_start(&text[at..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_either_end_and_within() {
        let words = WordSet::new([&["牵头", "要", "公安局"][..]]);
        assert!(words.begins("要加强") && !words.begins("加强要"));
        assert_eq!(words.at_end("县公安局").collect::<Vec<_>>(), ["公安局"]);
        assert_eq!(
            words.held_by("由县公安局牵头").collect::<Vec<_>>(),
            ["公安局", "牵头"]
        );
    }
}
