//! Matches joined into clusters: strongest first, and two groups only where they fit as a whole, so that a chain of
//! weak links does not tie strangers together. It must not know how pairs are weighed.

/// Most pairs looked at to see whether two groups fit.
const LOOKED_AT: usize = 36;

/// Groups that grow.
#[derive(Debug)]
pub(super) struct Groups {
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    /// Every row alone.
    pub fn new(rows: u32) -> Self {
        Self {
            of: (0..rows).collect(),
            members: (0..rows).map(|row| vec![row]).collect(),
        }
    }

    /// Joins the groups of two rows if their members match on the whole: the mean of `probability` over the pairs
    /// between them is at least a half.
    pub fn join(&mut self, a: u32, b: u32, probability: impl Fn(u32, u32) -> f64) {
        let (x, y) = (self.of[a as usize], self.of[b as usize]);
        if x == y || !self.fit(x, y, probability) {
            return;
        }
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
