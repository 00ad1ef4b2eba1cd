//! One-to-one assignment with the best total (Hungarian method), so that two columns never take the
//! same field. It must not know what is assigned.

/// For each row of `scores` the column it is given, `None` where every score is zero or no column is
/// left. Scores are non-negative.
pub(super) fn best(scores: &[Vec<u32>]) -> Vec<Option<usize>> {
    let rows = scores.len();
    let columns = scores.iter().map(Vec::len).max().unwrap_or(0);
    let size = rows.max(columns);
    let score = |row: usize, column: usize| -> i64 {
        scores
            .get(row)
            .and_then(|r| r.get(column))
            .copied()
            .map_or(0, i64::from)
    };
    let owner = owners(size, |row, column| -score(row, column));
    let mut found = vec![None; rows];
    for (column, row) in owner.into_iter().enumerate() {
        if row < rows && score(row, column) > 0 {
            found[row] = Some(column);
        }
    }
    found
}

/// The row that owns each column at least total cost; square, potentials kept per side.
fn owners(size: usize, cost: impl Fn(usize, usize) -> i64) -> Vec<usize> {
    let mut row_potential = vec![0_i64; size + 1];
    let mut column_potential = vec![0_i64; size + 1];
    let mut owner = vec![0_usize; size + 1];
    for row in 1..=size {
        owner[0] = row;
        let mut least = vec![i64::MAX; size + 1];
        let mut used = vec![false; size + 1];
        let mut way = vec![0_usize; size + 1];
        let mut at = 0;
        while owner[at] != 0 {
            used[at] = true;
            let (current, mut delta, mut next) = (owner[at], i64::MAX, 0);
            for column in 1..=size {
                if used[column] {
                    continue;
                }
                let reduced = cost(current - 1, column - 1)
                    - row_potential[current]
                    - column_potential[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    way[column] = at;
                }
                if least[column] < delta {
                    delta = least[column];
                    next = column;
                }
            }
            for column in 0..=size {
                if used[column] {
                    row_potential[owner[column]] += delta;
                    column_potential[column] -= delta;
                } else if least[column] != i64::MAX {
                    least[column] -= delta;
                }
            }
            at = next;
        }
        while at != 0 {
            let before = way[at];
            owner[at] = owner[before];
            at = before;
        }
    }
    owner[1..].iter().map(|row| row - 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_total_wins_over_the_first_come() {
        assert_eq!(best(&[vec![90, 80], vec![85, 0]]), [Some(1), Some(0)]);
        assert_eq!(best(&[vec![0, 0], vec![0, 5]]), [None, Some(1)]);
        assert_eq!(best(&[vec![5], vec![9], vec![0]]), [None, Some(0), None]);
    }
}
