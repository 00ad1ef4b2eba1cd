//! Texts as rows of known runs of letters, and the parts they are divided into. It must not know what is learned from them.

use std::collections::BTreeMap;

use super::{
    distinct::groups,
    gram::{FAMILIAR, GramCount, Vocabulary},
    key::Disorder,
    label::Example,
    letters::Letters,
    linear::Rows,
    model::known_share,
};

/// Parts the texts are divided into; each is scored by rules that have not seen it.
pub(super) const FOLDS: usize = 5;
/// A run of letters must stand in this many texts.
const LEAST_HELD: u32 = 2;
/// Runs a model keeps at most; rarer ones go first.
const MOST_RUNS: usize = 900_000;

/// Runs of letters of all texts, as rows for learning.
pub(super) struct Corpus {
    pub keys: Vec<u64>,
    pub rarity: Vec<f32>,
    held: Vec<u32>,
    vocabulary: Vocabulary,
    pub rows: Rows,
}

impl Corpus {
    /// Of the office's texts.
    pub fn new(letters: &[Letters]) -> Self {
        let mut count = GramCount::default();
        letters.iter().for_each(|l| count.add(&l.codes));
        let mut least = LEAST_HELD;
        let mut kept = count.kept(least);
        while kept.len() > MOST_RUNS {
            least += 1;
            kept.retain(|(_, held)| *held >= least);
        }
        let texts = letters.len() as f32 + 1.0;
        let (keys, held): (Vec<u64>, Vec<u32>) = kept.into_iter().unzip();
        let rarity: Vec<f32> = held
            .iter()
            .map(|h| (texts / (*h as f32 + 1.0)).ln() + 1.0)
            .collect();
        let vocabulary = Vocabulary::new(&keys);
        let mut made = Self {
            keys,
            rarity,
            held,
            vocabulary,
            rows: Rows::default(),
        };
        made.rows = made.rows_of(letters);
        made
    }

    /// Any texts as rows of the runs known here.
    pub fn rows_of(&self, letters: &[Letters]) -> Rows {
        let mut rows = Rows::default();
        for text in letters {
            rows.push(&row(&self.vocabulary, &self.rarity, text));
        }
        rows.width = self.keys.len();
        rows
    }

    /// Share of known runs of each text, were its part of the texts not there.
    pub fn known_unseen(&self, letters: &[Letters], folds: &[usize]) -> Vec<f32> {
        let mut within = vec![0u32; FOLDS * self.keys.len()];
        for at in 0..letters.len() {
            for (feature, _) in self.rows.row(at) {
                within[folds[at] * self.keys.len() + feature] += 1;
            }
        }
        let share = |(at, text): (usize, &Letters)| {
            let within = &within[folds[at] * self.keys.len()..][..self.keys.len()];
            let mut known = 0;
            self.vocabulary.walk(&text.codes, |run| {
                let row = run.row as usize;
                let elsewhere = self.held[row] - within[row];
                known += usize::from(run.len as usize == FAMILIAR && elsewhere >= LEAST_HELD);
            });
            known_share(known, text.codes.len())
        };
        letters.iter().enumerate().map(share).collect()
    }
}

/// Each run once, weighed by its rarity, the whole of length one.
fn row(vocabulary: &Vocabulary, rarity: &[f32], text: &Letters) -> Vec<(u32, f32)> {
    let mut found = Vec::new();
    vocabulary.walk(&text.codes, |run| found.push(run.row));
    found.sort_unstable();
    found.dedup();
    let square: f32 = found.iter().map(|r| rarity[*r as usize].powi(2)).sum();
    let length = square.sqrt().max(1e-6);
    found
        .into_iter()
        .map(|r| (r, rarity[r as usize] / length))
        .collect()
}

/// Which part each text is in.
pub(super) struct Folds {
    pub of: Vec<usize>,
    /// Different texts, near-duplicates counted once.
    pub groups: usize,
}

/// The parts of the texts. Near-duplicates are in one part.
pub(super) fn folds(examples: &[Example]) -> Folds {
    let groups = groups(examples.iter().map(|e| e.text.as_str()));
    let mut heads: Vec<usize> = groups.clone();
    heads.sort_unstable();
    heads.dedup();
    Disorder::new(11).shuffle(&mut heads);
    let parts: BTreeMap<usize, usize> = heads.iter().copied().zip((0..FOLDS).cycle()).collect();
    Folds {
        of: groups.iter().map(|g| parts[g]).collect(),
        groups: heads.len(),
    }
}
