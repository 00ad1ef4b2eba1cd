//! Lists of transfers that name both sides themselves (`transfers.csv`). Such a list is taken for the
//! whole of what its accounts did. It must not know statements.

use fangfei_model::statement::{Party, TransferList};

use super::node::Nodes;
use crate::transfer::{Moment, RowRef};

/// A transfer of a list, between nodes.
pub(super) struct Listed {
    pub at: Moment,
    pub payer: u32,
    pub payee: u32,
    pub amount: i64,
    pub memo: Box<str>,
    pub source: RowRef,
}

/// The transfers of a list; those of an account to itself are left to the caller.
pub(super) fn listed(place: u32, list: &TransferList, nodes: &mut Nodes) -> Vec<Listed> {
    list.transfers
        .iter()
        .map(|transfer| Listed {
            at: Moment::from_civil(transfer.booked.at),
            payer: node(&transfer.payer, nodes),
            payee: node(&transfer.payee, nodes),
            amount: transfer.amount.0,
            memo: transfer.memo.clone(),
            source: RowRef {
                statement: place,
                row: transfer.row,
            },
        })
        .collect()
}

fn node(party: &Party, nodes: &mut Nodes) -> u32 {
    let id = match (&party.account, &party.name) {
        (Some(number), _) => nodes.numbered(number, party),
        (None, Some(name)) => nodes.named(name, None, None),
        (None, None) => nodes.named("未知账户", None, None),
    };
    nodes.list[id as usize].held = true;
    id
}
