//! Runs every pattern over a list of transfers: account by account, so that only one account's state is in memory.
//! It must not know how findings are shown.

use super::account_watch::AccountWatch;
use super::event::Book;
use super::finding::Finding;
use super::parameters::Parameters;
use super::window_rule::Who;
use crate::graph::Adjacency;
use crate::transfer::{AccountId, HolderKind, Transfers};

/// Every finding over the transfers, by pattern, then account, then time. Cost and memory grow with the number of
/// transfers only, whatever the hubs. The list may be in any order.
pub fn find(transfers: &Transfers, parameters: &Parameters) -> Vec<Finding> {
    let book = Book::new(transfers, &parameters.words);
    let adjacency = Adjacency::new(transfers);
    let mut found = Vec::new();
    for id in 0..adjacency.accounts() {
        look_at(
            AccountId(id),
            transfers,
            parameters,
            &book,
            &adjacency,
            &mut found,
        );
    }
    found.sort_by(|a, b| key(a).cmp(&key(b)));
    found
}

fn key(finding: &Finding) -> (super::Pattern, &[AccountId], crate::transfer::Moment) {
    (finding.pattern, &finding.accounts, finding.from)
}

fn look_at(
    account: AccountId,
    transfers: &Transfers,
    parameters: &Parameters,
    book: &Book,
    adjacency: &Adjacency,
    found: &mut Vec<Finding>,
) {
    let Some(described) = transfers.account(account) else {
        return;
    };
    let who = Who {
        account,
        label: described.label(),
        kind: book.kind(account),
        held: described.held,
    };
    // Money that passes through a payment firm, a bank's own accounts or cash is nobody's pattern.
    if matches!(who.kind, HolderKind::Intermediary | HolderKind::Cash) {
        return;
    }
    let mut watch = AccountWatch::default();
    for leg in adjacency.of(account) {
        let transfer = &transfers.list[leg.index() as usize];
        let event = book.event(leg.index(), transfer, leg.received());
        watch.see(parameters, &who, &event, found);
    }
    watch.finish(parameters, &who, found);
}
