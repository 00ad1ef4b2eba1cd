//! Pairs weighed side by side, a field at a time: what the next pairs need comes from memory while one is compared, where one
//! pair after the other would wait for each of its values. It must not know how weights are learned.

use std::hint::black_box;

use super::{
    block::{Pair, halves},
    card::Card,
    level::{MISSING, SAME, level},
    sample::or_turned,
    weigh::{Agreement, Likely, Scale},
};

/// Pairs that are weighed side by side: what they need fits into the fastest memory.
const SIDE_BY_SIDE: usize = 128;

/// A pair of which not all fields are compared yet.
#[derive(Debug, Clone, Copy)]
struct Open {
    pair: Pair,
    agreement: Agreement,
    /// What the fields compared weigh.
    sum: f64,
    /// The most that the others may weigh.
    most: f64,
    /// Whether it can still become a match.
    hopeful: bool,
}

impl Scale<'_> {
    /// The pairs that reach `least`, in their order.
    pub fn likely(&self, words: &[u64], least: f64) -> Vec<Likely> {
        let mut likely = Vec::new();
        let mut open = Vec::with_capacity(SIDE_BY_SIDE);
        let mut unsettled = Vec::with_capacity(SIDE_BY_SIDE);
        for words in words.chunks(SIDE_BY_SIDE) {
            self.fetch_rows(words);
            open.clear();
            open.extend(words.iter().map(|word| self.opened(halves(*word))));
            for field in self.order() {
                self.glance(*field, least, &mut open, &mut unsettled);
                self.fetch(*field, &open, &unsettled);
                self.settle(*field, &mut open, &unsettled);
            }
            let reached = open.iter().filter(|o| o.hopeful && o.sum >= least);
            likely.extend(reached.map(|o| Likely {
                pair: o.pair,
                agreement: o.agreement,
                evidence: o.sum,
            }));
        }
        likely
    }

    /// Reads the cards of the later rows, so that all are on their way before the first is looked at.
    fn fetch_rows(&self, words: &[u64]) {
        let touched = words.iter().fold(0, |sum: u32, word| {
            let row = self.cards.row(halves(*word).1);
            let ends = [row.first(), row.last()].map(|card| card.map_or(0, |c| c.id));
            sum.wrapping_add(ends[0]).wrapping_add(ends[1])
        });
        black_box(touched);
    }

    /// A pair with its equal values weighed.
    fn opened(&self, pair: Pair) -> Open {
        let (sum, most, agreement) = self.equals(pair);
        Open {
            pair,
            agreement,
            sum,
            most,
            hopeful: true,
        }
    }

    /// Compares a field of all pairs as far as their cards tell; the places of the others go to `unsettled`.
    fn glance(&self, field: usize, least: f64, open: &mut [Open], unsettled: &mut Vec<usize>) {
        unsettled.clear();
        let kind = self.fields[field].kind;
        for (place, o) in open.iter_mut().enumerate() {
            let (p, q) = self.two(field, o.pair);
            if !o.hopeful || p.id == q.id || p.len == 0 || q.len == 0 {
                continue;
            }
            if o.sum + o.most < least {
                o.hopeful = false;
                continue;
            }
            match p.level(q, kind) {
                Some(level) => self.add(field, level, o),
                None => unsettled.push(place),
            }
        }
        self.glance_closer(field, open, unsettled);
    }

    /// Settles what the closer look at addresses tells.
    fn glance_closer(&self, field: usize, open: &mut [Open], unsettled: &mut Vec<usize>) {
        if !self.cards.has_closer(field) {
            return;
        }
        unsettled.retain(|place| {
            let o = &mut open[*place];
            let (p, q) = self.two(field, o.pair);
            let apart = self.cards.apart_closer(field, p, q);
            if apart {
                self.add(field, 0, o);
            }
            !apart
        });
    }

    /// Reads where the values of unsettled pairs begin and end, so that all are on their way before the first is compared.
    fn fetch(&self, field: usize, open: &[Open], unsettled: &[usize]) {
        let values = self.fields[field].values;
        let touched = unsettled.iter().fold(0, |sum: u32, place| {
            let (p, q) = self.two(field, open[*place].pair);
            sum.wrapping_add(values.touch(p.id))
                .wrapping_add(values.touch(q.id))
        });
        black_box(touched);
    }

    fn settle(&self, field: usize, open: &mut [Open], unsettled: &[usize]) {
        let prepared = &self.fields[field];
        for place in unsettled {
            let o = &mut open[*place];
            let (p, q) = self.two(field, o.pair);
            let (x, y) = (prepared.values.get(p.id), prepared.values.get(q.id));
            self.add(field, level(prepared.kind, x, y), o);
        }
    }

    fn two(&self, field: usize, (a, b): Pair) -> (&Card, &Card) {
        (&self.cards.row(a)[field], &self.cards.row(b)[field])
    }

    fn add(&self, field: usize, straight: u8, open: &mut Open) {
        let level = or_turned(self.fields, self.cards, field, open.pair, straight);
        debug_assert!(level != MISSING && level != SAME);
        open.most -= self.most[field];
        open.agreement.set(field, level.into());
        open.sum += self.levels[field][usize::from(level)];
    }
}
