//! Entitlements to whole fen: largest remainders (最大余额法) first, nobody below what was already
//! paid, the sum exact. It must not know claims.

use std::cmp::Reverse;

use super::level::{Entitlement, Level, Portion};

/// A person who may gain or give the odd fen: the remainder, the place among equals, the index.
type Odd = (i128, (u64, usize));

/// The cumulative payments in fen at this level, which add up to `total` exactly. `tie` orders
/// people with equal remainders; the lowest comes first.
pub(super) fn to_the_fen(
    portions: &[Portion],
    level: Level,
    total: i128,
    tie: impl Fn(usize) -> u64,
) -> Vec<i64> {
    let mut paid = Vec::with_capacity(portions.len());
    let mut waiting: Vec<Odd> = Vec::new();
    let mut left = total;
    for (index, portion) in portions.iter().enumerate() {
        let fen = match level.entitlement(portion) {
            Entitlement::Fixed(fen) => fen,
            Entitlement::Open { whole, rest } => {
                if rest > 0 && whole >= portion.earlier {
                    waiting.push((rest, (tie(index), index)));
                }
                whole.max(portion.earlier)
            }
        };
        left -= i128::from(fen);
        paid.push(fen);
    }
    if left >= 0 {
        add_odd_fen(&mut paid, waiting, left);
    } else {
        take_odd_fen(&mut paid, portions, level, -left, tie);
    }
    paid
}

/// One fen each to the largest remainders. There are always as many people waiting as fen left,
/// since what is left is the sum of remainders that are each below one.
fn add_odd_fen(paid: &mut [i64], mut waiting: Vec<Odd>, left: i128) {
    let count = usize::try_from(left)
        .unwrap_or(usize::MAX)
        .min(waiting.len());
    let key = |(rest, place): &Odd| (Reverse(*rest), *place);
    if count < waiting.len() {
        waiting.select_nth_unstable_by_key(count, key);
    }
    for (_, (_, index)) in &waiting[..count] {
        paid[*index] += 1;
    }
}

/// Earlier batches rounded so many people up that whole fen are missing now. Nobody gives anything
/// back: the smallest remainders of this batch wait, a fen each, as often as needed.
fn take_odd_fen(
    paid: &mut [i64],
    portions: &[Portion],
    level: Level,
    mut missing: i128,
    tie: impl Fn(usize) -> u64,
) {
    let mut givers: Vec<Odd> = portions
        .iter()
        .enumerate()
        .filter_map(|(index, portion)| match level.entitlement(portion) {
            Entitlement::Open { rest, .. } => Some((rest, (tie(index), index))),
            Entitlement::Fixed(_) => None,
        })
        .collect();
    givers.sort_unstable_by_key(|(rest, place)| (*rest, Reverse(*place)));
    while missing > 0 {
        let before = missing;
        for (_, (_, index)) in &givers {
            if missing > 0 && paid[*index] > portions[*index].earlier {
                paid[*index] -= 1;
                missing -= 1;
            }
        }
        if missing == before {
            break;
        }
    }
}
