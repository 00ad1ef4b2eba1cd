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
        self.codes
            .extend(folded.chars.iter().map(|c| u32::from(*c)));
        self.origins.clone_from(&folded.origins);
        // Figures become fewer: what is kept moves to the front.
        let mut kept = 0;
        for (c, origin) in folded.chars.iter().zip(&folded.origins) {
            kept = self.keep(kept, *c, *origin);
        }
        self.codes.truncate(kept);
        self.origins.truncate(kept);
    }

    /// Keeps a letter behind those kept already; how many there are then. Figures say little about what a text is, their presence
    /// much: a run of them is one letter.
    #[inline]
    fn keep(&mut self, mut kept: usize, c: char, origin: Origin) -> usize {
        let c = if c.is_ascii_digit() { '0' } else { c };
        if matches!(c, '万' | '亿' | '元' | '块' | '倍' | '厘' | '%') {
            kept = self.spelled_out(kept);
        }
        if c == '0' && kept > 0 && self.codes[kept - 1] == u32::from('0') {
            return kept;
        }
        self.codes[kept] = c.into();
        self.origins[kept] = origin;
        kept + 1
    }

    /// 八万 and 8万 are the same: a spelled-out figure before what is counted becomes a figure.
    #[inline(never)]
    fn spelled_out(&mut self, kept: usize) -> usize {
        let spelled = |code: &u32| char::from_u32(*code).is_some_and(|c| FIGURES.contains(c));
        let before = self.codes[..kept].iter().rev();
        match before.take_while(|c| spelled(c)).count() {
            0 => kept,
            run => self.keep(kept - run, '0', self.origins[kept - run]),
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
