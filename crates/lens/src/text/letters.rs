//! A text as the folded letters that learning sees (全半角、繁简、大小写一致，插入的符号去掉，数字一律为0), with the way
//! back to the source. It must not know words or models.

use std::sync::Arc;

use crate::{
    screen::{FoldTable, ScreenError, builtin_folding},
    script::each_char,
};

const FIGURES: &str = "零一二三四五六七八九十百千两几";

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
    table: Arc<FoldTable>,
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
        each_char(text, |index, _, c| {
            self.table.each(c, |folded| into.push(folded, index));
        });
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
    #[inline]
    fn push(&mut self, c: char, index: u32) {
        let c = if c.is_ascii_digit() { '0' } else { c };
        if matches!(c, '万' | '亿' | '元' | '块' | '倍' | '厘' | '%') {
            self.spelled_out();
        }
        if c == '0' && self.codes.last() == Some(&u32::from('0')) {
            return;
        }
        self.codes.push(c.into());
        self.at.push(index);
    }

    /// 八万 and 8万 are the same: a spelled-out figure before what is counted becomes a figure.
    #[inline(never)]
    fn spelled_out(&mut self) {
        let spelled = |code: &u32| char::from_u32(*code).is_some_and(|c| FIGURES.contains(c));
        let run = self.codes.iter().rev().take_while(|c| spelled(c)).count();
        let from = self.codes.len() - run;
        if run > 0 {
            let start = self.at.get(from).copied().unwrap_or_default();
            self.codes.truncate(from);
            self.at.truncate(from);
            self.push('0', start);
        }
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
        reader.read("投二十五万元，返3倍", &mut letters);
        let text: String = letters
            .codes
            .iter()
            .filter_map(|c| char::from_u32(*c))
            .collect();
        assert_eq!(text, "投0万元,返0倍");
        assert_eq!(letters.span(1, 4), Some((1, 6)));
    }
}
