//! Lists of transfers that name both sides themselves (`transfers.csv`). Such a list is taken for the
//! whole of what its accounts did. It must not know statements.

use fangfei_model::statement::{Party, TransferList};

use super::draft::Draft;
use super::exception::{Exception, ExceptionKind};
use super::node::Nodes;
use crate::transfer::{Moment, RowRef};
use std::collections::HashMap;

/// A transfer of a list, between nodes.
pub(super) struct Listed {
    pub at: Moment,
    pub payer: u32,
    pub payee: u32,
    pub amount: i64,
    pub memo: Box<str>,
    pub source: RowRef,
    /// The list's own number of the transfer.
    pub reference: Option<Box<str>>,
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
            reference: transfer.reference.clone(),
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
        (None, Some(name)) => nodes.listed_name(name),
        (None, None) => nodes.named("未知账户", None, None),
    };
    nodes.list[id as usize].held = true;
    id
}

/// Payer, payee, amount and day.
type Same = (u32, u32, i64, i32);

/// A transfer of a list: its moment, memo and row.
type Remembered = (Moment, Option<Box<str>>, RowRef);

/// Transfers of lists that stand elsewhere already: in a statement of the same accounts, or in another list. Each is
/// taken for one other row only, so that equal payments stay as many as they were.
#[derive(Default)]
pub(super) struct Repeats {
    statements: HashMap<Same, Vec<RowRef>>,
    lists: HashMap<Same, Vec<Remembered>>,
}

impl Repeats {
    /// Begins with what the statements show.
    pub fn beside(drafts: &[Draft]) -> Self {
        let mut repeats = Self::default();
        for draft in drafts {
            let same = (draft.payer, draft.payee, draft.amount, draft.at.day());
            repeats
                .statements
                .entry(same)
                .or_default()
                .push(draft.source);
        }
        repeats
            .statements
            .values_mut()
            .for_each(|rows| rows.reverse());
        repeats
    }

    /// The exception, when a listed transfer repeats another row; otherwise it is remembered for lists to come.
    pub fn of(&mut self, listed: &Listed) -> Option<Exception> {
        let same = (listed.payer, listed.payee, listed.amount, listed.at.day());
        let in_statement = self.statements.get_mut(&same).and_then(Vec::pop);
        if in_statement.is_some() {
            // Another list may show it once more.
            self.remember(same, listed);
        }
        let other = in_statement.or_else(|| self.in_list(same, listed))?;
        Some(Exception {
            row: listed.source,
            kind: ExceptionKind::Duplicate,
            other: Some(other),
            reason: "清单里的这一笔已在另一份流水或清单中".into(),
        })
    }

    /// The same moment and number in another list.
    fn in_list(&mut self, same: Same, listed: &Listed) -> Option<RowRef> {
        let rows = self.lists.entry(same).or_default();
        let found = rows.iter().position(|(at, reference, row)| {
            row.statement != listed.source.statement
                && *at == listed.at
                && *reference == listed.reference
        });
        if let Some(place) = found {
            return Some(rows.remove(place).2);
        }
        self.remember(same, listed);
        None
    }

    fn remember(&mut self, same: Same, listed: &Listed) {
        let known = (listed.at, listed.reference.clone(), listed.source);
        self.lists.entry(same).or_default().push(known);
    }
}
