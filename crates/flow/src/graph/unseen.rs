//! Money that came or went where no row shows it: printed balances less what the rows before them explain. It must not
//! know whose money it was.

use super::Adjacency;
use crate::transfer::{AccountId, Moment, StatedBalance, Transfers};

/// Money without a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unseen {
    /// Where.
    pub account: AccountId,
    /// Before the transfers of this moment.
    pub at: Moment,
    /// How much came, in fen; below zero, how much went.
    pub amount: i64,
}

/// All of it, by account and time. What an account had before its first row has come, too. Of accounts whose statements
/// print no balances nothing is known.
pub fn unseen(transfers: &Transfers, adjacency: &Adjacency) -> Vec<Unseen> {
    let mut found = Vec::new();
    for stated in transfers.stated.chunk_by(|a, b| a.account == b.account) {
        of_account(transfers, adjacency, stated, &mut found);
    }
    found
}

fn of_account(
    transfers: &Transfers,
    adjacency: &Adjacency,
    stated: &[StatedBalance],
    found: &mut Vec<Unseen>,
) {
    let Some(account) = stated.first().map(|s| s.account) else {
        return;
    };
    let mut legs = adjacency.of(account).iter().peekable();
    let mut balance = 0_i64;
    for stated in stated {
        let before = |leg: &&crate::graph::Leg| {
            let index = leg.index() as usize;
            transfers.list[index].at < stated.at
        };
        while let Some(leg) = legs.next_if(before) {
            let amount = transfers.list[leg.index() as usize].amount.0;
            balance = match leg.received() {
                true => balance.saturating_add(amount),
                false => balance.saturating_sub(amount),
            };
        }
        let amount = stated.balance.0.saturating_sub(balance);
        if amount != 0 {
            found.push(Unseen {
                account,
                at: stated.at,
                amount,
            });
        }
        balance = stated.balance.0;
    }
}
