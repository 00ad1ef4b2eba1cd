//! Points collected indicator by indicator, and the index made of them. It must not know SQL.

use rayon::prelude::*;

use super::{rule_set::RuleSet, subjects::Subjects, tally::Tally};
use crate::indicator::{Absent, Indicator, Measured, Points};

/// Points an indicator gives a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Number of the subject.
    pub(super) subject: u32,
    /// The value.
    pub value: f64,
    /// Its points.
    pub points: Points,
    /// Day of the newest fact.
    pub as_of: Option<i32>,
    rows: (u32, u32),
    note: Option<u32>,
}

/// What an indicator said.
#[derive(Debug, Default)]
pub(super) struct Column {
    /// Subjects with points, by number.
    hits: Vec<Hit>,
    /// Subjects of whom the value is known, a bit each.
    known: Vec<u64>,
    /// Subjects without a row have nothing there.
    absent_is_none: bool,
    /// Subjects it applies to, a bit each; absent: to everybody.
    applies: Option<Vec<u64>>,
    /// Values without points are kept too.
    keeps_all: bool,
    /// A subject for which the SQL gave two rows.
    doubled: Option<u32>,
    rows: Vec<u64>,
    notes: Vec<Box<str>>,
}

impl Column {
    /// `covered`: every table the indicator needs holds facts. `keeps_all`: values without points are kept too.
    pub fn new(indicator: &Indicator, covered: bool, keeps_all: bool) -> Self {
        let absent_is_none = covered && indicator.absent == Absent::None;
        Self {
            absent_is_none,
            keeps_all,
            ..Self::default()
        }
    }

    /// Says to whom it applies.
    pub fn restrict(&mut self, subjects: impl IntoIterator<Item = u32>) {
        let bits = self.applies.get_or_insert_default();
        for subject in subjects {
            set(bits, subject);
        }
    }

    /// True where it applies to a subject.
    pub fn applies_to(&self, subject: u32) -> bool {
        self.applies.as_ref().is_none_or(|bits| has(bits, subject))
    }

    /// Takes what is said of a subject.
    pub fn take(&mut self, subject: u32, measured: &Measured<'_>) {
        if set(&mut self.known, subject) {
            self.doubled = Some(subject);
        }
        if measured.points == Points::ZERO && !self.keeps_all {
            return;
        }
        let start = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.extend_from_slice(&measured.rows);
        let end = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let note = measured.note.map(|note| {
            self.notes.push(note.into());
            u32::try_from(self.notes.len() - 1).unwrap_or(u32::MAX)
        });
        self.hits.push(Hit {
            subject,
            value: measured.value,
            points: measured.points,
            as_of: measured.as_of,
            rows: (start, end),
            note,
        });
    }

    /// A subject for which the SQL gave two rows: which of them counts would depend on the threads.
    pub fn doubled(&self) -> Option<u32> {
        self.doubled
    }

    /// Sorts by subject: threads hand results over in any order, mostly long runs of ordered ones.
    pub fn finish(&mut self) {
        self.hits.sort_by_key(|h| h.subject);
        self.hits.shrink_to_fit();
        self.rows.shrink_to_fit();
    }

    pub fn knows(&self, subject: u32) -> bool {
        self.absent_is_none || has(&self.known, subject)
    }

    /// Those of 64 subjects, from `64 * word` on, to whom it applies: a bit each.
    pub fn applies_word(&self, word: usize) -> u64 {
        let applies = self.applies.as_ref();
        applies.map_or(u64::MAX, |bits| bits.get(word).copied().unwrap_or(0))
    }

    /// Those of 64 subjects, from `64 * word` on, of whom the value is known: a bit each.
    pub fn known_word(&self, word: usize) -> u64 {
        match self.absent_is_none {
            true => u64::MAX,
            false => self.known.get(word).copied().unwrap_or(0),
        }
    }

    /// The hits of the subjects from one to before another, with their places.
    pub fn hits_between(&self, from: u32, to: u32) -> impl Iterator<Item = (u32, &Hit)> {
        let at = |subject| self.hits.partition_point(|hit| hit.subject < subject);
        let (from, to) = (at(from), at(to));
        (u32::try_from(from).unwrap_or(u32::MAX)..).zip(&self.hits[from..to])
    }

    pub fn rows_of(&self, hit: &Hit) -> &[u64] {
        self.rows
            .get(hit.rows.0 as usize..hit.rows.1 as usize)
            .unwrap_or(&[])
    }

    pub fn note_of(&self, hit: &Hit) -> Option<&str> {
        self.notes.get(hit.note? as usize).map(|n| n.as_ref())
    }
}

/// Sets a bit; true where it was set before.
fn set(bits: &mut Vec<u64>, number: u32) -> bool {
    let word = number as usize / 64;
    if bits.len() <= word {
        bits.resize(word + 1, 0);
    }
    let bit = 1_u64 << (number % 64);
    let before = bits[word] & bit != 0;
    bits[word] |= bit;
    before
}

fn has(bits: &[u64], number: u32) -> bool {
    bits.get(number as usize / 64)
        .is_some_and(|word| word & (1 << (number % 64)) != 0)
}

/// The index of every subject.
#[derive(Debug)]
pub struct Scored {
    pub(super) subjects: Subjects,
    pub(super) columns: Vec<Column>,
    /// Points of every subject by dimension, capped, subject after subject.
    dimensions: Vec<u16>,
    width: usize,
    index: Vec<u16>,
    coverage: Vec<u8>,
    /// Hits by subject: where they begin in `places`.
    starts: Vec<u32>,
    places: Vec<(u16, u32)>,
}

impl Scored {
    pub(super) fn new(rules: &RuleSet, subjects: Subjects, columns: Vec<Column>) -> Self {
        let ranges = Tally::ranges(subjects.len());
        let tallies: Vec<Tally> = ranges
            .into_par_iter()
            .map(|(from, to)| Tally::of(rules, &columns, from, to))
            .collect();
        let mut scored = Self {
            dimensions: Vec::with_capacity(rules.settings.dimensions.len() * subjects.len()),
            width: rules.settings.dimensions.len(),
            index: Vec::with_capacity(subjects.len()),
            coverage: Vec::with_capacity(subjects.len()),
            starts: Vec::with_capacity(subjects.len() + 1),
            places: Vec::with_capacity(tallies.iter().map(|tally| tally.places.len()).sum()),
            subjects,
            columns,
        };
        for tally in tallies {
            let before = u32::try_from(scored.places.len()).unwrap_or(u32::MAX);
            scored
                .starts
                .extend(tally.starts.iter().map(|start| start + before));
            scored.dimensions.extend(tally.dimensions);
            scored.index.extend(tally.index);
            scored.coverage.extend(tally.coverage);
            scored.places.extend(tally.places);
        }
        let hits = u32::try_from(scored.places.len()).unwrap_or(u32::MAX);
        scored.starts.push(hits);
        scored
    }

    /// How many subjects.
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// True without subjects.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Numbers of the subjects, highest index first, equal ones by code.
    pub fn ranking(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|a, b| {
            let index = |n: &u32| std::cmp::Reverse(self.index[*n as usize]);
            index(a)
                .cmp(&index(b))
                .then_with(|| self.subjects.code(*a).cmp(self.subjects.code(*b)))
        });
        order
    }

    /// Every subject with its index.
    pub fn indexes(&self) -> impl Iterator<Item = (&str, Points)> {
        (0_u32..)
            .zip(&self.index)
            .map(|(number, index)| (self.subjects.code(number), Points(*index)))
    }

    /// The number of a subject by code, or by a name that only one bears.
    pub fn find(&self, subject: &str) -> Option<u32> {
        self.subjects.find_written(subject)
    }

    /// The code of a subject.
    pub fn code(&self, number: u32) -> &str {
        self.subjects.code(number)
    }

    /// The name of a subject, where known.
    pub fn name(&self, number: u32) -> Option<&str> {
        self.subjects.name(number)
    }

    /// The division code of a subject as the register has it, where known.
    pub fn district(&self, number: u32) -> Option<&str> {
        self.subjects.district(number)
    }

    /// How many subjects got points from the indicator at this place of the rule set.
    pub fn spoken(&self, indicator: usize) -> u64 {
        let hits = self.columns.get(indicator).map(|c| c.hits.iter());
        hits.map_or(0, |hits| hits.filter(|hit| hit.points.0 > 0).count() as u64)
    }

    /// The index of a subject.
    pub fn index(&self, number: u32) -> Points {
        Points(self.index.get(number as usize).copied().unwrap_or(0))
    }

    /// Percent of the weight that is known of a subject.
    pub fn coverage(&self, number: u32) -> u8 {
        self.coverage.get(number as usize).copied().unwrap_or(0)
    }

    /// Points of a subject by dimension, capped.
    pub fn dimensions(&self, number: u32) -> impl Iterator<Item = Points> {
        let start = number as usize * self.width;
        let sums = self
            .dimensions
            .get(start..start + self.width)
            .unwrap_or(&[]);
        sums.iter().map(|p| Points(*p))
    }

    /// Numbers of the indicators that give a subject points, with the points.
    pub(super) fn hits(&self, number: u32) -> impl Iterator<Item = (usize, &Column, &Hit)> {
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or(0) as usize;
        let places = self
            .places
            .get(bound(number as usize)..bound(number as usize + 1))
            .unwrap_or(&[]);
        places.iter().filter_map(|(column, at)| {
            let column_of = self.columns.get(usize::from(*column))?;
            Some((
                usize::from(*column),
                column_of,
                column_of.hits.get(*at as usize)?,
            ))
        })
    }
}
