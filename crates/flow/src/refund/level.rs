//! The level (清退率) to which money lifts everybody: water-filling over exact fractions. It must not
//! know claims, rules or rounding.
//!
//! With weight `w`, earlier payments `e` and ceiling `c`, a person's cumulative entitlement at level
//! `l` is `min(c, l·w)`. Who already has a fen or more above it keeps what he has and gets nothing
//! until the others have come up. Who is above it by less than a fen is there by an earlier rounding
//! and takes part like anybody, so that two batches end at the level of one.

use std::cmp::Ordering;

/// One person's part in the filling. All figures in fen, `0 <= earlier <= ceiling`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Portion {
    /// What the share is measured by.
    pub weight: i64,
    /// Paid in earlier batches.
    pub earlier: i64,
    /// The most that may be paid in all batches.
    pub ceiling: i64,
}

/// How high everybody is lifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Everybody reaches the ceiling.
    Full,
    /// This many fen per fen of weight.
    At {
        /// Numerator.
        money: i128,
        /// Denominator, above zero.
        weight: i128,
    },
}

/// Where a person stands at a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entitlement {
    /// Nothing is to be rounded: at the ceiling, or ahead of the others.
    Fixed(i64),
    /// Whole fen, and the rest in parts of the level's denominator.
    Open { whole: i64, rest: i128 },
}

/// A level at which somebody's line has a bend.
struct Bend {
    /// The level in parts of 2³², rounded down: most comparisons are decided by it.
    near: i128,
    money: i64,
    weight: i64,
    portion: u32,
    ceiling: bool,
}

impl Bend {
    fn new(money: i64, weight: i64, portion: u32, ceiling: bool) -> Self {
        Self {
            near: (i128::from(money) << 32) / i128::from(weight),
            money,
            weight,
            portion,
            ceiling,
        }
    }

    /// Both fractions have positive denominators, and products of two i64 fit an i128.
    fn cmp(&self, other: &Self) -> Ordering {
        self.near
            .cmp(&other.near)
            .then_with(|| self.cmp_exactly(other))
    }

    fn cmp_exactly(&self, other: &Self) -> Ordering {
        let left = i128::from(self.money) * i128::from(other.weight);
        let right = i128::from(other.money) * i128::from(self.weight);
        left.cmp(&right)
    }
}

impl Level {
    /// The highest level at which the cumulative entitlements add up to `total`, earlier payments
    /// included; `total` is at least their sum.
    pub fn find(portions: &[Portion], total: i128) -> Self {
        let mut fixed: i128 = portions.iter().map(|p| i128::from(p.ceiling)).sum();
        if total >= fixed {
            return Self::Full;
        }
        let mut active = 0_i128;
        let mut bends = bends(portions);
        bends.sort_unstable_by(|a, b| b.cmp(a));
        for bend in &bends {
            // Below this bend the line falls further, so the level lies above it only when the
            // entitlements there are already less than the money.
            let (money, weight) = (i128::from(bend.money), i128::from(bend.weight));
            if active > 0 && (total - fixed) * weight > money * active {
                break;
            }
            let portion = &portions[bend.portion as usize];
            if bend.ceiling {
                fixed -= i128::from(portion.ceiling);
                active += i128::from(portion.weight);
            } else {
                fixed += i128::from(portion.earlier);
                active -= i128::from(portion.weight);
            }
        }
        if active > 0 {
            Self::At {
                money: total - fixed,
                weight: active,
            }
        } else {
            // Nobody is below what he already has: there is no money to move.
            Self::At {
                money: 0,
                weight: 1,
            }
        }
    }

    /// What this person is entitled to from all batches together.
    pub fn entitlement(self, portion: &Portion) -> Entitlement {
        let Self::At { money, weight } = self else {
            return Entitlement::Fixed(portion.ceiling);
        };
        let product = money * i128::from(portion.weight);
        if product >= i128::from(portion.ceiling) * weight {
            return Entitlement::Fixed(portion.ceiling);
        }
        if product <= (i128::from(portion.earlier) - 1) * weight {
            return Entitlement::Fixed(portion.earlier);
        }
        Entitlement::Open {
            whole: i64::try_from(product / weight).unwrap_or(portion.ceiling),
            rest: product % weight,
        }
    }
}

fn bends(portions: &[Portion]) -> Vec<Bend> {
    let mut bends = Vec::with_capacity(portions.len());
    for (index, portion) in (0_u32..).zip(portions) {
        if portion.weight == 0 {
            continue;
        }
        let bend = |money, ceiling| Bend::new(money, portion.weight, index, ceiling);
        bends.push(bend(portion.ceiling, true));
        if portion.earlier > 1 {
            bends.push(bend(portion.earlier - 1, false));
        }
    }
    bends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portion(weight: i64, earlier: i64, ceiling: i64) -> Portion {
        Portion {
            weight,
            earlier,
            ceiling,
        }
    }

    fn fraction(level: Level) -> (i128, i128) {
        match level {
            Level::At { money, weight } => (money, weight),
            Level::Full => (1, 1),
        }
    }

    #[test]
    fn a_late_claimant_is_lifted_first() {
        // 甲 has 40 of 100 already, 乙 nothing of 100: 20 more go to 乙 alone.
        let people = [portion(100, 40, 100), portion(100, 0, 100)];
        assert_eq!(fraction(Level::find(&people, 60)), (20, 100));
        // 100 more lift both to 70.
        assert_eq!(fraction(Level::find(&people, 140)), (140, 200));
    }

    #[test]
    fn a_ceiling_leaves_more_for_the_others() {
        let people = [portion(100, 0, 10), portion(100, 0, 100)];
        assert_eq!(fraction(Level::find(&people, 50)), (40, 100));
        assert_eq!(Level::find(&people, 110), Level::Full);
    }

    #[test]
    fn a_fen_of_rounding_does_not_put_anybody_ahead() {
        let people = [portion(1, 1, 1), portion(1, 0, 1), portion(2, 1, 2)];
        let (money, weight) = fraction(Level::find(&people, 3));
        assert_eq!((money, weight), (3, 4));
    }
}
