//! What a glance at two rows tells: which values are equal, which are missing, which cannot be alike because they share too
//! few letters, and of short values (a day, a number, a Chinese name) how well they agree. All of a row lies together in
//! memory, so that most pairs are done with after one look. It must not know weights.

use rayon::prelude::*;

use super::{
    kind::ColumnKind,
    level::{self, SOME_LIKENESS},
    phone::lacks_area,
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
        let of_values: Vec<Vec<Card>> = fields.par_iter().map(|f| glances(f.values)).collect();
        let width = fields.len();
        let mut cards = vec![Card::NONE; rows as usize * width];
        cards
            .par_chunks_mut(width.max(1))
            .enumerate()
            .for_each(|(row, cards)| {
                let known = fields.iter().zip(&of_values);
                for (card, (field, values)) in cards.iter_mut().zip(known) {
                    *card = values[field.at[row] as usize];
                }
            });
        Self {
            width,
            cards,
            grams: fields.par_iter().map(|f| grams(f.values)).collect(),
        }
    }

    /// The level of two unequal values of a field that are both there, where a look at the cards is enough.
    pub fn level(&self, field: usize, one: &Card, two: &Card, kind: ColumnKind) -> Option<u8> {
        let glanced = one.level(two, kind);
        glanced.or_else(|| self.apart_closer(field, one, two).then_some(0))
    }

    /// Whether a closer look at values of a field is possible.
    pub fn has_closer(&self, field: usize) -> bool {
        !self.grams[field].is_empty()
    }

    /// Whether the closer look tells two unequal values apart.
    pub fn apart_closer(&self, field: usize, one: &Card, two: &Card) -> bool {
        let grams = &self.grams[field];
        let (x, y) = (grams.get(one.id as usize), grams.get(two.id as usize));
        x.zip(y).is_some_and(|(x, y)| one.grams_apart(two, x, y))
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

/// Numbers of which more digits are wrong are different.
const MOST_WRONG: u32 = 3;

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
    /// Of a missing value.
    const NONE: Self = Self {
        id: 0,
        len: 0,
        whole: false,
        bits: 0,
    };

    /// Whether both may hold the same letters.
    pub fn may_equal(&self, other: &Self) -> bool {
        self.len == other.len && self.bits == other.bits
    }

    /// The level of two unequal values that are both there, where the cards tell it.
    pub fn level(&self, other: &Self, kind: ColumnKind) -> Option<u8> {
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
            ColumnKind::Phone if self.is_without_area(other) || other.is_without_area(self) => {
                Some(3)
            }
            ColumnKind::Phone | ColumnKind::Code if self.other_digits(other) > MOST_WRONG => {
                Some(0)
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

    /// Whether this number is the other one without its area; both cards hold all of a number.
    fn is_without_area(&self, other: &Self) -> bool {
        let (short, long) = (usize::from(self.len), usize::from(other.len));
        let begins = char::from_digit((other.bits & 15) as u32, 10).unwrap_or_default();
        lacks_area(short, long, begins) && other.bits >> (4 * (long - short)) == self.bits
    }

    /// How many digits of a number have no like in the other one, each taken once; both cards hold all of a number.
    fn other_digits(&self, other: &Self) -> u32 {
        let counted = |card: &Self| {
            let mut counts = 0_u64;
            for at in 0..u32::from(card.len) {
                // Sixteen of one digit would not fit; the last is then left out, which only makes numbers more alike.
                let digit = (card.bits >> (4 * at)) & 15;
                let one = 1_u64 << (4 * digit);
                if (counts >> (4 * digit)) & 15 < 15 {
                    counts += one;
                }
            }
            counts
        };
        let (x, y) = (counted(self), counted(other));
        let missing = |digit: u32| {
            let count = |counts: u64| (counts >> (4 * digit)) & 15;
            count(x).saturating_sub(count(y)) as u32
        };
        (0..10).map(missing).sum()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::run::{prepare::prepared, values::Known};
    use proptest::prelude::*;

    /// What cards tell of two texts, and what the values themselves do; `None` where they are one value or say nothing.
    fn told(kind: ColumnKind, a: &str, b: &str) -> Option<(Option<u8>, u8)> {
        let mut values = Values::new(kind);
        let of = values.take_in(&prepared(kind, [a, b]), &mut Known::default());
        let (x, y) = (of[0], of[1]);
        if x == y || !values.says(x) || !values.says(y) {
            return None;
        }
        let cards = Cards {
            width: 1,
            cards: glances(&values),
            grams: vec![grams(&values)],
        };
        let glanced = cards.level(0, &cards.row(x)[0], &cards.row(y)[0], kind);
        Some((glanced, level::level(kind, values.get(x), values.get(y))))
    }

    #[test]
    fn short_values_are_compared_on_their_cards() {
        for (kind, a, b, level) in [
            (ColumnKind::Date, "1980-01-02", "1980/2/1", 3),
            (ColumnKind::Date, "1980-01-02", "1975年5月5日", 0),
            (ColumnKind::Phone, "13800001111", "13800001112", 3),
            (ColumnKind::Phone, "13800001111", "15922223333", 0),
            (ColumnKind::Phone, "0512-66668888", "66668888", 3),
            (ColumnKind::Phone, "0512-66668888", "66668889", 0),
            (ColumnKind::Person, "王小明", "王晓明", 3),
            (
                ColumnKind::Address,
                "广东省深圳市南山区科技路8号",
                "山东省济南市历下区文化东路129号院",
                0,
            ),
        ] {
            assert_eq!(told(kind, a, b), Some((Some(level), level)), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn what_cards_tell_is_what_values_tell(
            days in ("20[01][0-9]-[01][0-9]-[0-3][0-9]", "20[01][0-9]-[01][0-9]-[0-3][0-9]"),
            phones in ("1[0-3]{4,16}", "1[0-3]{4,16}"),
            fixed in ("0512[0-1]{7,8}", "(0512)?[0-1]{7,8}"),
            names in ("[王玉李林凌张章]{2,5}", "[王玉李林凌张章]{2,4}"),
            places in ("[广州市天河区人民路0-9号]{3,40}", "[广州市天河区人民路0-9号]{3,40}"),
        ) {
            for (kind, (a, b)) in [
                (ColumnKind::Date, days),
                (ColumnKind::Phone, phones.clone()),
                (ColumnKind::Phone, fixed),
                (ColumnKind::Code, phones),
                (ColumnKind::Person, names),
                (ColumnKind::Address, places),
            ] {
                if let Some((Some(glanced), level)) = told(kind, &a, &b) {
                    prop_assert_eq!(glanced, level, "{} {}", a, b);
                }
            }
        }
    }
}
