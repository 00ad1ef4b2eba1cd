//! A whole story from a seed: the scheme, the town around it, and whose statements were obtained. It
//! must not know how they are printed.

use std::collections::BTreeSet;

use fangfei_model::money::Fen;
use jiff::{ToSpan, civil::Date};

use super::{
    cast::{Cast, Casting},
    dirt::Dirt,
    names::Register,
    ordinary::{self, Life, Town},
    terms::{Kind, Terms},
    venture::{self, Course, Writing},
    world::{Movement, Purpose, Role, World},
};
use crate::demo::draw::Draw;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// The same seed makes the same folder.
    pub seed: u64,
    /// Which scheme.
    pub kind: Kind,
    /// How many invest, besides two of the salesmen.
    pub investors: usize,
    /// How dirty the files are.
    pub dirt: Dirt,
}

/// What happened, and whose statements are at hand.
#[derive(Debug, Clone)]
pub struct Story {
    /// What it was made from.
    pub recipe: Recipe,
    /// The scheme's firm.
    pub firm: &'static str,
    /// Its days.
    pub course: Course,
    /// The people.
    pub cast: Cast,
    /// Everything that happened, in order of time.
    pub world: World,
    /// Accounts whose statements were obtained, in order of their place.
    pub held: Vec<usize>,
    /// Principal that contracts still owed when it collapsed.
    pub owed: Fen,
}

/// Tells the story of this recipe.
pub fn tell(recipe: Recipe) -> Story {
    let draw = &mut Draw::seeded(recipe.seed);
    let terms = Terms::draw(recipe.kind, draw);
    let course = course(recipe.kind, draw);
    let mut world = World::default();
    let mut register = Register::default();
    let mut casting = Casting {
        world: &mut world,
        draw,
        register: &mut register,
        namesakes: recipe.dirt.namesakes(),
        residents: Vec::new(),
    };
    let cash = if recipe.kind == Kind::ElderCare {
        10
    } else {
        3
    };
    let cash = if recipe.kind == Kind::Coin { 0 } else { cash };
    let cast = casting.scheme(terms.firm, recipe.investors, cash);
    let town = ordinary::settle(&mut casting, &cast);
    let writing = Writing {
        nameless_cash: recipe.dirt.nameless_cash(),
        numbered: draw.chance(30),
    };
    let owed = venture::run(&mut world, &cast, &terms, draw, course, writing);
    let since = course.first.saturating_sub(60.days());
    let until = course.collapse.saturating_add(30.days());
    let mut life = Life {
        world: &mut world,
        town: &town,
        draw,
    };
    life.run(since, until);
    wallets(&mut world, &cast, &town, draw, since, until);
    dollars(&mut world, &cast, &town, course);
    let held = held(&world, &cast, &town, draw);
    if recipe.dirt.reversals() {
        reverse(&mut world, &held, draw);
    }
    world.settle();
    Story {
        recipe,
        firm: terms.firm,
        course,
        cast,
        world,
        held,
        owed,
    }
}

fn course(kind: Kind, draw: &mut Draw) -> Course {
    let month = i8::try_from(draw.between(1, 12)).unwrap_or(1);
    let day = i8::try_from(draw.between(1, 28)).unwrap_or(1);
    let year = i16::try_from(draw.between(2021, 2023)).unwrap_or(2022);
    let first = jiff::civil::date(year, month, day);
    let lasts = match kind {
        Kind::Coin | Kind::Rebate => draw.between(240, 330),
        _ => draw.between(420, 560),
    };
    let collapse = first.saturating_add(lasts.days());
    Course {
        first,
        late: collapse.saturating_sub(50.days()),
        collapse,
    }
}

/// What three people do with their wallets.
fn wallets(world: &mut World, cast: &Cast, town: &Town, draw: &mut Draw, since: Date, until: Date) {
    for wallet in &cast.wallets {
        let mut day = since;
        while day < until {
            day = day.saturating_add(draw.between(1, 6).days());
            let (payer, payee, memo, channel) = match draw.below(6) {
                0 => (town.residents[0], *wallet, "转账", "转账"),
                1 => (*wallet, town.trader, "扫码付款", "扫码"),
                2 => (*wallet, town.class_parent, "班级活动费", "转账"),
                _ => (*wallet, town.shop, "超市购物", "消费"),
            };
            let amount = draw.between(500, 30_000);
            world.pay(Movement {
                at: day
                    .at(0, 0, 0, 0)
                    .saturating_add(draw.between(25_000, 80_000).seconds()),
                payer,
                payee,
                amount: Fen(amount),
                purpose: Purpose::Ordinary,
                person: None,
                memo: memo.to_owned(),
                channel,
                reversed: false,
            });
        }
    }
}

/// The organiser buys dollars with what was put aside: yuan to the bank, dollars from it.
fn dollars(world: &mut World, cast: &Cast, town: &Town, course: Course) {
    let bank = town.banks[0];
    for month in 1..4i64 {
        let day = course.late.saturating_sub((month * 30).days());
        let mut book = |hour, payer, payee, amount| {
            world.pay(Movement {
                at: day.at(hour, 12, 30, 0),
                payer,
                payee,
                amount: Fen(amount),
                purpose: Purpose::Internal,
                person: None,
                memo: "购汇".to_owned(),
                channel: "柜面",
                reversed: false,
            });
        };
        book(10, cast.hidden[0], bank, 716_300);
        book(11, bank, cast.dollars, 100_000);
    }
}

/// Whose statements an office would have obtained: the scheme's accounts, two salesmen, some
/// investors, and every ordinary collector, so that it can be seen whether they are left in peace.
fn held(world: &World, cast: &Cast, town: &Town, draw: &mut Draw) -> Vec<usize> {
    let mut held: BTreeSet<usize> = BTreeSet::new();
    held.extend(&cast.collectors);
    held.extend(&cast.payouts);
    held.extend([
        cast.hidden[0],
        cast.dollars,
        town.employers[0],
        town.property,
        town.school,
    ]);
    held.extend([town.shop, town.trader, town.landlord, town.class_parent]);
    held.extend([town.cooperative, town.lender, town.gym, town.borrower]);
    held.extend(&cast.wallets);
    let people = draw.some(&cast.salesmen, 2).into_iter();
    let people = people.chain(draw.some(&cast.investors, 6));
    let people: Vec<usize> = people.chain(draw.some(&cast.others, 4)).collect();
    held.extend(people.into_iter().map(|person| world.account_of(person)));
    held.into_iter().collect()
}

/// Some payments from accounts at hand were booked, came back, and were made again.
fn reverse(world: &mut World, held: &[usize], draw: &mut Draw) {
    let wrong: Vec<Movement> = world
        .movements
        .iter()
        .filter(|m| held.contains(&m.payer) && plain_side(world, m.payee))
        .filter(|_| draw.chance(1))
        .take(40)
        .cloned()
        .collect();
    for movement in wrong {
        let early = movement.at.saturating_sub(draw.between(120, 900).seconds());
        if early.date() == movement.at.date() {
            world.pay(Movement {
                at: early,
                reversed: true,
                ..movement
            });
        }
    }
}

fn plain_side(world: &World, account: usize) -> bool {
    !matches!(world.accounts[account].role, Role::Bank | Role::Cash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(kind: Kind, seed: u64) -> Recipe {
        Recipe {
            seed,
            kind,
            investors: 40,
            dirt: Dirt::CLEAN,
        }
    }

    #[test]
    fn every_kind_takes_in_more_than_it_gives_back_and_ends_on_its_day() {
        for (i, kind) in Kind::ALL.into_iter().enumerate() {
            let story = tell(recipe(kind, 11 + i as u64));
            let sum = |purpose: fn(&Purpose) -> bool| -> i64 {
                let all = story.world.movements.iter();
                all.filter(|m| purpose(&m.purpose))
                    .map(|m| m.amount.0)
                    .sum()
            };
            let paid_in = sum(|p| *p == Purpose::PrincipalIn);
            let out = sum(|p| matches!(p, Purpose::Payout { .. } | Purpose::Commission));
            assert!(paid_in > out, "{kind:?}: {paid_in} {out}");
            assert!(
                out * 20 > paid_in,
                "{kind:?} pays almost nothing: {paid_in} {out}"
            );
            let after =
                story.world.movements.iter().filter(|m| {
                    m.at.date() > story.course.collapse && m.purpose != Purpose::Ordinary
                });
            assert_eq!(after.count(), 0, "{kind:?}");
        }
    }

    #[test]
    fn the_scheme_never_spends_what_it_has_not() {
        let story = tell(recipe(Kind::Wealth, 5));
        let own = |account: usize| story.world.accounts[account].role.of_scheme();
        let (mut balance, mut lowest) = (0, 0);
        for movement in &story.world.movements {
            if movement.purpose == Purpose::Ordinary || movement.reversed {
                continue;
            }
            balance += if own(movement.payee) {
                movement.amount.0
            } else {
                0
            };
            balance -= if own(movement.payer) {
                movement.amount.0
            } else {
                0
            };
            lowest = lowest.min(balance);
        }
        assert!(lowest >= 0, "{lowest}");
    }

    #[test]
    fn nobody_gets_more_principal_back_than_was_paid_in() {
        for kind in Kind::ALL {
            let story = tell(recipe(kind, 3));
            for person in &story.cast.investors {
                let mut left = 0;
                for movement in story
                    .world
                    .movements
                    .iter()
                    .filter(|m| m.person == Some(*person))
                {
                    match movement.purpose {
                        Purpose::PrincipalIn => left += movement.amount.0,
                        Purpose::Payout { principal, .. } => left -= principal.0,
                        _ => {}
                    }
                    assert!(left >= 0, "{kind:?} {person}");
                }
            }
        }
    }
}
