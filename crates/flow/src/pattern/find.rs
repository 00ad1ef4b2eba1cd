//! Runs every pattern over a list of transfers: account by account and till by till, so that only one state is in
//! memory at a time, then once through the list for what goes from account to account. It must not know how findings
//! are shown.

use super::account_watch::AccountWatch;
use super::finding::Finding;
use super::lookout::{Lookout, Outlook, Ways};
use super::parameters::Parameters;
use super::pool_watch::PoolWatch;
use super::stranger;
use crate::graph::{Adjacency, Leg, Pools, Unseen, time_order, unseen};
use crate::transfer::{AccountId, Transfers};

/// What should be looked into: [`look`] without the rest.
pub fn find(transfers: &Transfers, parameters: &Parameters) -> Vec<Finding> {
    look(transfers, parameters).findings
}

/// Every finding over the transfers, and the accounts of ordinary business. Cost and memory grow with the number of
/// transfers only, whatever the hubs. The list may be in any order.
pub fn look(transfers: &Transfers, parameters: &Parameters) -> Outlook {
    let adjacency = Adjacency::new(transfers);
    let pools = Pools::new(transfers, &adjacency, &parameters.pool.values);
    let mut lookout = Lookout::new(transfers, parameters, pools);
    let mut found = Vec::new();
    for id in 0..adjacency.accounts() {
        look_at_account(&lookout, &adjacency, AccountId(id), &mut found);
    }
    let unseen = unseen(transfers, &adjacency);
    for pool in 0..lookout.pools.count() {
        look_at_till(&mut lookout, &adjacency, &unseen, pool, &mut found);
    }
    follow_ways(&lookout, &mut found);
    let keeps = |account| lookout.who(account).is_some();
    stranger::find(transfers, parameters, keeps, &mut found);
    lookout.conclude(found)
}

fn look_at_account(
    lookout: &Lookout<'_>,
    adjacency: &Adjacency,
    account: AccountId,
    found: &mut Vec<Finding>,
) {
    let Some(who) = lookout.who(account) else {
        return;
    };
    let mut watch = AccountWatch::default();
    for leg in adjacency.of(account) {
        let transfer = &lookout.transfers.list[leg.index() as usize];
        let event = lookout.book.event(leg.index(), transfer, leg.received());
        watch.see(lookout.parameters, &who, &event, found);
    }
    watch.finish(lookout.parameters, &who, found);
}

fn look_at_till(
    lookout: &mut Lookout<'_>,
    adjacency: &Adjacency,
    unseen: &[Unseen],
    pool: u32,
    found: &mut Vec<Finding>,
) {
    let members = lookout.pools.members(pool);
    let list = &lookout.transfers.list;
    let mut legs: Vec<Leg> = Vec::new();
    for member in members.iter().filter(|m| lookout.who(**m).is_some()) {
        legs.extend(adjacency.of(*member));
    }
    if members.len() > 1 {
        legs.sort_by_key(|leg| (list[leg.index() as usize].at, leg.index()));
    }
    let mut watch = PoolWatch::default();
    for member in members {
        let from = unseen.partition_point(|u| u.account < *member);
        let of_member = unseen[from..].iter().take_while(|u| u.account == *member);
        of_member.for_each(|u| watch.had(u.amount));
    }
    for leg in legs {
        let transfer = &list[leg.index() as usize];
        let event = lookout.book.event(leg.index(), transfer, leg.received());
        if lookout.pools.of(event.other) != pool {
            watch.see(lookout.parameters, &event);
        }
    }
    lookout.finish_till(pool, watch, found);
}

fn follow_ways(lookout: &Lookout<'_>, found: &mut Vec<Finding>) {
    let mut ways = Ways::default();
    let order = time_order(lookout.transfers);
    for at in 0..lookout.transfers.list.len() {
        let index = order.as_ref().map_or(at, |order| order[at] as usize);
        ways.see(lookout, index as u32, &lookout.transfers.list[index]);
    }
    ways.finish(lookout, found);
}
