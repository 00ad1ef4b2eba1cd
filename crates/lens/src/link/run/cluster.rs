//! Matches joined into clusters: strongest first, and two groups only where they fit as a whole, so that a chain of
//! weak links does not tie strangers together. What people decided holds before anything else. It must not know how
//! pairs are weighed.

use rustc_hash::FxHashMap;

/// Most pairs looked at to see whether two groups fit.
const LOOKED_AT: usize = 36;

/// What people decided about two rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Number of one row, from 0.
    pub left: u32,
    /// Number of the other.
    pub right: u32,
    /// Whether they are one thing; otherwise they are not.
    pub same: bool,
}

/// Groups that grow.
#[derive(Debug)]
pub(super) struct Groups {
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
    /// Rows that people hold apart, both ways.
    apart: FxHashMap<u32, Vec<u32>>,
}

impl Groups {
    /// Every row alone, but what people joined.
    pub fn new(rows: u32, judged: &[Judged]) -> Self {
        let mut groups = Self {
            of: (0..rows).collect(),
            members: (0..rows).map(|row| vec![row]).collect(),
            apart: FxHashMap::default(),
        };
        for judged in judged.iter().filter(|j| !j.same) {
            groups.hold_apart(judged.left, judged.right);
            groups.hold_apart(judged.right, judged.left);
        }
        for judged in judged.iter().filter(|j| j.same) {
            let (x, y) = groups.two(judged.left, judged.right);
            if x != y && !groups.kept_apart(x, y) {
                groups.unite(x, y);
            }
        }
        groups
    }

    fn hold_apart(&mut self, a: u32, b: u32) {
        self.apart.entry(a).or_default().push(b);
    }

    fn two(&self, a: u32, b: u32) -> (u32, u32) {
        (self.of[a as usize], self.of[b as usize])
    }

    fn kept_apart(&self, x: u32, y: u32) -> bool {
        !self.apart.is_empty()
            && self.members[x as usize].iter().any(|row| {
                let others = self.apart.get(row).into_iter().flatten();
                others
                    .into_iter()
                    .any(|other| self.of[*other as usize] == y)
            })
    }

    /// Joins the groups of two rows if their members match on the whole: the mean of `probability` over the pairs
    /// between them is at least a half.
    pub fn join(&mut self, a: u32, b: u32, probability: impl Fn(u32, u32) -> f64) {
        let (x, y) = self.two(a, b);
        if x != y && !self.kept_apart(x, y) && self.fit(x, y, probability) {
            self.unite(x, y);
        }
    }

    fn unite(&mut self, x: u32, y: u32) {
        let (keep, take) = if self.members[x as usize].len() >= self.members[y as usize].len() {
            (x, y)
        } else {
            (y, x)
        };
        let moved = std::mem::take(&mut self.members[take as usize]);
        moved.iter().for_each(|row| self.of[*row as usize] = keep);
        self.members[keep as usize].extend(moved);
    }

    fn fit(&self, x: u32, y: u32, probability: impl Fn(u32, u32) -> f64) -> bool {
        let (left, right) = (&self.members[x as usize], &self.members[y as usize]);
        if left.len() * right.len() == 1 {
            return true;
        }
        let pairs = left
            .iter()
            .flat_map(|p| right.iter().map(move |q| (*p, *q)));
        let looked: Vec<f64> = pairs
            .take(LOOKED_AT)
            .map(|(p, q)| probability(p, q))
            .collect();
        looked.iter().sum::<f64>() / looked.len() as f64 >= 0.5
    }

    /// The groups in the order of their first rows, rows in order.
    pub fn finish(self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> =
            self.members.into_iter().filter(|m| !m.is_empty()).collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
        groups
    }
}
