//! Payers' rows and payees' rows that fit each other, and what hangs together among them. It must not know why they fit.

use std::collections::{BTreeMap, BTreeSet};

use super::name_twin::Alike;

/// Which payee's rows fit which payer's rows.
#[derive(Debug, Default)]
pub(super) struct Edges {
    pub of: BTreeMap<usize, BTreeSet<usize>>,
    back: BTreeMap<usize, BTreeSet<usize>>,
}

impl Edges {
    pub fn add(&mut self, out: usize, into: usize) {
        self.of.entry(out).or_default().insert(into);
        self.back.entry(into).or_default().insert(out);
    }

    /// Rows that hang together.
    pub fn groups(&self) -> Vec<Alike> {
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for start in self.of.keys().copied() {
            if !seen.insert(start) {
                continue;
            }
            let (mut outs, mut ins) = (vec![start], BTreeSet::new());
            let mut at = 0;
            while let Some(out) = outs.get(at).copied() {
                for into in self.of.get(&out).into_iter().flatten() {
                    if ins.insert(*into) {
                        let others = self.back.get(into).into_iter().flatten();
                        outs.extend(others.copied().filter(|other| seen.insert(*other)));
                    }
                }
                at += 1;
            }
            groups.push(Alike {
                outs,
                ins: ins.into_iter().collect(),
                crowded: false,
            });
        }
        groups
    }
}
