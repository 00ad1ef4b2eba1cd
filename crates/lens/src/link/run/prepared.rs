//! A column ready for comparison: its distinct values, which of them each row holds, and how common they are. It must not
//! know texts.

use super::{
    clusters::Clusters,
    kind::ColumnKind,
    rows::Column,
    values::{Value, Values},
};

/// A prepared column: distinct values, and which each row holds.
#[derive(Debug)]
pub(super) struct Prepared<'r> {
    pub title: &'r str,
    pub kind: ColumnKind,
    pub values: &'r Values,
    /// For each row the number of its value.
    pub at: &'r [u32],
    /// How many things hold each value: rows at first, groups of rows once they are known.
    pub holders: Vec<u32>,
    /// How many things there are.
    pub population: f64,
    /// Another field of persons, where surname and given name may have changed places.
    pub partner: Option<usize>,
    /// How many more hold a value that was seen once, as the values seen twice tell (Good and Turing).
    unseen: f64,
    /// Things supposed beside those that are here.
    supposed: Supposed,
}

/// Things that are not here, and how often two of them hold the same value.
#[derive(Debug, Clone, Copy)]
struct Supposed {
    count: f64,
    coincidence: f64,
}

/// Things that a file is thought to be longer by when it is asked how common a value is, so that a short one does not
/// take every value for a common one.
const SUPPOSED: f64 = 400.0;

impl<'r> Prepared<'r> {
    pub fn of(column: &'r Column) -> Self {
        let mut holders = vec![0; column.values.len()];
        column.at.iter().for_each(|v| holders[*v as usize] += 1);
        let mut out = Self {
            title: &column.title,
            kind: column.kind,
            population: column.at.len() as f64,
            values: &column.values,
            at: &column.at,
            holders,
            partner: None,
            unseen: 1.0,
            supposed: Supposed {
                count: SUPPOSED,
                coincidence: column.kind.typical_chance()[4],
            },
        };
        out.settle();
        out
    }

    /// These rows are part of a longer table, of which the weights were learned: what is not here is supposed to be as
    /// it was there.
    pub fn is_part_of(&mut self, rows: u32, coincidence: f64) {
        let count = f64::from(rows) - self.at.len() as f64;
        if count > SUPPOSED {
            self.supposed = Supposed { count, coincidence };
        }
    }

    /// Whether a row says anything here.
    pub fn says(&self, row: u32) -> bool {
        self.values.says(self.at[row as usize])
    }

    /// Counts groups of rows instead of rows: ten entries of one person do not make the name a common one.
    pub fn recount(&mut self, groups: &Clusters) {
        self.holders.fill(0);
        let mut seen: Vec<u32> = Vec::new();
        for group in groups.iter() {
            if let [row] = group {
                self.holders[self.at[*row as usize] as usize] += 1;
                continue;
            }
            seen.clear();
            seen.extend(group.iter().map(|row| self.at[*row as usize]));
            seen.sort_unstable();
            seen.dedup();
            seen.iter().for_each(|v| self.holders[*v as usize] += 1);
        }
        self.population = groups.len() as f64;
        self.settle();
    }

    fn settle(&mut self) {
        let held = |times: u32| self.told().filter(|n| *n == times).count() as f64;
        self.unseen = (2.0 * (held(2) + 0.5) / (held(1) + 1.0)).min(1.0);
    }

    /// How many things hold each value that says something.
    fn told(&self) -> impl Iterator<Item = u32> {
        let values = (0..).zip(&self.holders);
        values
            .filter(|(v, n)| **n > 0 && self.values.says(*v))
            .map(|(_, n)| *n)
    }

    /// How often two things hold the same value by chance.
    pub fn coincidence(&self) -> f64 {
        let known: f64 = self.told().map(f64::from).sum();
        let equal: f64 = self
            .told()
            .map(|n| f64::from(n) * (f64::from(n) - 1.0 + self.unseen * 0.1))
            .sum();
        let Supposed { count, coincidence } = self.supposed;
        (equal + coincidence * count * count) / (known * known + count * count)
    }

    pub fn value(&self, row: u32) -> Value<'_> {
        self.values.get(self.at[row as usize])
    }

    /// How likely another thing holds the value of a row.
    pub fn frequency(&self, row: u32) -> f64 {
        self.frequency_of(self.holders[self.at[row as usize] as usize])
    }

    /// How likely another thing holds a value that so many things hold.
    pub fn frequency_of(&self, holders: u32) -> f64 {
        let others = (f64::from(holders) - 1.0).max(0.0) + self.unseen;
        let Supposed { count, coincidence } = self.supposed;
        (others + coincidence * count) / (self.population + count)
    }
}
