//! Values prepared for comparison: folded, read, with the keys under which they may be found. It must not know rows.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::{
    kind::ColumnKind,
    rows::{Column, small},
};
use crate::link::{address, company, fold, person::person_name, place::Place, sound};

/// What a value says beyond its letters.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Detail {
    None,
    /// Year, month, day.
    Date(i32, u32, u32),
    Company(Box<Firm>),
    Place(Box<Spot>),
}

/// An address as compared in tables.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot {
    /// Its numbers, in order of size.
    pub numbers: Vec<u32>,
    /// Its pairs of letters, hashed, in order of the hashes.
    pub grams: Vec<u32>,
}

/// A firm's name in the parts that are compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Firm {
    pub trade: Vec<char>,
    pub places: Vec<&'static [Place]>,
    pub branch: Vec<char>,
    pub industry: Vec<char>,
}

/// A prepared value.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub chars: Vec<char>,
    pub detail: Detail,
    /// Keys, exact letters first; empty for a value that says nothing.
    pub keys: Vec<u64>,
}

/// A prepared column: distinct values, and which each row holds.
#[derive(Debug)]
pub(super) struct Prepared {
    pub title: String,
    pub kind: ColumnKind,
    pub values: Vec<Value>,
    /// For each row the number of its value.
    pub at: Vec<u32>,
    /// How many things hold each value: rows at first, groups of rows once they are known.
    pub holders: Vec<u32>,
    /// How many things there are.
    pub population: f64,
    /// Another field of persons, where surname and given name may have changed places.
    pub partner: Option<usize>,
    /// How many more hold a value that was seen once, as the values seen twice tell (Good and Turing).
    unseen: f64,
}

/// Things that a file is thought to be longer by when it is asked how common a value is, so that a short one does not
/// take every value for a common one.
const SUPPOSED: f64 = 400.0;

impl Prepared {
    pub fn of(column: &Column) -> Self {
        let texts: Vec<Value> = column
            .texts
            .par_iter()
            .map(|text| prepare(column.kind, text))
            .collect();
        let mut numbers: FxHashMap<Vec<char>, u32> = FxHashMap::default();
        let mut values: Vec<Value> = Vec::new();
        let mut of_text = Vec::with_capacity(texts.len());
        for value in texts {
            let next = small(values.len());
            let number = *numbers.entry(value.chars.clone()).or_insert(next);
            if number == next {
                values.push(value);
            }
            of_text.push(number);
        }
        let at: Vec<u32> = column.at.iter().map(|t| of_text[*t as usize]).collect();
        let mut holders = vec![0; values.len()];
        at.iter().for_each(|v| holders[*v as usize] += 1);
        let mut out = Self {
            title: column.title.clone(),
            kind: column.kind,
            population: at.len() as f64,
            values,
            at,
            holders,
            partner: None,
            unseen: 1.0,
        };
        out.settle();
        out
    }

    /// Whether a row says anything here.
    pub fn says(&self, row: u32) -> bool {
        let value = &self.values[self.at[row as usize] as usize];
        !value.chars.is_empty()
    }

    /// Counts groups of rows instead of rows: ten entries of one person do not make the name a common one.
    pub fn recount(&mut self, groups: &[Vec<u32>]) {
        self.holders.fill(0);
        let mut seen: Vec<u32> = Vec::new();
        for group in groups {
            seen.clear();
            seen.extend(group.iter().map(|row| self.at[*row as usize]));
            seen.sort_unstable();
            seen.dedup();
            seen.iter().for_each(|v| self.holders[*v as usize] += 1);
        }
        self.population = groups.len() as f64;
        self.settle();
    }

    fn settle(&mut self) {
        let held = |times: u32| self.told().filter(|n| *n == times).count() as f64;
        self.unseen = (2.0 * (held(2) + 0.5) / (held(1) + 1.0)).min(1.0);
    }

    /// How many things hold each value that says something.
    fn told(&self) -> impl Iterator<Item = u32> {
        let values = self.values.iter().zip(&self.holders);
        values
            .filter(|(v, n)| !v.chars.is_empty() && **n > 0)
            .map(|(_, n)| *n)
    }

    /// How often two things hold the same value by chance.
    pub fn coincidence(&self) -> f64 {
        let known: f64 = self.told().map(f64::from).sum();
        let equal: f64 = self
            .told()
            .map(|n| f64::from(n) * (f64::from(n) - 1.0 + self.unseen * 0.1))
            .sum();
        let typical = self.kind.typical_chance()[4];
        (equal + typical * SUPPOSED * SUPPOSED) / (known * known + SUPPOSED * SUPPOSED)
    }

    pub fn value(&self, row: u32) -> &Value {
        &self.values[self.at[row as usize] as usize]
    }

    /// How likely another thing holds the value of a row.
    pub fn frequency(&self, row: u32) -> f64 {
        let held = f64::from(self.holders[self.at[row as usize] as usize]);
        let others = (held - 1.0).max(0.0) + self.unseen;
        let typical = self.kind.typical_chance()[4];
        (others + typical * SUPPOSED) / (self.population + SUPPOSED)
    }
}

/// Words that stand for nothing.
const NOTHING: [&str; 12] = [
    "", "null", "none", "nan", "na", "n/a", "无", "不详", "未知", "-", "--", "空",
];

fn prepare(kind: ColumnKind, text: &str) -> Value {
    let text = text.trim();
    if NOTHING.contains(&text.to_lowercase().as_str()) {
        return Value {
            chars: Vec::new(),
            detail: Detail::None,
            keys: Vec::new(),
        };
    }
    let (chars, detail) = match kind {
        ColumnKind::Company => firm(text),
        ColumnKind::Date => date(text),
        ColumnKind::Phone => (phone(text), Detail::None),
        ColumnKind::Code => (code(text), Detail::None),
        ColumnKind::Person => (person_name(text).name, Detail::None),
        ColumnKind::Address => address_value(text),
        ColumnKind::Text => (fold::letters(text), Detail::None),
    };
    let keys = if chars.is_empty() {
        Vec::new()
    } else {
        keys(kind, &chars, &detail)
    };
    Value {
        chars,
        detail,
        keys,
    }
}

fn firm(text: &str) -> (Vec<char>, Detail) {
    let a = company::anatomy(text);
    let trade = if a.trade.chars.is_empty() {
        a.industry.chars.clone()
    } else {
        a.trade.chars
    };
    let firm = Firm {
        trade,
        places: a.places,
        branch: a.branch.chars,
        industry: a.industry.chars,
    };
    (a.core, Detail::Company(Box::new(firm)))
}

fn address_value(text: &str) -> (Vec<char>, Detail) {
    let letters = address::letters(text);
    let mut numbers: Vec<u32> = letters
        .split(|c| !c.is_ascii_digit())
        .filter_map(|run| run.iter().collect::<String>().parse().ok())
        .collect();
    numbers.sort_unstable();
    let gram = |w: &[char]| (w[0] as u32).wrapping_mul(0x9e37_79b1).rotate_left(13) ^ w[1] as u32;
    let mut grams: Vec<u32> = letters.windows(2).map(gram).collect();
    grams.sort_unstable();
    (letters, Detail::Place(Box::new(Spot { numbers, grams })))
}

/// Digits of a number without the country's 86 and a trunk 0.
fn phone(text: &str) -> Vec<char> {
    let digits: Vec<char> = fold::fold(text)
        .chars
        .into_iter()
        .filter(char::is_ascii_digit)
        .collect();
    let short = match digits.as_slice() {
        ['0', '0', '8', '6', rest @ ..] | ['8', '6', rest @ ..] if rest.len() >= 10 => rest,
        all => all,
    };
    let short = match short {
        ['0', rest @ ..] if rest.len() >= 10 => rest,
        all => all,
    };
    short.to_vec()
}

/// Letters and digits; a citizen number of 15 digits becomes that of 18.
fn code(text: &str) -> Vec<char> {
    let chars = fold::letters(text);
    if chars.len() == 15 && chars.iter().all(char::is_ascii_digit) {
        let digits: String = chars.iter().collect();
        if let Ok(id) = fangfei_model::code::CitizenId::from_fifteen(&digits) {
            return id.full().to_lowercase().chars().collect();
        }
    }
    chars
}

/// A day in the orders people write it; what is no day is compared as text.
fn date(text: &str) -> (Vec<char>, Detail) {
    let folded = fold::fold(text).chars;
    let numbers: Vec<String> = folded
        .split(|c| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().collect())
        .collect();
    let number = |s: &str| s.parse::<u32>().unwrap_or(0);
    let parts = match numbers.as_slice() {
        [one] if one.len() == 8 => one
            .get(..4)
            .zip(one.get(4..6))
            .zip(one.get(6..))
            .map(|((y, m), d)| (number(y), number(m), number(d))),
        [y, m, d, ..] if y.len() == 4 => Some((number(y), number(m), number(d))),
        [a, b, y, ..] if y.len() == 4 => {
            let (a, b) = (number(a), number(b));
            Some(if a > 12 {
                (number(y), b, a)
            } else {
                (number(y), a, b)
            })
        }
        _ => None,
    };
    match parts {
        Some((y, m, d)) => {
            let year = i32::try_from(y).unwrap_or(0);
            (
                format!("{y:04}{m:02}{d:02}").chars().collect(),
                Detail::Date(year, m, d),
            )
        }
        None => (
            folded.into_iter().filter(|c| c.is_alphanumeric()).collect(),
            Detail::None,
        ),
    }
}

fn hash(tag: u8, chars: &[char]) -> u64 {
    let mut hasher = FxHasher::default();
    (tag, chars).hash(&mut hasher);
    hasher.finish()
}

/// Keys under which a value looks for its like. The first is all of it; the others forgive a slip each.
fn keys(kind: ColumnKind, chars: &[char], detail: &Detail) -> Vec<u64> {
    let mut keys = vec![hash(0, chars)];
    match (kind, detail) {
        (ColumnKind::Company, Detail::Company(firm)) => firm_keys(firm, &mut keys),
        (ColumnKind::Person, _) => person_keys(chars, &mut keys),
        (ColumnKind::Date, Detail::Date(y, m, d)) => {
            keys.push(hash(
                1,
                &format!("{y}{:02}{:02}", m.min(d), m.max(d))
                    .chars()
                    .collect::<Vec<_>>(),
            ));
        }
        (ColumnKind::Address, _) => address_keys(chars, &mut keys),
        (ColumnKind::Phone | ColumnKind::Code, _) => {
            halves(chars, chars.len().div_ceil(2).max(3), &mut keys)
        }
        _ => halves(chars, 4, &mut keys),
    }
    keys
}

/// The first number with the two letters before it (国路88), the letters after the last province or city, and the last
/// letters: an address is written with more or with less above and below them.
fn address_keys(chars: &[char], keys: &mut Vec<u64>) {
    let number = chars.iter().position(char::is_ascii_digit).unwrap_or(0);
    let end = chars[number..]
        .iter()
        .position(|c| !c.is_ascii_digit())
        .map_or(chars.len(), |len| number + len);
    if number >= 2 {
        keys.push(hash(11, &chars[number - 2..end]));
    } else {
        keys.push(hash(12, chars.get(..6).unwrap_or(chars)));
    }
    halves(chars, 5, keys);
}

fn firm_keys(firm: &Firm, keys: &mut Vec<u64>) {
    keys.push(hash(2, &firm.trade));
    let spelled: Vec<char> = sound::spelled(&firm.trade).chars().collect();
    keys.push(hash(3, &spelled));
    if firm.trade.len() >= 3 {
        keys.push(hash(4, &firm.trade[..2]));
        keys.push(hash(5, &firm.trade[firm.trade.len() - 2..]));
    }
}

fn person_keys(chars: &[char], keys: &mut Vec<u64>) {
    if chars.iter().any(|c| fold::is_han(*c)) {
        let mut spelled: Vec<&str> = chars.iter().map(|c| sound::syllable(*c)).collect();
        spelled.sort_unstable();
        keys.push(hash(6, &spelled.concat().chars().collect::<Vec<_>>()));
        if chars.len() >= 2 {
            keys.push(hash(7, &chars[1..]));
        }
    } else {
        keys.push(hash(8, &skeleton(chars)));
        halves(chars, 3, keys);
    }
}

/// The first letter and the consonants after it, doubles once: how a Latin name sounds, roughly.
fn skeleton(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        let c = match c {
            'c' | 'q' => 'k',
            'z' => 's',
            'v' => 'f',
            other => *other,
        };
        let vowel = "aeiouyhw".contains(c);
        if (i == 0 || !vowel) && out.last() != Some(&c) {
            out.push(c);
        }
    }
    out
}

/// The first and the last `size` letters.
fn halves(chars: &[char], size: usize, keys: &mut Vec<u64>) {
    if chars.len() > size {
        keys.push(hash(9, &chars[..size]));
        keys.push(hash(10, &chars[chars.len() - size..]));
    }
}
