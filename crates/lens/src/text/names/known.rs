//! Names the caller knows (the subjects of an office), found wherever they stand. It must not know where they come from.

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

use super::{super::plain::Plain, Named, named};

/// A dictionary of known names.
#[derive(Debug)]
pub struct KnownNames {
    automaton: AhoCorasick,
}

impl KnownNames {
    /// From names as written; those of one character are left out, since they would be found everywhere.
    pub fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, BuildError> {
        let plain = |name: &str| Plain::of(name).chars().iter().collect::<String>();
        let words: Vec<String> = names
            .into_iter()
            .map(|n| plain(n.as_ref()))
            .filter(|n| n.chars().count() > 1)
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words)?;
        Ok(Self { automaton })
    }

    /// Every place of a known name, in order.
    pub fn find(&self, text: &str) -> Vec<Named> {
        let plain = Plain::of(text);
        let written: String = plain.chars().iter().collect();
        let starts: Vec<usize> = written
            .char_indices()
            .map(|(at, _)| at)
            .chain([written.len()])
            .collect();
        let place = |byte: usize| starts.partition_point(|s| *s < byte);
        let places = self
            .automaton
            .find_iter(&written)
            .map(|m| (place(m.start()), place(m.end())))
            .collect();
        named(&plain, text, places)
    }
}
