//! Transfers between nodes, then between accounts. It must not know how nodes were found.

use super::assemble::Work;
use super::listed::Listed;
use super::mask::{is_full_name, plain};
use super::node::Nodes;
use super::twin::Other;
use crate::transfer::{AccountId, HolderKind, Moment, RowRef, Transfer, Transfers};

/// A transfer between nodes.
pub(super) struct Draft {
    pub at: Moment,
    pub payer: u32,
    pub payee: u32,
    pub amount: i64,
    pub memo: Box<str>,
    pub source: RowRef,
    pub twin: Option<RowRef>,
    /// The items it was made of, which stand in the order of booking account by account.
    pub items: [Option<u32>; 2],
}

impl Draft {
    pub fn of_listed(listed: Listed) -> Self {
        Self {
            at: listed.at,
            payer: listed.payer,
            payee: listed.payee,
            amount: listed.amount,
            memo: listed.memo,
            source: listed.source,
            twin: None,
            items: [None, None],
        }
    }
}

impl Work<'_> {
    pub(super) fn drafts(&mut self, others: &[Other], twins: &[Option<u32>]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for at in 0..self.items.len() {
            let item = self.items[at];
            if !item.open || (item.into && twins[at].is_some()) {
                continue;
            }
            let own = self.owners[item.holding as usize];
            let entry = item.of(self.statements);
            let twin = twins[at].map(|t| self.items[t as usize]);
            let other = twin.map_or(others[at].node, |t| self.owners[t.holding as usize]);
            let (payer, payee) = if item.into {
                (other, own)
            } else {
                (own, other)
            };
            let mine = words(&entry.memo, entry.channel.as_deref());
            let memo = match twin.map(|t| t.of(self.statements)) {
                Some(theirs) => both(mine, words(&theirs.memo, theirs.channel.as_deref())),
                None => mine.into(),
            };
            let later = twin.filter(|t| t.timed && !item.timed && t.day() == item.day());
            drafts.push(Draft {
                at: later.map_or(item.at, |t| t.at),
                payer,
                payee,
                amount: item.amount,
                memo,
                source: item.source,
                twin: twin.map(|t| t.source),
                items: [u32::try_from(at).ok(), twins[at]],
            });
        }
        drafts
    }
}

/// The words of a row: its memo, or what kind of transaction it was.
fn words<'e>(memo: &'e str, channel: Option<&'e str>) -> &'e str {
    if memo.is_empty() {
        channel.unwrap_or("")
    } else {
        memo
    }
}

/// The words of both sides, each once.
fn both(ours: &str, theirs: &str) -> Box<str> {
    match () {
        () if theirs.is_empty() || ours.contains(theirs) => ours.into(),
        () if theirs.contains(ours) => theirs.into(),
        () => format!("{ours} {theirs}").into(),
    }
}

/// Adds the nodes that are used, in an order of their own, and answers the account of every node.
pub(super) fn add_accounts(
    nodes: &Nodes,
    drafts: &[Draft],
    owners: &[u32],
    transfers: &mut Transfers,
) -> Vec<AccountId> {
    let mut used = vec![false; nodes.list.len()];
    for draft in drafts {
        used[draft.payer as usize] = true;
        used[draft.payee as usize] = true;
    }
    for owner in owners {
        used[*owner as usize] = true;
    }
    let mut order: Vec<u32> = (0..u32::try_from(nodes.list.len()).unwrap_or(u32::MAX))
        .filter(|id| used[*id as usize])
        .collect();
    order.sort_by_cached_key(|id| {
        let (numberless, number, name, of) = nodes.list[*id as usize].order();
        (
            numberless,
            number.to_owned(),
            name.to_owned(),
            of.to_owned(),
        )
    });
    let mut ids = vec![AccountId(u32::MAX); nodes.list.len()];
    for id in order {
        ids[id as usize] = transfers.add_account(nodes.list[id as usize].account());
    }
    ids
}

/// Transfers between accounts of one holder, by equal full names.
pub(super) fn own_transfers(transfers: &Transfers) -> Vec<u32> {
    let names: Vec<Option<String>> = transfers
        .accounts
        .iter()
        .map(|account| {
            let is_end = !matches!(account.holder, HolderKind::Intermediary | HolderKind::Cash);
            account
                .name
                .as_deref()
                .filter(|name| is_end && is_full_name(name))
                .map(plain)
        })
        .collect();
    let same = |t: &Transfer| {
        let (payer, payee) = (&names[t.payer.0 as usize], &names[t.payee.0 as usize]);
        payer.is_some() && payer == payee
    };
    let places = transfers.list.iter().enumerate().filter(|(_, t)| same(t));
    places
        .filter_map(|(at, _)| u32::try_from(at).ok())
        .collect()
}
