//! Many short texts in one piece of memory. It must not know what they say.

/// Texts by number, kept end to end.
#[derive(Debug, Default)]
pub(super) struct Texts {
    letters: String,
    ends: Vec<usize>,
}

impl Texts {
    /// With room for `count` texts of some `length` bytes.
    pub fn with_room(count: usize, length: usize) -> Self {
        Self {
            letters: String::with_capacity(count * length),
            ends: Vec::with_capacity(count),
        }
    }

    pub fn push(&mut self, text: &str) {
        self.letters.push_str(text);
        self.ends.push(self.letters.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number, blank for one that is none.
    pub fn get(&self, number: usize) -> &str {
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.letters.get(start..end).unwrap_or("")
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_by_number() {
        let mut texts = Texts::with_room(3, 4);
        ["云溪", "", "青石"]
            .iter()
            .for_each(|text| texts.push(text));
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["云溪", "", "青石"]);
        assert_eq!((texts.len(), texts.get(3)), (3, ""));
    }
}
