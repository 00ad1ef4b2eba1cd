//! What a glance at two rows tells: which values are equal, which are missing, and which cannot be alike because they
//! share too few letters. All of a row lies together in memory, so that most pairs are done with after one look.
//! It must not know weights.

use rayon::prelude::*;

use super::{
    kind::ColumnKind,
    level::SOME_LIKENESS,
    value::{Detail, Prepared, Value},
};
use crate::link::sound;

/// One value of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Card {
    /// Number of the value in its column.
    pub id: u32,
    /// Its length in letters; 0 for a missing value.
    pub len: u32,
    /// A bit for each letter it holds, of a firm for each sound of its trade name; letters share bits.
    letters: u64,
}

/// The cards of all rows.
#[derive(Debug)]
pub(super) struct Cards {
    width: usize,
    cards: Vec<Card>,
}

impl Cards {
    pub fn of(fields: &[Prepared], rows: u32) -> Self {
        let of_values: Vec<Vec<(u32, u64)>> = fields
            .par_iter()
            .map(|f| f.values.iter().map(glance).collect())
            .collect();
        let of_values = &of_values;
        let cards = (0..rows as usize).into_par_iter().flat_map_iter(|row| {
            fields.iter().zip(of_values).map(move |(field, values)| {
                let id = field.at[row];
                let (len, letters) = values[id as usize];
                Card { id, len, letters }
            })
        });
        Self {
            width: fields.len(),
            cards: cards.collect(),
        }
    }

    /// The cards of a row, in the order of the fields.
    pub fn row(&self, row: u32) -> &[Card] {
        let from = row as usize * self.width;
        &self.cards[from..from + self.width]
    }
}

fn glance(value: &Value) -> (u32, u64) {
    let bit = |code: u32| 1_u64 << (code.wrapping_mul(0x9e37_79b1) >> 26);
    let letters = match &value.detail {
        Detail::Company(firm) => firm
            .trade
            .iter()
            .fold(0, |bits, c| bits | bit(sound::near_code(*c))),
        _ => value.chars.iter().fold(0, |bits, c| bits | bit(*c as u32)),
    };
    (
        u32::try_from(value.chars.len()).unwrap_or(u32::MAX),
        letters,
    )
}

impl Card {
    /// Whether both may hold the same letters.
    pub fn may_equal(&self, other: &Self) -> bool {
        self.len == other.len && self.letters == other.letters
    }

    /// Whether two values share too few letters for any likeness.
    pub fn apart(&self, other: &Self, kind: ColumnKind) -> bool {
        match kind {
            ColumnKind::Company => return self.letters & other.letters == 0,
            // Short names are Chinese, where another letter of the same sound is close.
            ColumnKind::Person if self.len.min(other.len) > 4 => {}
            ColumnKind::Text => {}
            _ => return false,
        }
        let shared = self.shared(other).min(other.shared(self)) as f32;
        let jaro = (shared / self.len as f32 + shared / other.len as f32 + 1.0) / 3.0;
        let most = jaro + 0.1 * shared.min(4.0) * (1.0 - jaro);
        shared == 0.0 || most < SOME_LIKENESS
    }

    /// The most letters of this value that the other may hold.
    fn shared(&self, other: &Self) -> u32 {
        let strange = (self.letters & !other.letters).count_ones();
        self.len.saturating_sub(strange)
    }
}
