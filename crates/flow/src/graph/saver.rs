//! Whether what passed between two accounts is what a saver and a till do: round sums in first, less or little more
//! back. Tills move money between each other otherwise. It must not know rates or words.

use fangfei_model::money::Fen;

/// Principal comes in whole hundreds of yuan …
const ROUND: i64 = 10_000;
/// … of five hundred or more.
const LEAST: i64 = 50_000;
/// What went back is at most so many percent of what had come in by then.
const MOST_PERCENT: i128 = 250;
/// Payments back that show it.
const LEAST_BACK: usize = 2;

/// What passed, in order of time: whether the one who may be a saver paid, and how much.
pub(crate) fn is_saver(payments: impl IntoIterator<Item = (bool, Fen)>) -> bool {
    let (mut paid, mut back, mut times) = (0_i128, 0_i128, 0_usize);
    for (pays, amount) in payments {
        if pays {
            if amount.0 < LEAST || amount.0 % ROUND != 0 {
                return false;
            }
            paid += i128::from(amount.0);
        } else {
            times += 1;
            back += i128::from(amount.0);
            if back * 100 > paid * MOST_PERCENT {
                return false;
            }
        }
    }
    times >= LEAST_BACK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(payments: &[(bool, i64)]) -> bool {
        is_saver(payments.iter().map(|(pays, yuan)| (*pays, Fen(yuan * 100))))
    }

    #[test]
    fn a_saver_pays_first_and_gets_less_or_little_more_back() {
        assert!(yuan(&[
            (true, 50_000),
            (false, 750),
            (false, 750),
            (false, 50_000)
        ]));
        assert!(
            !yuan(&[(true, 50_000), (true, 50_000)]),
            "a collector that hands on"
        );
        assert!(
            !yuan(&[(false, 20_000), (false, 20_000)]),
            "a paying account that is filled"
        );
        assert!(!yuan(&[(true, 1_234), (false, 10), (false, 10)]));
    }
}
