//! What the indicators say of a range of subjects, added up: points by dimension, the index, how much is known. Ranges are
//! added up side by side. It must not know who the subjects are.

use super::{rule_set::RuleSet, score::Column};

/// Subjects added up together: whole words of bits, and few enough that their sums stay in near memory.
const RANGE: usize = 1 << 14;

/// The sums of a range of subjects, one after another.
#[derive(Debug)]
pub(super) struct Tally {
    /// Points by dimension, capped, subject after subject.
    pub dimensions: Vec<u16>,
    /// The index in tenths of a point.
    pub index: Vec<u16>,
    /// Percent of the weight that is known.
    pub coverage: Vec<u8>,
    /// Where the hits of a subject begin in `places`.
    pub starts: Vec<u32>,
    /// Hits by subject: the column and the place in it.
    pub places: Vec<(u16, u32)>,
}

impl Tally {
    /// The ranges of so many subjects: the first of each, and the one after its last.
    pub fn ranges(subjects: usize) -> Vec<(u32, u32)> {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        (0..subjects)
            .step_by(RANGE)
            .map(|from| (number(from), number(subjects.min(from + RANGE))))
            .collect()
    }

    /// Adds up what the columns, which are sorted, say of the subjects of a range.
    pub fn of(rules: &RuleSet, columns: &[Column], from: u32, to: u32) -> Self {
        let count = (to - from) as usize;
        let mut tally = Self {
            dimensions: vec![0; rules.settings.dimensions.len() * count],
            index: Vec::with_capacity(count),
            coverage: Vec::with_capacity(count),
            starts: vec![0; count],
            places: Vec::new(),
        };
        tally.add_points(rules, columns, from, to);
        tally.cap(rules, count);
        for word in from as usize / 64..(to as usize).div_ceil(64) {
            let subjects = (to as usize - word * 64).min(64);
            tally
                .coverage
                .extend(&coverage(rules, columns, word)[..subjects]);
        }
        tally.place(columns, from, to);
        tally
    }

    /// Sums by dimension, and how many hits every subject has.
    fn add_points(&mut self, rules: &RuleSet, columns: &[Column], from: u32, to: u32) {
        let width = rules.settings.dimensions.len();
        for (indicator, column) in rules.indicators.iter().zip(columns) {
            let dimension = rules.settings.dimension(&indicator.dimension).unwrap_or(0);
            for (_, hit) in column.hits_between(from, to) {
                let subject = (hit.subject - from) as usize;
                self.starts[subject] += 1;
                if let Some(sum) = self.dimensions.get_mut(subject * width + dimension) {
                    *sum = sum.saturating_add(hit.points.0);
                }
            }
        }
    }

    fn cap(&mut self, rules: &RuleSet, count: usize) {
        let caps: Vec<u16> = rules.settings.dimensions.iter().map(|d| d.cap.0).collect();
        for subject in 0..count {
            let sums = &mut self.dimensions[subject * caps.len()..(subject + 1) * caps.len()];
            for (sum, cap) in sums.iter_mut().zip(&caps) {
                *sum = (*sum).min(*cap);
            }
            let total = sums
                .iter()
                .fold(0_u16, |total, sum| total.saturating_add(*sum));
            self.index.push(total.min(1000));
        }
    }

    /// Orders hits by subject, so that one subject's can be read together; turns counts into starts.
    fn place(&mut self, columns: &[Column], from: u32, to: u32) {
        let mut all = 0;
        for start in &mut self.starts {
            let count = *start;
            *start = all;
            all += count;
        }
        let mut next = self.starts.clone();
        self.places = vec![(0, 0); all as usize];
        for (number, column) in (0_u16..).zip(columns) {
            for (at, hit) in column.hits_between(from, to) {
                let place = &mut next[(hit.subject - from) as usize];
                self.places[*place as usize] = (number, at);
                *place += 1;
            }
        }
    }
}

/// Percent of the weight of the indicators that apply, whose value is known, for each of 64 subjects from `64 * word` on.
fn coverage(rules: &RuleSet, columns: &[Column], word: usize) -> [u8; 64] {
    let (mut total, mut known) = ([0_u32; 64], [0_u32; 64]);
    for (indicator, column) in rules.indicators.iter().zip(columns) {
        let weight = u32::from(indicator.most().0);
        let applies = column.applies_word(word);
        add(&mut total, weight, applies);
        add(&mut known, weight, applies & column.known_word(word));
    }
    let mut percent = [0; 64];
    for ((percent, known), total) in percent.iter_mut().zip(known).zip(total) {
        *percent = u8::try_from(known * 100 / total.max(1)).unwrap_or(100);
    }
    percent
}

/// Adds a weight to the sums whose bit is set.
fn add(sums: &mut [u32; 64], weight: u32, bits: u64) {
    for (at, sum) in sums.iter_mut().enumerate() {
        *sum += weight * ((bits >> at) & 1) as u32;
    }
}
