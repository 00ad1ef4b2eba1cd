//! Transfers gathered while a rule is met: every one counted and summed, as many listed as a reader can use.
//! It must not know which rule.

use std::sync::Arc;

use fangfei_model::money::Fen;

use super::event::{Event, Others};
use super::finding::{Finding, Pattern, at_least};
use crate::transfer::{AccountId, Moment};

/// Evidence of one finding under way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    rows: Vec<u32>,
    pub count: u64,
    pub sum: i64,
    pub others: Others,
    span: Option<(Moment, Moment)>,
}

/// Transfers listed in a finding; the rest are counted, and the reason's figures include them.
pub(crate) const LISTED: usize = 20_000;

impl Evidence {
    pub fn add(&mut self, event: &Event) {
        self.add_row(event.index, event.at, event.amount);
        let other = self.others.entry(event.other.0).or_default();
        *other = (other.0 + 1, other.1.saturating_add(event.amount));
    }

    pub fn add_row(&mut self, index: u32, at: Moment, amount: i64) {
        if self.rows.len() < LISTED {
            self.rows.push(index);
        }
        self.count += 1;
        self.sum = self.sum.saturating_add(amount);
        let (from, until) = self.span.unwrap_or((at, at));
        self.span = Some((from.min(at), until.max(at)));
    }

    pub fn first_day(&self) -> i32 {
        self.span.map_or(0, |s| s.0.day())
    }

    pub fn last_day(&self) -> i32 {
        self.span.map_or(0, |s| s.1.day())
    }

    /// Both together, for findings that rest on what came and what went.
    pub fn with(mut self, other: &Self) -> Self {
        let room = LISTED.saturating_sub(self.rows.len());
        self.rows.extend(other.rows.iter().take(room));
        self.count += other.count;
        self.sum = self.sum.saturating_add(other.sum);
        self.span = match (self.span, other.span) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        self
    }

    /// The `n` others with the largest sums, ties by id.
    pub fn largest(&self, n: usize) -> Vec<AccountId> {
        let mut others: Vec<_> = self.others.iter().map(|(id, o)| (-o.1, *id)).collect();
        others.sort_unstable();
        others
            .into_iter()
            .take(n)
            .map(|(_, id)| AccountId(id))
            .collect()
    }

    /// The fewest others that make up `percent` of `whole` together, at most `n`: who only came along is not named.
    pub fn main(&self, n: usize, part: i64, whole: i64) -> Vec<AccountId> {
        let mut named = self.largest(n);
        let sum = |id: &AccountId| self.others.get(&id.0).map_or(0, |other| other.1);
        let mut so_far = 0_i64;
        let enough = named.iter().position(|id| {
            so_far = so_far.saturating_add(sum(id));
            at_least(so_far, part, whole)
        });
        named.truncate(enough.map_or(n, |at| at + 1));
        named
    }

    pub fn finding(
        mut self,
        pattern: Pattern,
        accounts: Vec<AccountId>,
        noticed: Moment,
        reason: String,
        parameters: &Arc<str>,
    ) -> Finding {
        self.rows.sort_unstable();
        self.rows.dedup();
        let (from, until) = self.span.unwrap_or((noticed, noticed));
        Finding {
            pattern,
            accounts,
            transfers: self.rows,
            transfer_count: self.count,
            crowd: 0,
            amount: Fen(self.sum),
            from,
            until,
            noticed,
            strength: 0,
            reason,
            parameters: Arc::clone(parameters),
        }
    }
}
