//! The lines of one account, with the balance after each. It must not know layouts.

use fangfei_model::money::Fen;
use jiff::{ToSpan, civil::DateTime};

use super::{
    dirt::Dirt,
    world::{Movement, World},
};

/// Which half of a movement that was taken back, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// It stands.
    Plain,
    /// Booked, to be taken back.
    Wrong,
    /// The taking back.
    Back,
}

/// A line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Place in [`World::movements`].
    pub movement: usize,
    /// When this bank booked it.
    pub at: DateTime,
    /// The change of the balance.
    pub change: Fen,
    /// The balance after it.
    pub balance: Fen,
    /// The other side, a place in [`World::accounts`].
    pub other: usize,
    /// Which half.
    pub leg: Leg,
}

/// The statement of an account as the bank keeps it.
#[derive(Debug, Clone)]
pub struct Book {
    /// Place in [`World::accounts`].
    pub account: usize,
    /// Before the first line.
    pub opening: Fen,
    /// In order of booking.
    pub lines: Vec<Line>,
}

/// Keeps the book of an account.
pub fn keep(world: &World, account: usize, dirt: Dirt) -> Book {
    let mut lines: Vec<Line> = Vec::new();
    for (place, movement) in world.movements.iter().enumerate() {
        lines.extend(sides(movement, place, account, dirt).into_iter().flatten());
    }
    lines.sort_by_key(|line| line.at);
    let mut balance = 0;
    let mut lowest = 0;
    for line in &mut lines {
        balance += line.change.0;
        line.balance = Fen(balance);
        lowest = lowest.min(balance);
    }
    // No bank lets these accounts fall below nothing: what they had before covers it.
    let spare = 10_000 + i64::try_from(account).unwrap_or(0) * 731;
    let opening = Fen(spare - lowest);
    for line in &mut lines {
        line.balance.0 += opening.0;
    }
    Book {
        account,
        opening,
        lines,
    }
}

fn sides(movement: &Movement, place: usize, account: usize, dirt: Dirt) -> [Option<Line>; 2] {
    let line = |at, change, other, leg| Line {
        movement: place,
        at,
        change: Fen(change),
        balance: Fen::ZERO,
        other,
        leg,
    };
    let amount = movement.amount.0;
    if movement.payer == account {
        let leg = if movement.reversed {
            Leg::Wrong
        } else {
            Leg::Plain
        };
        let back = movement.reversed.then(|| {
            let at = movement.at.saturating_add(90.seconds());
            line(at, amount, movement.payee, Leg::Back)
        });
        return [Some(line(movement.at, -amount, movement.payee, leg)), back];
    }
    if movement.payee == account && !movement.reversed {
        let at = arrival(movement, place, dirt);
        return [Some(line(at, amount, movement.payer, Leg::Plain)), None];
    }
    [None, None]
}

/// Another bank books what it is sent a little later; what is sent in the evening sometimes the next
/// morning.
fn arrival(movement: &Movement, place: usize, dirt: Dirt) -> DateTime {
    if !dirt.lags() {
        return movement.at;
    }
    let late = movement.at.hour() >= 20 && place.is_multiple_of(3);
    if late {
        let next = movement.at.date().saturating_add(1.days());
        return next.at(8, 5, i8::try_from(place % 60).unwrap_or(0), 0);
    }
    let seconds = i64::try_from(place % 45).unwrap_or(0);
    movement.at.saturating_add(seconds.seconds())
}
