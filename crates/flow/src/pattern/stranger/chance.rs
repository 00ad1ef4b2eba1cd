//! What chance alone would bring, if one-off relations fell on accounts evenly. It must not know shapes.

/// The chance of at least `k` events where `mean` are expected (Poisson).
pub(super) fn at_least(k: usize, mean: f64) -> f64 {
    // The tail is summed by itself: one minus the head would lose it in rounding.
    let mut term = (-mean).exp();
    for i in 0..k {
        term *= mean / (i as f64 + 1.0);
    }
    let mut tail = 0.0;
    let mut i = k as f64;
    while term > 1e-300 && term > tail * 1e-12 {
        tail += term;
        i += 1.0;
        term *= mean / i;
    }
    tail.min(1.0)
}

/// The smallest count of at least `least` that chance would bring to fewer than `most` of `accounts` accounts.
pub(super) fn rare_count(least: usize, mean: f64, accounts: usize, most: f64) -> usize {
    (least..)
        .take(1_000)
        .find(|k| accounts as f64 * at_least(*k, mean) <= most)
        .unwrap_or(usize::MAX)
}

/// How many rings of three hops or more chance would bring: with a mean of `mean` payments out of each account, the sum
/// of `meanⁿ ∕ n`.
pub(super) fn rings(mean: f64) -> f64 {
    (3..60).map(|n| mean.powi(n) / f64::from(n)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_as_in_a_table() {
        assert!((at_least(0, 0.5) - 1.0).abs() < 1e-9);
        assert!((at_least(1, 0.5) - 0.393_469).abs() < 1e-6);
        assert!((at_least(4, 0.1) - 3.847e-6).abs() < 1e-9);
        assert_eq!(rare_count(3, 0.1, 10_000, 0.1), 4);
        assert!(rings(0.1) < 0.001 && rings(1.0) > 1.0);
    }
}
