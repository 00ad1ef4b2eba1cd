//! Points collected indicator by indicator, and the index made of them. It must not know SQL.

use super::{rule_set::RuleSet, subjects::Subjects};
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

    /// Sorts by subject: threads hand results over in any order.
    pub fn finish(&mut self) {
        self.hits.sort_unstable_by_key(|h| h.subject);
        self.hits.shrink_to_fit();
        self.rows.shrink_to_fit();
    }

    pub fn knows(&self, subject: u32) -> bool {
        self.absent_is_none || has(&self.known, subject)
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
        let width = rules.settings.dimensions.len();
        let count = subjects.len();
        let mut scored = Self {
            dimensions: vec![0; width * count],
            width,
            index: vec![0; count],
            coverage: vec![0; count],
            starts: vec![0; count + 1],
            places: Vec::new(),
            subjects,
            columns,
        };
        scored.add_points(rules);
        scored.cap(rules);
        scored.cover(rules);
        scored.place();
        scored
    }

    fn add_points(&mut self, rules: &RuleSet) {
        for (indicator, column) in rules.indicators.iter().zip(&self.columns) {
            let dimension = rules.settings.dimension(&indicator.dimension).unwrap_or(0);
            for hit in &column.hits {
                let at = hit.subject as usize * self.width + dimension;
                if let Some(sum) = self.dimensions.get_mut(at) {
                    *sum = sum.saturating_add(hit.points.0);
                }
            }
        }
    }

    fn cap(&mut self, rules: &RuleSet) {
        let caps: Vec<u16> = rules.settings.dimensions.iter().map(|d| d.cap.0).collect();
        for (sums, index) in self
            .dimensions
            .chunks_mut(self.width.max(1))
            .zip(&mut self.index)
        {
            for (sum, cap) in sums.iter_mut().zip(&caps) {
                *sum = (*sum).min(*cap);
            }
            *index = sums
                .iter()
                .fold(0_u16, |total, sum| total.saturating_add(*sum))
                .min(1000);
        }
    }

    /// Percent of the weight of the indicators that apply, whose value is known.
    fn cover(&mut self, rules: &RuleSet) {
        let weights: Vec<u32> = rules
            .indicators
            .iter()
            .map(|i| u32::from(i.most().0))
            .collect();
        for (number, coverage) in (0_u32..).zip(&mut self.coverage) {
            let (mut total, mut known) = (0, 0);
            for (weight, column) in weights
                .iter()
                .zip(&self.columns)
                .filter(|(_, c)| c.applies_to(number))
            {
                total += weight;
                known += if column.knows(number) { *weight } else { 0 };
            }
            *coverage = u8::try_from(known * 100 / total.max(1)).unwrap_or(100);
        }
    }

    /// Orders hits by subject, so that one subject's can be read together.
    fn place(&mut self) {
        for hit in self.columns.iter().flat_map(|c| &c.hits) {
            self.starts[hit.subject as usize + 1] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        let mut next = self.starts.clone();
        self.places = vec![(0, 0); self.starts.last().copied().unwrap_or(0) as usize];
        for (column, hits) in (0_u16..).zip(self.columns.iter().map(|c| &c.hits)) {
            for (at, hit) in (0_u32..).zip(hits) {
                let place = &mut next[hit.subject as usize];
                self.places[*place as usize] = (column, at);
                *place += 1;
            }
        }
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
