//! A text as the folded letters that learning sees (全半角、繁简、大小写一致，插入的符号去掉，数字一律为0), with the way
//! back to the source. It must not know words or models.

use crate::screen::{FoldTable, ScreenError, builtin_folding};

/// Folded letters of a text. The buffers are used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// Code points after folding.
    pub codes: Vec<u32>,
    /// For every letter, the place of its character in the source, counted from 0.
    pub at: Vec<u32>,
}

/// Makes letters of texts.
#[derive(Debug)]
pub(super) struct LetterReader {
    table: FoldTable,
}

impl LetterReader {
    /// With the folding of the word screen.
    pub fn builtin() -> Result<Self, ScreenError> {
        Ok(Self {
            table: builtin_folding()?,
        })
    }

    /// Reads `text` into `into`.
    pub fn read(&self, text: &str, into: &mut Letters) {
        into.codes.clear();
        into.at.clear();
        let mut index = 0;
        for c in text.chars() {
            self.table.each(c, |folded| into.push(folded, index));
            index += 1;
        }
    }

    /// The letters of a word.
    pub fn word(&self, word: &str) -> Vec<u32> {
        let mut letters = Letters::default();
        self.read(word, &mut letters);
        letters.codes
    }
}

impl Letters {
    /// Figures say little about what a text is, their presence much: a run of them is one letter.
    fn push(&mut self, c: char, index: u32) {
        let c = if c.is_ascii_digit() { '0' } else { c };
        if c == '0' && self.codes.last() == Some(&u32::from('0')) {
            return;
        }
        self.codes.push(c.into());
        self.at.push(index);
    }

    /// Characters `[start, end)` of the source under the letters `[from, to)`.
    pub fn span(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let start = *self.at.get(from)? as usize;
        let end = *self.at.get(to.checked_sub(1)?)? as usize + 1;
        Some((start, end))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by it")]
    use super::*;

    #[test]
    fn ways_of_writing_become_one_and_lead_back() {
        let reader = LetterReader::builtin().unwrap();
        let mut letters = Letters::default();
        reader.read("月 息３.５％，保*本", &mut letters);
        let text: String = letters
            .codes
            .iter()
            .filter_map(|c| char::from_u32(*c))
            .collect();
        assert_eq!(text, "月息0%,保本");
        assert_eq!(letters.span(5, 7), Some((8, 11)));
    }
}
