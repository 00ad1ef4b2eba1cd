//! Runs of letters (字符片段) as features: how they are named, which are known, how a text is walked. It must not know
//! what they are worth.

use std::{collections::HashMap, hash::BuildHasherDefault};

use super::key::{KeyHasher, step};

/// Longest run of letters that is a feature.
pub(super) const LONGEST: usize = 4;
/// The run by which familiarity with a text is measured.
pub(super) const FAMILIAR: usize = 3;
/// Marks an empty place of the table.
const EMPTY: u32 = u32::MAX;

/// Known runs, each with a number. A run is known only together with its beginnings, so that a walk can stop early.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    places: Vec<(u32, u32)>,
    beginnings: Vec<u64>,
    len: usize,
}

/// A run found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Number of the run.
    pub row: u32,
    /// First letter.
    pub start: u32,
    /// Letters.
    pub len: u32,
}

impl Vocabulary {
    /// From the keys of runs, the beginnings of all of them among them; numbered in their order.
    pub fn new(keys: &[u64]) -> Self {
        let size = (keys.len() * 2).next_power_of_two().max(16);
        let bits = (keys.len() * 8).next_power_of_two().max(1 << 12);
        let mut made = Self {
            places: vec![(0, EMPTY); size],
            beginnings: vec![0; bits / 64],
            len: keys.len(),
        };
        for (row, key) in (0..).zip(keys) {
            made.insert(*key, row);
            made.mark(*key);
        }
        made
    }

    /// Known runs.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Hands every known run of the letters to `found`; answers how many of the runs of [`FAMILIAR`] letters are known.
    pub fn walk(&self, codes: &[u32], mut found: impl FnMut(Found)) -> usize {
        let mut familiar = 0;
        for start in 0..codes.len() {
            let mut key = 0;
            for (len, code) in (1..=LONGEST).zip(&codes[start..]) {
                key = step(key, *code);
                if !self.begins(key) {
                    break;
                }
                if let Some(row) = self.row(key) {
                    familiar += usize::from(len == FAMILIAR);
                    found(Found {
                        row,
                        start: start as u32,
                        len: len as u32,
                    });
                }
            }
        }
        familiar
    }

    fn insert(&mut self, key: u64, row: u32) {
        let mask = self.places.len() - 1;
        let mut place = key as usize & mask;
        while self.places[place].1 != EMPTY {
            place = (place + 1) & mask;
        }
        self.places[place] = ((key >> 32) as u32, row);
    }

    fn row(&self, key: u64) -> Option<u32> {
        let mask = self.places.len() - 1;
        let mut place = key as usize & mask;
        loop {
            let (print, row) = self.places[place];
            if row == EMPTY {
                return None;
            }
            if print == (key >> 32) as u32 {
                return Some(row);
            }
            place = (place + 1) & mask;
        }
    }

    fn mark(&mut self, key: u64) {
        let bit = self.bit(key);
        self.beginnings[bit / 64] |= 1 << (bit % 64);
    }

    fn begins(&self, key: u64) -> bool {
        let bit = self.bit(key);
        self.beginnings[bit / 64] & (1 << (bit % 64)) != 0
    }

    fn bit(&self, key: u64) -> usize {
        (key >> 20) as usize & (self.beginnings.len() * 64 - 1)
    }
}

/// How many texts hold each run, while a vocabulary is gathered.
#[derive(Debug, Default)]
pub(super) struct GramCount {
    texts: HashMap<u64, (u32, u32), BuildHasherDefault<KeyHasher>>,
    seen: u32,
}

impl GramCount {
    /// Runs held by one text only are let go when there are more than this many.
    const ROOM: usize = 12_000_000;

    /// Counts the runs of one more text.
    pub fn add(&mut self, codes: &[u32]) {
        self.seen += 1;
        for start in 0..codes.len() {
            let mut key = 0;
            for code in codes[start..].iter().take(LONGEST) {
                key = step(key, *code);
                let entry = self.texts.entry(key).or_insert((0, 0));
                if entry.0 != self.seen {
                    *entry = (self.seen, entry.1 + 1);
                }
            }
        }
        if self.texts.len() > Self::ROOM {
            self.texts.retain(|_, (_, count)| *count > 1);
        }
    }

    /// Keys held by at least `least` texts with their counts, in the order of their keys. A beginning is held by at least
    /// as many texts as the run, so that none is missing.
    pub fn kept(&self, least: u32) -> Vec<(u64, u32)> {
        let mut kept: Vec<(u64, u32)> = self
            .texts
            .iter()
            .filter(|(_, (_, count))| *count >= least)
            .map(|(key, (_, count))| (*key, *count))
            .collect();
        kept.sort_unstable();
        kept
    }
}
