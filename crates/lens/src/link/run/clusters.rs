//! Rows in clusters, laid end to end. It must not know how they came together.

use super::rows::small;

/// Every row in one cluster; clusters in the order of their first rows, rows in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clusters {
    rows: Vec<u32>,
    /// Where each cluster ends.
    ends: Vec<u32>,
    /// For each row the number of its cluster.
    of: Vec<u32>,
}

impl Clusters {
    /// From any mark that the rows of a cluster share and no others; marks are below the number of rows.
    pub(super) fn of_marks(marks: &[u32]) -> Self {
        let mut numbers = vec![u32::MAX; marks.len()];
        let mut ends: Vec<u32> = Vec::new();
        let mut of = Vec::with_capacity(marks.len());
        for mark in marks {
            let number = &mut numbers[*mark as usize];
            if *number == u32::MAX {
                *number = small(ends.len());
                ends.push(0);
            }
            ends[*number as usize] += 1;
            of.push(*number);
        }
        let mut next = numbers;
        let mut sum = 0;
        for (place, end) in next.iter_mut().zip(&mut ends) {
            *place = sum;
            sum += *end;
            *end = sum;
        }
        let mut rows = vec![0; marks.len()];
        for (row, cluster) in (0..).zip(&of) {
            let place = &mut next[*cluster as usize];
            rows[*place as usize] = row;
            *place += 1;
        }
        Self { rows, ends, of }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The rows of each.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The rows of one, in order.
    pub fn get(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start as usize..self.ends[at] as usize]
    }

    /// The number of a row's cluster.
    pub fn of(&self, row: u32) -> u32 {
        self.of[row as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Clusters;

    #[test]
    fn clusters_stand_in_the_order_of_their_first_rows() {
        let clusters = Clusters::of_marks(&[4, 2, 4, 0, 2, 4]);
        let all: Vec<&[u32]> = clusters.iter().collect();
        assert_eq!(all, [&[0, 2, 5][..], &[1, 4], &[3]]);
        assert_eq!((clusters.of(5), clusters.of(3)), (0, 2));
    }
}
