//! Which part of every payment is the money followed, by the rule of proportion (按比例): what is in an account is mixed,
//! and each payment takes from it as much of every credit as that credit makes of the balance. Balances that statements
//! print beside their rows are part of the mixture. One pass over all transfers, whatever the hubs. It must not know hops'
//! meaning for a reader, nor pictures.

use fangfei_model::money::Fen;

use super::follow::{Reach, Waiting, count};
use super::kept::Cut;
use crate::graph::{QuickMap, QuickSet};
use crate::transfer::{StatedBalance, Transfer, Transfers};

/// The transfers that carry followed money, with the part and the hop.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub done: Vec<(u32, Waiting)>,
    /// Followed money that printed balances explain and no row, by account.
    pub unseen: QuickMap<u32, i64>,
    pub cut: Cut,
}

/// What happens to accounts, in order of time.
#[derive(Debug, Clone, Copy)]
enum Event<'a> {
    Transfer(u32, &'a Transfer),
    Stated(&'a StatedBalance),
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

    /// Makes the balance what a statement prints, and answers the followed money that is no longer there.
    fn settle(&mut self, stated: &StatedBalance) -> i64 {
        let balance = stated.balance.0.max(0);
        let gone = (balance < self.balance).then(|| self.pays(self.balance - balance));
        self.balance = balance;
        gone.unwrap_or(0)
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
    for event in events(transfers, order) {
        let (index, t) = match event {
            Event::Transfer(index, t) => (index, t),
            Event::Stated(stated) => {
                let account = stated.account.0;
                let gone = pools.entry(account).or_default().settle(stated);
                carried.miss(account, gone);
                continue;
            }
        };
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
    let events = events(transfers, order);
    let balances = balances(&events);
    let seeds: QuickSet<u32> = seeds.iter().copied().collect();
    let mut asked: QuickMap<u32, Pool> = QuickMap::default();
    let mut carried = Carried::default();
    for (event, (before_debit, after_credit)) in events.into_iter().zip(balances).rev() {
        let (index, t) = match event {
            Event::Transfer(index, t) => (index, t),
            Event::Stated(stated) => {
                let came = after_credit - before_debit;
                let pool = asked.entry(stated.account.0).or_default();
                let answered = share(pool.followed, came.max(0), after_credit);
                pool.followed -= answered;
                carried.miss(stated.account.0, answered);
                continue;
            }
        };
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

/// For every transfer the payer's balance before it and the payee's after it; for every stated balance the account's
/// before and after.
fn balances(events: &[Event<'_>]) -> Vec<(i64, i64)> {
    let mut pools: QuickMap<u32, Pool> = QuickMap::default();
    let mut of = |event: &Event<'_>| match event {
        Event::Transfer(_, t) => {
            let payer = pools.entry(t.payer.0).or_default();
            let before = payer.balance;
            payer.pays(t.amount.0);
            let payee = pools.entry(t.payee.0).or_default();
            payee.balance = payee.balance.saturating_add(t.amount.0);
            (before, payee.balance)
        }
        Event::Stated(stated) => {
            let pool = pools.entry(stated.account.0).or_default();
            let before = pool.balance;
            pool.settle(stated);
            (before, pool.balance)
        }
    };
    events.iter().map(&mut of).collect()
}

/// The transfers that move something, each after the balances stated for its moment.
fn events<'a>(transfers: &'a Transfers, order: &[u32]) -> Vec<Event<'a>> {
    let mut stated: Vec<&StatedBalance> = transfers.stated.iter().collect();
    stated.sort_by_key(|stated| stated.at);
    let mut stated = stated.into_iter().peekable();
    let mut events = Vec::with_capacity(order.len() + transfers.stated.len());
    for index in order {
        let Some(t) = transfers.list.get(*index as usize) else {
            continue;
        };
        while let Some(stated) = stated.next_if(|stated| stated.at <= t.at) {
            events.push(Event::Stated(stated));
        }
        if t.payer != t.payee {
            events.push(Event::Transfer(*index, t));
        }
    }
    events.extend(stated.map(Event::Stated));
    events
}

impl Carried {
    /// Notes followed money that no row shows.
    fn miss(&mut self, account: u32, amount: i64) {
        if amount > 0 {
            *self.unseen.entry(account).or_default() += amount;
        }
    }

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
