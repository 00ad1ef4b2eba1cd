//! Which part of every payment is the money followed, by the rule of proportion (按比例): what is in an account is mixed,
//! and each payment takes from it as much of every credit as that credit makes of the balance. One pass over all
//! transfers, whatever the hubs. It must not know hops' meaning for a reader, nor pictures.

use fangfei_model::money::Fen;

use super::follow::{Reach, Waiting, count};
use super::kept::Cut;
use crate::graph::{QuickMap, QuickSet};
use crate::transfer::{Transfer, Transfers};

/// The transfers that carry followed money, with the part and the hop.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub done: Vec<(u32, Waiting)>,
    pub cut: Cut,
}

/// What an account holds while the pass goes by.
#[derive(Debug, Clone, Copy, Default)]
struct Pool {
    /// What came in and has not gone out, as far as the statements show.
    balance: i64,
    /// Of it, money followed (back: money whose source is asked for).
    followed: i64,
    hop: u32,
}

impl Pool {
    fn take_up(&mut self, part: i64, hop: u32) {
        self.hop = if self.followed == 0 {
            hop
        } else {
            self.hop.min(hop)
        };
        self.followed = self.followed.saturating_add(part);
    }

    /// Pays out and answers the followed money in it. More than the balance takes all there is; the rest came from
    /// elsewhere. Rounded down, so that the fen left over goes with a later payment.
    fn pays(&mut self, amount: i64) -> i64 {
        let part = share(self.followed, amount, self.balance);
        self.balance = (self.balance - amount).max(0);
        self.followed -= part;
        part
    }
}

/// `of · part / whole`, all of it where the part is not smaller than the whole.
fn share(of: i64, part: i64, whole: i64) -> i64 {
    if part >= whole {
        return of;
    }
    i64::try_from(i128::from(of) * i128::from(part) / i128::from(whole)).unwrap_or(of)
}

/// Forward: what became of the money of the seeds.
pub(super) fn forward(
    transfers: &Transfers,
    order: &[u32],
    seeds: &[u32],
    reach: &Reach<'_>,
) -> Carried {
    let seeds: QuickSet<u32> = seeds.iter().copied().collect();
    let mut pools: QuickMap<u32, Pool> = QuickMap::default();
    let mut carried = Carried::default();
    for (index, t) in moving(transfers, order) {
        let payer = pools.entry(t.payer.0).or_default();
        let hop = payer.hop + 1;
        let drawn = payer.pays(t.amount.0);
        let part = match seeds.contains(&index) {
            true => Waiting {
                amount: t.amount.0,
                hop: 1,
            },
            false => Waiting { amount: drawn, hop },
        };
        let goes_on = carried.take(index, part, reach) && reach.end(t.payee).is_none();
        let payee = pools.entry(t.payee.0).or_default();
        payee.balance = payee.balance.saturating_add(t.amount.0);
        if goes_on {
            payee.take_up(part.amount, part.hop);
        }
    }
    carried
}

/// Back: what the money of the seeds was paid from. Against the order of time an account's followed money is what is
/// still asked for: a credit answers for as much of it as it made of the balance when it came.
pub(super) fn back(
    transfers: &Transfers,
    order: &[u32],
    seeds: &[u32],
    reach: &Reach<'_>,
) -> Carried {
    let balances = balances(transfers, order);
    let seeds: QuickSet<u32> = seeds.iter().copied().collect();
    let mut asked: QuickMap<u32, Pool> = QuickMap::default();
    let mut carried = Carried::default();
    let all: Vec<(u32, &Transfer)> = moving(transfers, order).collect();
    for ((index, t), (before_debit, after_credit)) in all.into_iter().zip(balances).rev() {
        let payee = asked.entry(t.payee.0).or_default();
        let part = match seeds.contains(&index) {
            true => Waiting {
                amount: t.amount.0,
                hop: 1,
            },
            false => {
                let answered = share(payee.followed, t.amount.0, after_credit).min(t.amount.0);
                payee.followed -= answered;
                Waiting {
                    amount: answered,
                    hop: payee.hop + 1,
                }
            }
        };
        if carried.take(index, part, reach) && reach.end(t.payer).is_none() {
            let from_pool = share(part.amount, before_debit, t.amount.0);
            if from_pool > 0 {
                asked
                    .entry(t.payer.0)
                    .or_default()
                    .take_up(from_pool, part.hop);
            }
        }
    }
    carried
}

/// For every moving transfer the payer's balance before it and the payee's after it.
fn balances(transfers: &Transfers, order: &[u32]) -> Vec<(i64, i64)> {
    let mut pools: QuickMap<u32, Pool> = QuickMap::default();
    moving(transfers, order)
        .map(|(_, t)| {
            let payer = pools.entry(t.payer.0).or_default();
            let before = payer.balance;
            payer.pays(t.amount.0);
            let payee = pools.entry(t.payee.0).or_default();
            payee.balance = payee.balance.saturating_add(t.amount.0);
            (before, payee.balance)
        })
        .collect()
}

fn moving<'a>(
    transfers: &'a Transfers,
    order: &'a [u32],
) -> impl Iterator<Item = (u32, &'a Transfer)> {
    order
        .iter()
        .filter_map(|index| Some((*index, transfers.list.get(*index as usize)?)))
        .filter(|(_, t)| t.payer != t.payee)
}

impl Carried {
    /// Notes a part and answers whether it is followed further.
    fn take(&mut self, index: u32, part: Waiting, reach: &Reach<'_>) -> bool {
        if part.amount <= 0 {
            return false;
        }
        let options = reach.options;
        if self.done.len() >= options.max_transfers {
            count(&mut self.cut.beyond_count, part.amount);
            return false;
        }
        self.done.push((index, part));
        if part.hop >= options.max_hops {
            count(&mut self.cut.at_hops, part.amount);
            return false;
        }
        if Fen(part.amount) < options.min_amount {
            count(&mut self.cut.small, part.amount);
            return false;
        }
        true
    }
}
