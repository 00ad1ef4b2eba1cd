//! What a glance at two rows tells: which values are equal, which are missing, which cannot be alike because they share too
//! few letters, and of short values (a day, a number, a Chinese name) how well they agree. All of a row lies together in
//! memory, so that most pairs are done with after one look. It must not know weights.

use rayon::prelude::*;

use super::{
    kind::ColumnKind,
    level::{self, SOME_LIKENESS},
    prepared::Prepared,
    values::{Day, Detail, Value, Values},
};
use crate::link::sound;

/// One value of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Card {
    /// Number of the value in its column.
    pub id: u32,
    /// Its length in letters, 0 for a missing value; [`u16::MAX`] stands for all that are longer.
    pub len: u16,
    /// Whether `bits` hold all of the value.
    whole: bool,
    /// The value itself where it is short; else a bit for each letter it holds, of a firm for each sound of its trade name,
    /// of an address for each pair of letters; letters share bits.
    bits: u64,
}

/// The cards of all rows.
#[derive(Debug)]
pub(super) struct Cards {
    width: usize,
    cards: Vec<Card>,
    /// For each field a closer look at the pairs of letters of each address; nothing for other kinds.
    grams: Vec<Vec<Grams>>,
}

/// A bit for each pair of letters of an address; few of them share one.
type Grams = [u64; 4];

impl Cards {
    pub fn of(fields: &[Prepared], rows: u32) -> Self {
        let of_values: Vec<Vec<Card>> = fields.par_iter().map(|f| glances(&f.values)).collect();
        let of_values = &of_values;
        let cards = (0..rows as usize).into_par_iter().flat_map_iter(|row| {
            let fields = fields.iter().zip(of_values);
            fields.map(move |(field, cards)| cards[field.at[row] as usize])
        });
        let cards = cards.collect();
        Self {
            width: fields.len(),
            cards,
            grams: fields.par_iter().map(|f| grams(&f.values)).collect(),
        }
    }

    /// The level of two unequal values of a field that are both there, where a look at the cards is enough.
    pub fn level(&self, field: usize, one: &Card, two: &Card, kind: ColumnKind) -> Option<u8> {
        let glanced = one.level(two, kind);
        if glanced.is_some() || kind != ColumnKind::Address {
            return glanced;
        }
        let grams = self.grams.get(field)?;
        let (x, y) = (grams.get(one.id as usize)?, grams.get(two.id as usize)?);
        one.grams_apart(two, x, y).then_some(0)
    }

    /// The cards of a row, in the order of the fields.
    pub fn row(&self, row: u32) -> &[Card] {
        let from = row as usize * self.width;
        &self.cards[from..from + self.width]
    }
}

fn glances(values: &Values) -> Vec<Card> {
    let numbers = 0..super::rows::small(values.len());
    let card = |id| {
        let value = values.get(id);
        let whole = whole(values.kind, value);
        Card {
            id,
            len: u16::try_from(value.letters.len()).unwrap_or(u16::MAX),
            whole: whole.is_some(),
            bits: whole.unwrap_or_else(|| signature(value)),
        }
    };
    numbers.map(card).collect()
}

fn grams(values: &Values) -> Vec<Grams> {
    if values.kind != ColumnKind::Address {
        return Vec::new();
    }
    let numbers = 0..super::rows::small(values.len());
    let of = |id| {
        let mut bits = [0; 4];
        if let Detail::Place(spot) = values.get(id).detail {
            for gram in spot.grams {
                let bit = gram.wrapping_mul(0x85eb_ca6b) >> 24;
                bits[(bit / 64) as usize] |= 1 << (bit % 64);
            }
        }
        bits
    };
    numbers.map(of).collect()
}

/// All of a short value: 16 bits for each letter of a name, four for each digit of a day or number.
fn whole(kind: ColumnKind, value: Value<'_>) -> Option<u64> {
    let packed = |width: u32, code: &dyn Fn(char) -> Option<u64>| {
        let letters = value.letters.iter().rev();
        let mut bits = 0_u64;
        for letter in letters {
            bits = (bits << width) | code(*letter)?;
        }
        Some(bits)
    };
    let digit = |c: char| c.to_digit(10).map(u64::from);
    match (kind, value.detail) {
        (ColumnKind::Person, _) if value.letters.len() <= 4 => {
            packed(16, &|c| u16::try_from(u32::from(c)).ok().map(u64::from))
        }
        (ColumnKind::Date, Detail::Date(_)) if value.letters.len() == 8 => packed(4, &digit),
        (ColumnKind::Phone | ColumnKind::Code, _) if value.letters.len() <= 16 => packed(4, &digit),
        _ => None,
    }
}

fn signature(value: Value<'_>) -> u64 {
    let bit = |code: u32| 1_u64 << (code.wrapping_mul(0x9e37_79b1) >> 26);
    match value.detail {
        Detail::Company(firm) => {
            let sounds = firm.trade.iter().map(|c| sound::near_code(*c));
            sounds.fold(0, |bits, code| bits | bit(code))
        }
        Detail::Place(spot) => spot.grams.iter().fold(0, |bits, gram| bits | bit(*gram)),
        _ => {
            let letters = value.letters.iter().map(|c| u32::from(*c));
            letters.fold(0, |bits, code| bits | bit(code))
        }
    }
}

impl Card {
    /// Whether both may hold the same letters.
    pub fn may_equal(&self, other: &Self) -> bool {
        self.len == other.len && self.bits == other.bits
    }

    /// The level of two unequal values that are both there, where the cards tell it.
    fn level(&self, other: &Self, kind: ColumnKind) -> Option<u8> {
        if self.whole && other.whole {
            return self.level_of_wholes(other, kind);
        }
        self.apart(other, kind).then_some(0)
    }

    fn level_of_wholes(&self, other: &Self, kind: ColumnKind) -> Option<u8> {
        match kind {
            ColumnKind::Date => {
                let apart = self.bits ^ other.bits;
                let digits = apart | (apart >> 1) | (apart >> 2) | (apart >> 3);
                let wrong = (digits & 0x1111_1111).count_ones() as usize;
                Some(level::days(self.day(), other.day(), wrong))
            }
            ColumnKind::Person => {
                let (x, y) = (self.letters::<4>(16), other.letters::<4>(16));
                Some(level::names(
                    &x[..usize::from(self.len)],
                    &y[..usize::from(other.len)],
                ))
            }
            ColumnKind::Phone | ColumnKind::Code => {
                let (x, y) = (self.letters::<16>(4), other.letters::<16>(4));
                Some(level::codes(
                    &x[..usize::from(self.len)],
                    &y[..usize::from(other.len)],
                ))
            }
            _ => None,
        }
    }

    /// The day of a card that holds all of one.
    fn day(&self) -> Day {
        let digit = |at: u32| (self.bits >> (4 * at)) as u32 & 15;
        let two = |at: u32| digit(at) * 10 + digit(at + 1);
        Day {
            year: two(0) * 100 + two(2),
            month: two(4),
            day: two(6),
        }
    }

    /// The letters of a card that holds all of them; digits for those that take four bits.
    fn letters<const MOST: usize>(&self, width: u32) -> [char; MOST] {
        let mask = (1_u64 << width) - 1;
        let mut at = 0;
        [(); MOST].map(|()| {
            let code = ((self.bits >> at) & mask) as u32;
            at += width;
            let letter = if width == 4 {
                char::from_digit(code, 10)
            } else {
                char::from_u32(code)
            };
            letter.unwrap_or_default()
        })
    }

    /// Whether two values share too few letters for any likeness.
    fn apart(&self, other: &Self, kind: ColumnKind) -> bool {
        if self.len.max(other.len) == u16::MAX {
            return false;
        }
        let shared = self.shared(other).min(other.shared(self)) as f32;
        match kind {
            ColumnKind::Company => self.bits & other.bits == 0,
            ColumnKind::Address => self.grams_apart(other, &[self.bits], &[other.bits]),
            // Short names are Chinese, where another letter of the same sound is close.
            ColumnKind::Person if self.len.min(other.len) <= 4 => false,
            ColumnKind::Person | ColumnKind::Text => {
                let (p, q) = (f32::from(self.len), f32::from(other.len));
                let jaro = (shared / p + shared / q + 1.0) / 3.0;
                let most = jaro + 0.1 * shared.min(4.0) * (1.0 - jaro);
                shared == 0.0 || most < SOME_LIKENESS
            }
            _ => false,
        }
    }

    /// Whether two addresses share too few pairs of letters, as these bits for them tell.
    fn grams_apart(&self, other: &Self, own: &[u64], others: &[u64]) -> bool {
        let (p, q) = (self.len.saturating_sub(1), other.len.saturating_sub(1));
        let (mut strange, mut lacking) = (0, 0);
        for (x, y) in own.iter().zip(others) {
            strange += (x & !y).count_ones() as u16;
            lacking += (y & !x).count_ones() as u16;
        }
        let most = p.saturating_sub(strange).min(q.saturating_sub(lacking));
        level::addresses_apart(usize::from(p), usize::from(q), usize::from(most))
    }

    /// The most letters of this value that the other may hold.
    fn shared(&self, other: &Self) -> u32 {
        let strange = (self.bits & !other.bits).count_ones();
        u32::from(self.len).saturating_sub(strange)
    }
}
