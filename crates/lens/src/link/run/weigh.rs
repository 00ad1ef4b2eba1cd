//! The evidence of pairs: equal values first, then the fields that are quickest compared, and no further than a pair
//! may still become a match. It must not know how weights are learned.

use super::{
    block::Pair,
    card::{Card, Cards},
    kind::ColumnKind,
    level::{LEVELS, SAME},
    model::Weights,
    sample::one_level,
    value::Prepared,
};

/// Weights ready for many pairs.
#[derive(Debug)]
pub(super) struct Scale<'a> {
    weights: &'a Weights,
    fields: &'a [Prepared],
    cards: &'a Cards,
    /// Fields, the quickest compared first.
    order: Vec<usize>,
    /// Weight of each level of each field.
    levels: Vec<[f64; LEVELS]>,
    /// The most that unequal values of a field may weigh.
    most: Vec<f64>,
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
    pub fn new(weights: &'a Weights, fields: &'a [Prepared], cards: &'a Cards) -> Self {
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
        Self {
            weights,
            fields,
            cards,
            order,
            levels,
            most,
        }
    }

    /// Log odds that the rows of a pair match, without the prior; minus infinity for a pair that cannot reach `least`.
    pub fn evidence(&self, pair: Pair, least: f64) -> f64 {
        let (x, y) = (self.cards.row(pair.0), self.cards.row(pair.1));
        let (mut sum, mut most) = (0.0, 0.0);
        for (field, (p, q)) in x.iter().zip(y).enumerate() {
            if p.len == 0 || q.len == 0 {
                continue;
            }
            if p.id == q.id {
                let frequency = self.fields[field].frequency(pair.0);
                sum += self.weights.weight(field, SAME, frequency);
            } else {
                most += self.most[field];
            }
        }
        for field in &self.order {
            let (p, q) = (&x[*field], &y[*field]);
            if p.len == 0 || q.len == 0 || p.id == q.id {
                continue;
            }
            if sum + most < least {
                return f64::NEG_INFINITY;
            }
            most -= self.most[*field];
            sum += self.levels[*field][usize::from(self.level(*field, x, y, pair))];
        }
        sum
    }

    /// The level of unequal values that are both there.
    fn level(&self, at: usize, x: &[Card], y: &[Card], pair: Pair) -> u8 {
        let field = &self.fields[at];
        let turned = field
            .partner
            .is_some_and(|other| x[at].may_equal(&y[other]) && x[other].may_equal(&y[at]));
        if !turned && x[at].apart(&y[at], field.kind) {
            return 0;
        }
        one_level(self.fields, at, pair)
    }
}
