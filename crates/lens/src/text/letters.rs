//! A text as the folded letters that learning sees (全半角、繁简、大小写一致，插入的符号去掉，数字一律为0), with the way
//! back to the source. It must not know words or models.

use std::sync::Arc;

use crate::screen::{FoldTable, Folded, Origin, ScreenError, Stretch, builtin_folding};

const FIGURES: &str = "零一二三四五六七八九十百千两几";

/// Folded letters of a text. The buffers are used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// Code points after folding.
    pub codes: Vec<u32>,
    /// For every letter, where its character stands in the source.
    origins: Vec<Origin>,
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

    /// Whether the letters of a text are those of the text folded by this table.
    pub fn folds_by(&self, table: &Arc<FoldTable>) -> bool {
        Arc::ptr_eq(&self.table, table)
    }

    /// Folds a text as it is read.
    pub fn fold(&self, text: &str, into: &mut Folded) {
        self.table.fold(text, into);
    }

    /// Reads `text` into `into`.
    pub fn read(&self, text: &str, into: &mut Letters) {
        let mut folded = Folded::default();
        self.fold(text, &mut folded);
        into.read(&folded);
    }

    /// The letters of a word.
    pub fn word(&self, word: &str) -> Vec<u32> {
        let mut letters = Letters::default();
        self.read(word, &mut letters);
        letters.codes
    }
}

impl Letters {
    /// Takes the letters of a folded text in.
    pub fn read(&mut self, folded: &Folded) {
        self.codes.clear();
        self.origins.clear();
        for (c, origin) in folded.chars.iter().zip(&folded.origins) {
            self.push(*c, *origin);
        }
    }

    /// Figures say little about what a text is, their presence much: a run of them is one letter.
    #[inline]
    fn push(&mut self, c: char, origin: Origin) {
        let c = if c.is_ascii_digit() { '0' } else { c };
        if matches!(c, '万' | '亿' | '元' | '块' | '倍' | '厘' | '%') {
            self.spelled_out();
        }
        if c == '0' && self.codes.last() == Some(&u32::from('0')) {
            return;
        }
        self.codes.push(c.into());
        self.origins.push(origin);
    }

    /// 八万 and 8万 are the same: a spelled-out figure before what is counted becomes a figure.
    #[inline(never)]
    fn spelled_out(&mut self) {
        let spelled = |code: &u32| char::from_u32(*code).is_some_and(|c| FIGURES.contains(c));
        let run = self.codes.iter().rev().take_while(|c| spelled(c)).count();
        let from = self.codes.len() - run;
        if run > 0 {
            let first = self.origins[from];
            self.codes.truncate(from);
            self.origins.truncate(from);
            self.push('0', first);
        }
    }

    /// The stretch of the source, which is `text`, under the letters `[from, to)`.
    pub fn stretch(&self, text: &str, from: usize, to: usize) -> Option<Stretch> {
        Some(Stretch::between(
            text,
            self.origins.get(from)?,
            self.origins.get(to.checked_sub(1)?)?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_become_one_and_lead_back() {
        let reader = LetterReader::builtin().unwrap();
        for (text, read, letters_of, span) in [
            ("月 息３.５％，保*本", "月息0%,保本", (5, 7), (8, 11)),
            ("投二十五万元，返3倍", "投0万元,返0倍", (1, 4), (1, 6)),
        ] {
            let mut letters = Letters::default();
            reader.read(text, &mut letters);
            let codes = letters.codes.iter();
            let written: String = codes.filter_map(|c| char::from_u32(*c)).collect();
            assert_eq!(written, read);
            let stretch = letters.stretch(text, letters_of.0, letters_of.1).unwrap();
            assert_eq!(stretch.chars, span);
        }
    }
}
