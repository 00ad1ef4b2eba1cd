//! A cue of context, with which letters it needs: most cues cannot stand in a short text, and a look at its letters tells.
//! It must not know what cues mean.

use std::fmt;

use serde::Deserialize;

/// A cue, folded.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub(super) struct Cue {
    pub text: String,
    letters: LetterSet,
}

/// Which letters a text holds: a bit for each, letters share bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct LetterSet([u64; 4]);

/// A text in which cues are looked for.
#[derive(Debug)]
pub(super) struct Around {
    text: String,
    letters: LetterSet,
}

impl LetterSet {
    fn add(&mut self, c: char) {
        let bit = (c as u32).wrapping_mul(0x9e37_79b1) >> 24;
        self.0[(bit / 64) as usize] |= 1 << (bit % 64);
    }

    fn holds(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(other.0)
            .all(|(own, asked)| asked & !own == 0)
    }
}

impl FromIterator<char> for LetterSet {
    fn from_iter<I: IntoIterator<Item = char>>(letters: I) -> Self {
        let mut set = Self::default();
        letters.into_iter().for_each(|c| set.add(c));
        set
    }
}

impl From<String> for Cue {
    fn from(text: String) -> Self {
        let letters = text.chars().collect();
        Self { text, letters }
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<String> for Around {
    fn from(text: String) -> Self {
        let letters = text.chars().collect();
        Self { text, letters }
    }
}

impl Around {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a cue stands last.
    pub fn last(&self, cue: &Cue) -> Option<usize> {
        let may = self.letters.holds(&cue.letters);
        may.then(|| self.text.rfind(&cue.text))?
    }

    /// What stands before a cue's first place.
    pub fn up_to(&self, cue: &Cue) -> Option<&str> {
        let may = self.letters.holds(&cue.letters);
        let parts = may.then(|| self.text.split_once(&cue.text))?;
        parts.map(|(gap, _)| gap)
    }
}

#[cfg(test)]
mod tests {
    use super::{Around, Cue};

    #[test]
    fn cues_are_found_where_they_stand() {
        let around = Around::from("不保本也不付息".to_owned());
        let cue = |text: &str| Cue::from(text.to_owned());
        assert_eq!(around.last(&cue("不")), Some("不保本也".len()));
        assert_eq!(around.up_to(&cue("付息")), Some("不保本也不"));
        assert_eq!(
            (around.last(&cue("严禁")), around.up_to(&cue("息付"))),
            (None, None)
        );
    }
}
