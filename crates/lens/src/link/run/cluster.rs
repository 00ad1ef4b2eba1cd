//! Matches joined into clusters: strongest first, and two groups only where they fit as a whole, so that a chain of
//! weak links does not tie strangers together. What people decided holds before anything else. It must not know how
//! pairs are weighed.

use rustc_hash::FxHashMap;

use super::clusters::Clusters;

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

/// Groups that grow. The rows of a group are a chain from the row that names it.
#[derive(Debug)]
pub(super) struct Groups {
    /// For each row the first row of its group's chain.
    of: Vec<u32>,
    /// For each row the next of its chain, or [`END`].
    next: Vec<u32>,
    /// Of the row that names a group, the last row and how many there are.
    last: Vec<u32>,
    size: Vec<u32>,
    /// Rows that people hold apart, both ways.
    apart: FxHashMap<u32, Vec<u32>>,
}

/// No row follows.
const END: u32 = u32::MAX;

impl Groups {
    /// Every row alone, but what people joined.
    pub fn new(rows: u32, judged: &[Judged]) -> Self {
        let mut groups = Self {
            of: (0..rows).collect(),
            next: vec![END; rows as usize],
            last: (0..rows).collect(),
            size: vec![1; rows as usize],
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

    /// The rows of a group.
    fn members(&self, group: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(group), |row| {
            Some(self.next[*row as usize]).filter(|next| *next != END)
        })
    }

    fn kept_apart(&self, x: u32, y: u32) -> bool {
        !self.apart.is_empty()
            && self.members(x).any(|row| {
                let mut others = self.apart.get(&row).into_iter().flatten();
                others.any(|other| self.of[*other as usize] == y)
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
        let (keep, take) = if self.size[x as usize] >= self.size[y as usize] {
            (x, y)
        } else {
            (y, x)
        };
        let mut row = take;
        while row != END {
            self.of[row as usize] = keep;
            row = self.next[row as usize];
        }
        let (end, last) = (self.last[keep as usize], self.last[take as usize]);
        self.next[end as usize] = take;
        self.last[keep as usize] = last;
        self.size[keep as usize] += self.size[take as usize];
    }

    fn fit(&self, x: u32, y: u32, probability: impl Fn(u32, u32) -> f64) -> bool {
        if self.size[x as usize] == 1 && self.size[y as usize] == 1 {
            return true;
        }
        let pairs = self
            .members(x)
            .flat_map(|p| self.members(y).map(move |q| (p, q)));
        let (mut sum, mut looked) = (0.0, 0);
        for (p, q) in pairs.take(LOOKED_AT) {
            sum += probability(p, q);
            looked += 1;
        }
        sum / f64::from(looked) >= 0.5
    }

    /// The groups as they stand.
    pub fn finish(self) -> Clusters {
        Clusters::of_marks(&self.of)
    }
}
