//! The same transfer seen from both sides: the payer's row and the payee's joined into one.
//! It must not know how accounts were found.

use std::collections::HashMap;

use fangfei_model::statement::Statement;

use super::item::Item;
use super::node::{Nodes, Surety};
use super::result::Options;

/// An end given to an item's counterparty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Other {
    pub node: u32,
    pub surety: Surety,
}

/// Finds pairs of payer's item and payee's item.
pub(super) struct TwinSearch<'a> {
    pub items: &'a [Item],
    /// The counterparty of every item.
    pub others: &'a [Other],
    /// The node of every holding.
    pub owners: &'a [u32],
    pub nodes: &'a Nodes,
    pub statements: &'a [Statement],
    pub options: &'a Options,
}

/// How close two bookings must be; tried one after the other.
#[derive(Debug, Clone, Copy)]
enum Nearness {
    SameReference,
    Minutes,
    SameDay,
    NextDay,
    Days,
}

type Key = (u32, u32, i64);
/// In a key, the place of a counterparty that is not surely known.
const UNSURE: u32 = u32::MAX;

impl TwinSearch<'_> {
    /// For each item the place of its twin.
    pub fn run(&self) -> Vec<Option<u32>> {
        let mut twins = vec![None; self.items.len()];
        let (mut outs, mut ins) = (HashMap::new(), HashMap::new());
        for at in 0..self.items.len() {
            let item = &self.items[at];
            if !item.open {
                continue;
            }
            let own = self.owners[item.holding as usize];
            let other = &self.others[at];
            // What is only likely by name is left to the other side's statement to confirm.
            let sure = self.nodes.list[other.node as usize].held && other.surety <= Surety::Mask;
            let known = if sure { other.node } else { UNSURE };
            let side: &mut HashMap<Key, Vec<usize>> = if item.into { &mut ins } else { &mut outs };
            side.entry((own, known, item.amount)).or_default().push(at);
        }
        for list in outs.values_mut().chain(ins.values_mut()) {
            list.sort_by_key(|at| (self.items[*at].at, *at));
        }
        let mut keys: Vec<Key> = outs.keys().copied().collect();
        keys.sort_unstable();
        let none = Vec::new();
        for near in [
            Nearness::SameReference,
            Nearness::Minutes,
            Nearness::SameDay,
            Nearness::NextDay,
            Nearness::Days,
        ] {
            for (own, other, amount) in keys.iter().copied().filter(|k| k.1 != UNSURE) {
                let ours = outs.get(&(own, other, amount)).unwrap_or(&none);
                for theirs in [(other, own, amount), (other, UNSURE, amount)] {
                    let theirs = ins.get(&theirs).unwrap_or(&none);
                    self.join(ours, theirs, near, &mut twins);
                }
            }
        }
        let mut keys: Vec<Key> = ins.keys().copied().collect();
        keys.sort_unstable();
        for near in [
            Nearness::SameReference,
            Nearness::Minutes,
            Nearness::SameDay,
            Nearness::NextDay,
        ] {
            for (own, other, amount) in keys.iter().copied().filter(|k| k.1 != UNSURE) {
                let theirs = ins.get(&(own, other, amount)).unwrap_or(&none);
                let ours = outs.get(&(other, UNSURE, amount)).unwrap_or(&none);
                self.join(ours, theirs, near, &mut twins);
            }
        }
        twins
    }

    /// Joins payer's items with payee's items as near in time as asked, the nearest first.
    fn join(&self, outs: &[usize], ins: &[usize], near: Nearness, twins: &mut [Option<u32>]) {
        if ins.is_empty() {
            return;
        }
        for out in outs.iter().copied() {
            if twins[out].is_some() {
                continue;
            }
            let (from, to) = self.window(out, near);
            let start = ins.partition_point(|at| self.items[*at].at.0 < from);
            let best = ins[start..]
                .iter()
                .copied()
                .take_while(|at| self.items[*at].at.0 <= to)
                .filter(|at| twins[*at].is_none() && self.fits(out, *at, near))
                .min_by_key(|at| {
                    let apart = (self.items[*at].at.0 - self.items[out].at.0).abs();
                    (apart, *at)
                });
            if let Some(found) = best {
                twins[out] = u32::try_from(found).ok();
                twins[found] = u32::try_from(out).ok();
            }
        }
    }

    /// The seconds in which the payee's booking may lie.
    fn window(&self, out: usize, near: Nearness) -> (i64, i64) {
        const DAY: i64 = 86_400;
        let at = self.items[out].at.0;
        let day = at.div_euclid(DAY) * DAY;
        let days = i64::from(self.options.twin_days);
        match near {
            Nearness::Minutes => (at - 300, at + 300),
            Nearness::SameDay => (day, day + DAY - 1),
            Nearness::NextDay => (day - DAY, day + 2 * DAY - 1),
            Nearness::SameReference | Nearness::Days => (day - DAY, day + (days + 1) * DAY - 1),
        }
    }

    fn fits(&self, out: usize, into: usize, near: Nearness) -> bool {
        let (payer, payee) = (&self.items[out], &self.items[into]);
        let (ours, theirs) = (payer.of(self.statements), payee.of(self.statements));
        let timely = match near {
            Nearness::SameReference => {
                ours.reference.is_some() && ours.reference == theirs.reference
            }
            Nearness::Minutes => payer.timed && payee.timed,
            _ => true,
        };
        let owner = |item: &Item| self.owners[item.holding as usize];
        timely
            && owner(payer) != owner(payee)
            && self.nodes.may_be(owner(payee), &ours.counterparty)
            && self.nodes.may_be(owner(payer), &theirs.counterparty)
    }
}
