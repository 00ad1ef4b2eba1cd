//! The distinct values of a column, prepared for comparison and laid end to end, so that a table of ten million rows fits
//! into memory and a comparison reads few places of it. It must not know rows.

use std::hint::black_box;

use super::{kind::ColumnKind, rows::small};
use crate::link::{company::UnlistedMarks, place::Place};

/// Keys of a value at most.
pub(super) const KEYS: usize = 5;
/// Letters or numbers that come from memory together.
const NEAR: usize = 16;
/// Values that are looked for side by side.
const SIDE_BY_SIDE: usize = 64;
/// Stands for a key that a value does not have.
pub(super) const NO_KEY: u32 = 0;

/// Values of a column.
#[derive(Debug, Clone)]
pub(super) struct Values {
    pub kind: ColumnKind,
    letters: Vec<char>,
    /// Where the letters of each value end, those of all parts of a firm's name among them.
    ends: Vec<u32>,
    details: Details,
    /// By number of the key, then by value. The first is all of the value; the others forgive a slip each.
    keys: [Vec<u32>; KEYS],
}

/// What values say beyond their letters.
#[derive(Debug, Clone)]
enum Details {
    None,
    Dates(Vec<Option<Day>>),
    Firms(Vec<Parts>),
    Spots(Spots),
}

/// Year, month, day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub year: u32,
    pub month: u32,
    pub day: u32,
}

/// Lengths of the parts of a firm's name, in the order in which their letters lie.
#[derive(Debug, Clone, Copy)]
struct Parts {
    core: u32,
    trade: u32,
    branch: u32,
    place: Option<&'static [Place]>,
    unlisted: UnlistedMarks,
}

/// Of each address how many numbers it has, the numbers, its pairs of letters: what is compared together lies together.
#[derive(Debug, Clone, Default)]
struct Spots {
    all: Vec<u32>,
    ends: Vec<u32>,
}

/// A value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'v> {
    /// Its letters; none for a value that says nothing.
    pub letters: &'v [char],
    pub detail: Detail<'v>,
}

/// What a value says beyond its letters.
#[derive(Debug, Clone, Copy)]
pub(super) enum Detail<'v> {
    None,
    Date(Day),
    Company(Firm<'v>),
    Place(Spot<'v>),
}

/// A firm's name in the parts that are compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Firm<'v> {
    pub trade: &'v [char],
    pub branch: &'v [char],
    pub industry: &'v [char],
    /// What the last place named may mean.
    pub place: Option<&'static [Place]>,
    /// Places that are not compiled in.
    pub unlisted: UnlistedMarks,
}

/// An address as compared in tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'v> {
    /// Its numbers, in order of size.
    pub numbers: &'v [u32],
    /// Its pairs of letters, hashed, in order of the hashes.
    pub grams: &'v [u32],
}

impl Values {
    /// None yet.
    pub fn new(kind: ColumnKind) -> Self {
        Self {
            kind,
            letters: Vec::new(),
            ends: Vec::new(),
            details: match kind {
                ColumnKind::Date => Details::Dates(Vec::new()),
                ColumnKind::Company => Details::Firms(Vec::new()),
                ColumnKind::Address => Details::Spots(Spots::default()),
                _ => Details::None,
            },
            keys: Default::default(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether a value says anything.
    pub fn says(&self, number: u32) -> bool {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends[at] > start
    }

    /// A value by its number.
    pub fn get(&self, number: u32) -> Value<'_> {
        let at = number as usize;
        let letters = stretch(&self.letters, &self.ends, at);
        match &self.details {
            Details::None => Value::plain(letters),
            Details::Dates(days) => Value {
                letters,
                detail: days[at].map_or(Detail::None, Detail::Date),
            },
            Details::Firms(firms) => firms[at].of(letters),
            Details::Spots(spots) => Value {
                letters,
                detail: Detail::Place(spots.get(at)),
            },
        }
    }

    /// Reads some of a value, which brings it near; answers something that depends on what was read.
    pub fn touch(&self, number: u32) -> u32 {
        let at = number as usize;
        if let Details::Spots(spots) = &self.details {
            let all = stretch(&spots.all, &spots.ends, at);
            return all.iter().step_by(NEAR).fold(0, |sum: u32, n| sum ^ n);
        }
        let parts = match &self.details {
            Details::Firms(firms) => firms[at].core,
            _ => 0,
        };
        let letters = stretch(&self.letters, &self.ends, at);
        let read = letters.iter().step_by(NEAR);
        read.fold(parts, |sum: u32, c| sum ^ u32::from(*c))
    }

    fn key(&self, key: usize, number: u32) -> u32 {
        self.keys[key][number as usize]
    }

    /// The keys of one number of all values.
    pub fn keys(&self, key: usize) -> &[u32] {
        &self.keys[key]
    }

    /// Adds a value with its keys.
    pub fn push(&mut self, value: Value<'_>, keys: [u32; KEYS]) {
        self.letters.extend_from_slice(value.letters);
        match &mut self.details {
            Details::None => {}
            Details::Dates(days) => days.push(match value.detail {
                Detail::Date(day) => Some(day),
                _ => None,
            }),
            Details::Firms(firms) => {
                let mut parts = Parts {
                    core: small(value.letters.len()),
                    trade: 0,
                    branch: 0,
                    place: None,
                    unlisted: UnlistedMarks::default(),
                };
                if let Detail::Company(firm) = value.detail {
                    for part in [firm.trade, firm.branch, firm.industry] {
                        self.letters.extend_from_slice(part);
                    }
                    (parts.trade, parts.branch) =
                        (small(firm.trade.len()), small(firm.branch.len()));
                    parts.place = firm.place;
                    parts.unlisted = firm.unlisted;
                }
                firms.push(parts);
            }
            Details::Spots(spots) => spots.push(value.detail),
        }
        self.ends.push(small(self.letters.len()));
        self.keys
            .iter_mut()
            .zip(keys)
            .for_each(|(all, key)| all.push(key));
    }

    /// Adds the values of `other` that are not here yet; answers the number of each.
    pub fn take_in(&mut self, other: &Self, known: &mut Known) -> Vec<u32> {
        known.make_room(self, self.len() + other.len());
        let number = |number: u32| {
            if (number as usize).is_multiple_of(SIDE_BY_SIDE) {
                known.fetch(self, &other.keys[0][number as usize..]);
            }
            let value = other.get(number);
            let keys = std::array::from_fn(|key| other.key(key, number));
            known
                .number(self, value.letters, keys[0])
                .unwrap_or_else(|| {
                    self.push(value, keys);
                    small(self.len() - 1)
                })
        };
        (0..small(other.len())).map(number).collect()
    }
}

/// The stretch of a list that belongs to the entry `at`.
fn stretch<'l, T>(all: &'l [T], ends: &[u32], at: usize) -> &'l [T] {
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    &all[start as usize..ends[at] as usize]
}

impl<'v> Value<'v> {
    /// A value that says nothing beyond its letters.
    pub fn plain(letters: &'v [char]) -> Self {
        Self {
            letters,
            detail: Detail::None,
        }
    }
}

impl Parts {
    fn of(self, letters: &[char]) -> Value<'_> {
        let (core, rest) = letters.split_at(self.core as usize);
        let (trade, rest) = rest.split_at(self.trade as usize);
        let (branch, industry) = rest.split_at(self.branch as usize);
        Value {
            letters: core,
            detail: Detail::Company(Firm {
                trade,
                branch,
                industry,
                place: self.place,
                unlisted: self.unlisted,
            }),
        }
    }
}

impl Spots {
    fn push(&mut self, detail: Detail<'_>) {
        if let Detail::Place(spot) = detail {
            self.all.push(small(spot.numbers.len()));
            self.all.extend_from_slice(spot.numbers);
            self.all.extend_from_slice(spot.grams);
        }
        self.ends.push(small(self.all.len()));
    }

    fn get(&self, at: usize) -> Spot<'_> {
        let (count, rest) = match stretch(&self.all, &self.ends, at) {
            [count, rest @ ..] => (*count as usize, rest),
            [] => (0, &[][..]),
        };
        let (numbers, grams) = rest.split_at(count);
        Spot { numbers, grams }
    }
}

/// Finds values by their letters: places of a table that hold numbers of values, or [`FREE`]. At most half of the places
/// are taken.
#[derive(Debug, Default)]
pub(super) struct Known {
    places: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Known {
    /// Makes room for so many values.
    fn make_room(&mut self, values: &Values, most: usize) {
        if most * 2 <= self.places.len() {
            return;
        }
        self.places = vec![FREE; (most * 2).next_power_of_two()];
        for number in 0..small(values.len()) {
            let at = self.free_place(values.key(0, number));
            self.places[at] = number;
        }
    }

    /// Reads what the first of these keys will be compared with, so that all of it is on its way.
    fn fetch(&self, values: &Values, keys: &[u32]) {
        let mask = self.places.len() - 1;
        let next = keys.iter().take(SIDE_BY_SIDE);
        let places = next.map(|key| self.places[*key as usize & mask]);
        let taken = places.filter(|place| *place != FREE);
        black_box(taken.fold(0, |sum, place| {
            sum ^ values.touch(place) ^ values.key(0, place)
        }));
    }

    fn free_place(&self, key: u32) -> usize {
        let mask = self.places.len() - 1;
        let mut at = key as usize & mask;
        while self.places[at] != FREE {
            at = (at + 1) & mask;
        }
        at
    }

    /// The number of the value of `values` with these letters; if there is none, the place is kept for the next one.
    fn number(&mut self, values: &Values, letters: &[char], key: u32) -> Option<u32> {
        let mask = self.places.len() - 1;
        let mut at = key as usize & mask;
        loop {
            let place = self.places.get_mut(at)?;
            if *place == FREE {
                *place = small(values.len());
                return None;
            }
            if values.key(0, *place) == key && values.get(*place).letters == letters {
                return Some(*place);
            }
            at = (at + 1) & mask;
        }
    }
}
