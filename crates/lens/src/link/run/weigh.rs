//! The evidence of pairs: equal values first, then the fields that are quickest compared, and no further than a pair
//! may still become a match. It must not know how weights are learned.

use super::{
    block::Pair,
    card::Cards,
    kind::ColumnKind,
    level::{LEVELS, MISSING, SAME},
    model::Weights,
    prepared::Prepared,
    sample::one_level,
};

/// Weights ready for many pairs.
#[derive(Debug)]
pub(super) struct Scale<'a> {
    weights: &'a Weights,
    pub fields: &'a [Prepared<'a>],
    pub cards: &'a Cards,
    /// Fields, the quickest compared first.
    order: Vec<usize>,
    /// Weight of each level of each field.
    pub levels: Vec<[f64; LEVELS]>,
    /// The most that unequal values of a field may weigh.
    pub most: Vec<f64>,
    /// Of each field what equal values weigh that so many things hold.
    same: Vec<Vec<f64>>,
}

/// A pair that is not hopeless.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likely {
    pub pair: Pair,
    pub agreement: Agreement,
    /// Log odds without the prior.
    pub evidence: f64,
}

/// The levels of a pair, four bits for each field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement(u64);

/// Fields that an agreement has room for.
const ROOM: usize = 16;
/// Stands for [`MISSING`].
const NOT_THERE: u64 = 15;
/// How common a value may be for its weight to be kept.
const KEPT: u32 = 1024;

impl Agreement {
    pub fn set(&mut self, field: usize, level: u64) {
        if field < ROOM {
            self.0 |= level << (4 * field);
        }
    }

    fn get(self, field: usize) -> u8 {
        match (self.0 >> (4 * field)) & 15 {
            NOT_THERE => MISSING,
            level => level as u8,
        }
    }
}

fn cost(kind: ColumnKind) -> u8 {
    match kind {
        ColumnKind::Date => 0,
        ColumnKind::Person => 1,
        ColumnKind::Phone | ColumnKind::Code => 2,
        ColumnKind::Text => 3,
        ColumnKind::Company => 4,
        ColumnKind::Address => 5,
    }
}

impl<'a> Scale<'a> {
    pub fn new(weights: &'a Weights, fields: &'a [Prepared<'a>], cards: &'a Cards) -> Self {
        let mut order: Vec<usize> = (0..fields.len()).collect();
        order.sort_by_key(|f| cost(fields[*f].kind));
        let levels: Vec<[f64; LEVELS]> = weights
            .fields
            .iter()
            .map(|w| std::array::from_fn(|l| (w.m[l] / w.u[l]).ln()))
            .collect();
        let unequal = usize::from(SAME);
        let most = levels
            .iter()
            .map(|w| {
                w[..unequal]
                    .iter()
                    .copied()
                    .fold(f64::NEG_INFINITY, f64::max)
            })
            .collect();
        let same = |(field, prepared): (usize, &Prepared)| {
            let weight = |n| weights.weight(field, SAME, prepared.frequency_of(n));
            (0..KEPT).map(weight).collect()
        };
        Self {
            weights,
            fields,
            cards,
            order,
            levels,
            most,
            same: fields.iter().enumerate().map(same).collect(),
        }
    }

    /// Fields, the quickest compared first.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// What the equal values of a pair weigh, the most that the unequal ones may, and which values are equal or missing.
    pub fn equals(&self, pair: Pair) -> (f64, f64, Agreement) {
        let (x, y) = (self.cards.row(pair.0), self.cards.row(pair.1));
        let (mut sum, mut most) = (0.0, 0.0);
        let mut agreement = Agreement(0);
        for (field, (p, q)) in x.iter().zip(y).enumerate() {
            if p.len == 0 || q.len == 0 {
                agreement.set(field, NOT_THERE);
            } else if p.id == q.id {
                agreement.set(field, SAME.into());
                sum += self.same(field, p.id);
            } else {
                most += self.most[field];
            }
        }
        (sum, most, agreement)
    }

    /// Log odds that the rows of a pair match, without the prior.
    pub fn evidence(&self, pair: Pair) -> f64 {
        let (mut sum, _, _) = self.equals(pair);
        for field in &self.order {
            let level = one_level(self.fields, self.cards, *field, pair);
            if level < SAME {
                sum += self.levels[*field][usize::from(level)];
            }
        }
        sum
    }

    /// The evidence of a pair whose levels are known.
    pub fn again(&self, pair: Pair, agreement: Agreement) -> f64 {
        if self.fields.len() > ROOM {
            return self.evidence(pair);
        }
        let mut sum = 0.0;
        for (field, card) in self.cards.row(pair.0).iter().enumerate() {
            if agreement.get(field) == SAME {
                sum += self.same(field, card.id);
            }
        }
        for field in &self.order {
            let level = agreement.get(*field);
            if level < SAME {
                sum += self.levels[*field][usize::from(level)];
            }
        }
        sum
    }

    /// What a value weighs that both rows hold.
    fn same(&self, field: usize, value: u32) -> f64 {
        let prepared = &self.fields[field];
        let holders = prepared.holders[value as usize];
        let kept = self.same[field].get(holders as usize).copied();
        kept.unwrap_or_else(|| {
            let frequency = prepared.frequency_of(holders);
            self.weights.weight(field, SAME, frequency)
        })
    }
}
