//! Many short texts in one stretch of memory. It must not know what they mean.

use super::rows::small;

/// Texts laid end to end, numbered from 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl Texts {
    /// Adds a text and answers its number.
    pub fn push(&mut self, text: &str) -> u32 {
        let number = small(self.ends.len());
        self.all.push_str(text);
        self.ends.push(self.all.len());
        number
    }

    /// A text; empty for a number that there is not.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.end(before));
        self.all.get(start..self.end(at)).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..small(self.len())).map(|number| self.get(number))
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: &Self) {
        let before = self.all.len();
        self.all.push_str(&other.all);
        self.ends.extend(other.ends.iter().map(|end| before + end));
    }

    fn end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(0)
    }
}
